import { once } from 'node:events';
import { createServer, get, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { expect, test } from '@jest/globals';
import { silentConnections } from './silent-connections.js';

test('a server that stops ends connections on which nothing was asked, and no others', async () => {
  const answers: (() => void)[] = [];
  const server = createServer((_request, response) => {
    answers.push(() => response.end('answered'));
  });
  const endSilent = silentConnections(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  const probe = connect(port, '127.0.0.1');
  const asked = once(get({ port, host: '127.0.0.1', agent: false }), 'response');
  await Promise.all([once(probe, 'connect'), once(server, 'request')]);
  const [closed, probeClosed] = [once(server, 'close'), once(probe, 'close')];
  server.close();
  endSilent();
  await probeClosed;
  answers.forEach((answer) => {
    answer();
  });
  const [response] = (await asked) as [IncomingMessage];
  expect(await response.setEncoding('utf8').toArray()).toEqual(['answered']);
  await closed;
});
