import { createServer, type Server } from 'node:http';
import { connect, type Socket } from 'node:net';
import { once } from 'node:events';
import { afterEach, expect, test } from '@jest/globals';
import { until } from '../../../../test/support/until.js';
import { boundArrival } from './bound-arrival.js';

let server: Server;
const sockets: Socket[] = [];

afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
  server.close();
});

/** Sends an incomplete request; `hasEnded` says whether the connection has ended. */
async function begin(path: string): Promise<{ readonly socket: Socket; readonly hasEnded: () => boolean }> {
  const { port } = server.address() as { port: number };
  const socket = connect(port, '127.0.0.1');
  sockets.push(socket);
  let ended = false;
  socket.on('close', () => (ended = true)).on('error', () => undefined);
  await once(socket, 'connect');
  socket.write(`POST ${path} HTTP/1.1\r\nhost: hub\r\ncontent-length: 4\r\n\r\nab`);
  await once(server, 'request');
  return { socket, hasEnded: () => ended };
}

test('a request that does not arrive loses its connection, one that is passed on as it comes does not', async () => {
  server = createServer((request, response) => {
    request.resume().once('end', () => response.end('whole'));
  });
  const bound = boundArrival(server, { ms: 60, lookEveryMs: 10 });
  server.on('request', (request) => {
    if (request.url !== '/files') bound(request);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const file = await begin('/files');
  const slow = await begin('/graphql');
  const whole = await begin('/graphql');
  whole.socket.write('cd');
  await until(slow.hasEnded, { what: 'the slow request to lose its connection' });
  expect([file.hasEnded(), whole.hasEnded()]).toEqual([false, false]);
  file.socket.write('cd');
  const [answer] = (await once(file.socket, 'data')) as [Buffer];
  expect(answer.toString()).toContain('200 OK');
});
