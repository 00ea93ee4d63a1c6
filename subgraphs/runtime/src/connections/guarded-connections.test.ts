import { once } from 'node:events';
import { createServer, get, type IncomingMessage, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { until } from '../../../../test/support/until.js';
import { guardConnections, refuseUpgrade, type TakeUpgrade } from './guarded-connections.js';

let server: Server;
let endSilent: () => void;
let port: number;
/** The upgraded connections that the server got. */
let upgraded: Duplex[];
const answers: (() => void)[] = [];

async function listen(take?: TakeUpgrade): Promise<void> {
  server = createServer((_request, response) => {
    answers.push(() => response.end('answered'));
  });
  endSilent = guardConnections(server, take);
  server.on('upgrade', (_request, socket) => upgraded.push(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  ({ port } = server.address() as AddressInfo);
}

const handshake = 'GET /x HTTP/1.1\r\nhost: a\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n';

/** A connection that requests an upgrade to another protocol. */
async function upgrading(): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  await once(socket, 'connect');
  socket.write(handshake);
  return socket;
}

const connections = () =>
  new Promise<number>((counted) => {
    server.getConnections((_error, count) => {
      counted(count);
    });
  });

beforeEach(() => {
  upgraded = [];
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

test('a server that stops ends connections on which nothing was asked, and no others', async () => {
  await listen();
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

describe('an upgrade', () => {
  test('is refused at once where nobody takes any', async () => {
    await listen();
    const socket = await upgrading();
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 404 Not Found\r\n[^]*connection: close/);
    socket.destroy();
  });

  test('leaves nothing behind: 300 of clients that do not close their side', async () => {
    await listen();
    const sockets = await Promise.all(Array.from({ length: 300 }, upgrading));
    await until(() => upgraded.length === 300, { what: 'all to be asked' });
    await until(async () => (await connections()) === 0, { what: 'all to be closed', seen: connections });
    for (const socket of sockets) socket.destroy();
  });

  test.each([
    ['refused', undefined],
    ['taken by nobody in the end', () => undefined],
    [
      'refused with 503',
      (_request: IncomingMessage, socket: Duplex) => {
        refuseUpgrade(socket, '503 Service Unavailable');
      },
    ],
  ] satisfies [string, TakeUpgrade | undefined][])(
    'that is %s and whose client resets ends nothing',
    async (_name, take) => {
      await listen(take);
      const socket = await upgrading();
      await until(() => upgraded.length === 1, { what: 'it to be asked' });
      const [far] = upgraded;
      socket.resetAndDestroy();
      // Simulates the machine's error for a reset during a write.
      far?.destroy(Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }));
      await until(async () => (await connections()) === 0, { what: 'it to be closed' });
      expect(far?.listenerCount('error')).toBeGreaterThan(0);
    },
  );
});
