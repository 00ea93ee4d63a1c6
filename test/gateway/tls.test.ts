import { once } from 'node:events';
import { createSecureServer, type Http2SecureServer, type ServerHttp2Session } from 'node:http2';
import { createServer as createHttpsServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import {
  type CountingSubgraphClient,
  type SubgraphAsk,
  subgraphClient,
  type SubgraphClientOptions,
} from '../../gateway/src/subgraph/subgraph-client.js';
import { type Authority, type Certified, createAuthority } from '../support/certificates.js';

const query: SubgraphAsk = { body: Buffer.from('{"query":"{a}"}'), requestId: 'r-1', idempotent: true };
const answer = '{"data":{"a":1}}';

describe('a subgraph over TLS', () => {
  let authority: Authority;
  let stranger: Authority;
  let certified: Certified;
  const closings: (() => void | Promise<void>)[] = [];

  beforeAll(async () => {
    [authority, stranger] = await Promise.all([createAuthority(), createAuthority('Another authority')]);
    certified = await authority.certify('localhost');
  });
  afterEach(async () => {
    for (const close of closings.splice(0)) await close();
  });

  async function connect(server: Server | Http2SecureServer, options: SubgraphClientOptions) {
    const sockets = new Set<TLSSocket>();
    server.on('secureConnection', (socket: TLSSocket) => sockets.add(socket.on('error', () => undefined)));
    server.listen(0, 'localhost');
    await once(server, 'listening');
    const url = `https://localhost:${(server.address() as AddressInfo).port}/graphql`;
    const client = subgraphClient(
      { name: 'youth-union', url },
      { timeoutMs: 5000, retries: 0, tls: { ca: authority.ca }, ...options },
    );
    closings.push(
      () => {
        for (const socket of sockets) socket.destroy();
        server.close();
      },
      () => client.close(),
    );
    return { client, sockets };
  }

  const askTimes = (times: number, client: CountingSubgraphClient, request = query) =>
    Promise.all(Array.from({ length: times }, () => client.ask(request)));

  describe('that offers HTTP/2', () => {
    const versions: string[] = [];
    const open = (options: SubgraphClientOptions = {}) => {
      versions.length = 0;
      const server = createSecureServer({ ...certified, allowHTTP1: true }, (request, response) => {
        versions.push(request.httpVersion);
        setTimeout(() => response.end(answer), 20);
      });
      return connect(server, options);
    };

    test('is asked over HTTP/1.1 unless told otherwise', async () => {
      const { client, sockets } = await open();
      await askTimes(5, client);
      expect(versions).toEqual(Array(5).fill('1.1'));
      expect(sockets.size).toBe(5);
    });

    test('is asked over few connections where HTTP/2 is on', async () => {
      const { client, sockets } = await open({ http2: true, connections: 1 });
      await client.ask(query);
      await askTimes(50, client);
      expect(versions).toEqual(Array(51).fill('2.0'));
      expect(sockets.size).toBe(1);
      expect(client.stats).toMatchObject({ requests: 51, inFlight: 0 });
    });

    test('is told to change something over HTTP/1.1 even so', async () => {
      const { client } = await open({ http2: true });
      await client.ask({ ...query, idempotent: false });
      expect(versions).toEqual(['1.1']);
    });
  });

  test('that knows HTTP/1.1 alone is asked over that, one question at a time on a connection', async () => {
    let asking = 0;
    let most = 0;
    const server = createHttpsServer(certified, (_request, reply) => {
      most = Math.max(most, ++asking);
      setTimeout(() => {
        asking -= 1;
        reply.end(answer);
      }, 10);
    });
    const { client, sockets } = await connect(server, { http2: true, connections: 2 });
    await askTimes(10, client);
    expect([most, sockets.size]).toEqual([2, 2]);
  });

  test('that ends a shared connection is asked again over another', async () => {
    let sessions = 0;
    const server = createSecureServer(certified, (_request, response) => response.end(answer));
    server.on('session', (session: ServerHttp2Session) => {
      sessions += 1;
      if (sessions !== 1) return;
      session.on('stream', () => {
        session.destroy();
      });
    });
    const { client } = await connect(server, { http2: true, retries: 2, connections: 1 });
    expect((await client.ask(query)).read().data).toEqual({ a: 1 });
    expect(sessions).toBe(2);
  });

  test('that hangs on a shared connection is given up, and the connection serves the others', async () => {
    let count = 0;
    const server = createSecureServer(certified, (_request, response) => {
      if (++count !== 1) response.end(answer);
    });
    const { client, sockets } = await connect(server, { http2: true, connections: 1, timeoutMs: 300 });
    const hung = client.ask(query);
    await expect(hung).rejects.toMatchObject({ code: 'SUBGRAPH_TIMEOUT' });
    await askTimes(3, client);
    expect(sockets.size).toBe(1);
    expect(client.stats.inFlight).toBe(0);
  });

  describe('whose certificate', () => {
    const serve = (own: Certified, options: SubgraphClientOptions = {}) =>
      connect(
        createHttpsServer(own, (_request, reply) => reply.end(answer)),
        options,
      );

    test.each<[string, () => Promise<Certified>]>([
      ['comes from another authority', () => stranger.certify('localhost')],
      ['is another’s', () => authority.certify('youth-union.example')],
    ])('%s is sent nothing', async (_name, certify) => {
      const { client } = await serve(await certify());
      await expect(client.ask(query)).rejects.toMatchObject({
        code: 'SUBGRAPH_UNREACHABLE',
        message: 'youth-union cannot be reached.',
      });
      expect(client.stats.bytesReceived).toBe(0);
    });

    test('comes from an authority that Node does not know is refused unless that is named', async () => {
      const { client } = await serve(certified, { tls: undefined });
      await expect(client.ask(query)).rejects.toMatchObject({ code: 'SUBGRAPH_UNREACHABLE' });
    });
  });

  describe('that asks the gateway for a certificate', () => {
    const open = (own: Certified | undefined) => {
      const server = createHttpsServer(
        { ...certified, ca: authority.ca, requestCert: true, rejectUnauthorized: true },
        (request, reply) => {
          reply.end(JSON.stringify({ data: { a: (request.socket as TLSSocket).getPeerCertificate().subject.CN } }));
        },
      );
      return connect(server, { tls: { ca: authority.ca, ...own } });
    };

    test('is shown it', async () => {
      const { client } = await open(await authority.certify('gateway'));
      expect((await client.ask(query)).read().data).toEqual({ a: 'gateway' });
    });

    test('answers nobody without one, or with another authority’s', async () => {
      for (const own of [undefined, await stranger.certify('gateway')]) {
        const { client } = await open(own);
        await expect(client.ask(query)).rejects.toMatchObject({ code: 'SUBGRAPH_UNREACHABLE' });
      }
    });
  });
});
