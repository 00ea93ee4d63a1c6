import { once } from 'node:events';
import { createServer as httpServer, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { looseLimits } from '../../gateway/src/limits/limits.js';
import { createServer, type GatewayServer } from '../../gateway/src/start/server.js';
import { until } from '../support/until.js';

/** A server in movement's place: it answers each message once the message is there whole. */
async function listening(asked: string[]): Promise<Server> {
  const server = httpServer((request, reply) => {
    if (request.headers.authorization === 'Bearer none') {
      reply.statusCode = 401;
      reply.end('{"code":"UNAUTHENTICATED","message":"Expected a ticket."}');
      return;
    }
    void text(request).then(
      (body) => {
        asked.push(`${request.url ?? ''} ${body}`);
        reply.setHeader('content-type', 'application/json').end('{"ticket":"t"}');
      },
      () => undefined,
    );
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return server;
}

describe('what organisations hand over, at the gateway', () => {
  const asked: string[] = [];
  const sockets: Socket[] = [];
  let movement: Server;
  let gateway: GatewayServer;
  let url = '';

  beforeAll(async () => {
    movement = await listening(asked);
    const linkUrl = `http://127.0.0.1:${(movement.address() as AddressInfo).port}`;
    gateway = createServer({ logLevel: 'silent', linkUrl, registryUrl: linkUrl, limits: looseLimits });
    url = await gateway.http.listen({ host: '127.0.0.1', port: 0 });
  });
  afterEach(() => {
    asked.length = 0;
    for (const socket of sockets.splice(0)) socket.destroy();
  });
  afterAll(async () => {
    gateway.cut();
    await gateway.http.close();
    movement.closeAllConnections();
    movement.close();
  });

  const post = async (what: string, body: string, authorization = '') => {
    const response = await fetch(`${url}/link/v1/${what}`, {
      ...{ method: 'POST', body, headers: { 'content-type': 'application/json', authorization } },
      signal: AbortSignal.timeout(20_000),
    });
    return [response.status, await response.json()] as [number, any];
  };
  /** Begins a body that never comes whole. */
  const slow = async (what: string, lines: readonly string[] = [], address = url) => {
    const { hostname, port } = new URL(address);
    const socket = connect(Number(port), hostname);
    sockets.push(socket);
    let said = '';
    socket.setEncoding('utf8').on('data', (more: string) => (said += more));
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    const head = [`POST /link/v1/${what} HTTP/1.1`, 'host: hub', 'content-length: 1000', ...lines, '', '{'];
    socket.write(head.join('\r\n'));
    return { socket, said: () => said };
  };

  test.each(['exchanges', 'statements'])('twenty slow connections to %s do not delay an organisation', async (what) => {
    for (let count = 0; count < 20; count += 1) await slow(what);
    for (let count = 0; count < 10; count += 1) expect(await post(what, '{}')).toEqual([200, { ticket: 't' }]);
    // The slow ones have not reached the hub's own parts.
    expect(asked).toEqual(Array.from({ length: 10 }, () => `/link/v1/${what} {}`));
  });

  test('slow bodies with a ticket delay no message, and no other organisation', async () => {
    for (let count = 0; count < 8; count += 1) await slow('releases', ['authorization: Bearer slow-union.1.x']);
    expect((await post('exchanges', '{}'))[0]).toBe(200);
    expect((await post('releases', '{}', 'Bearer other-union.1.x'))[0]).toBe(200);
  });

  test('a body without a good ticket is refused before it comes', async () => {
    const { said } = await slow('releases', ['authorization: Bearer none']);
    await until(() => said().includes(' 401 '), { what: 'the refusal' });
  });

  test('a body of which a byte comes now and then is refused, and so is one that is too large', async () => {
    const trickling = await slow('exchanges');
    const more = setInterval(() => trickling.socket.write(' '), 500);
    await until(() => trickling.said().includes(' 408 '), { what: 'the refusal', within: 60_000 });
    clearInterval(more);
    expect((await post('exchanges', 'x'.repeat(1024 * 1024 + 4097)))[0]).toBe(413);
    expect(asked).toEqual([]);
  });

  test('of one address, the body that has taken longest makes room for the next', async () => {
    const first = await slow('exchanges');
    for (let count = 0; count < 8; count += 1) await slow('exchanges');
    await until(() => first.said().includes(' 408 '), { what: 'the first to be refused', within: 60_000 });
  });
});
