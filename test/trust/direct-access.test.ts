import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contentDigest, signRequest } from '@hub/protocol';
import { readSigningKey } from '@hub/runtime';
import { publicSector } from '@hub/public-sector';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type KeyFiles, makeKey, send, type SentRequest, SigningGateway } from '../support/signing-gateway.js';
import { type RunningSubgraph, startSubgraph } from '../support/subgraph.js';
import { newDatabase } from '../support/database.js';

const query = '{ __typename }';
const refusal = {
  code: 'UNAUTHENTICATED',
  message: 'Expected a request that is signed by a gateway which this subgraph trusts.',
};

describe('a subgraph that trusts one gateway', () => {
  let folder: string;
  let keys: Record<'gateway' | 'stranger' | 'subgraph' | 'other', KeyFiles>;
  let subgraph: RunningSubgraph;
  let gateway: SigningGateway;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'hub-trust-'));
    const key = (name: string) => makeKey(join(folder, name));
    keys = { gateway: key('gateway'), stranger: key('stranger'), subgraph: key('subgraph'), other: key('other') };
    const trust = {
      signingKey: readSigningKey(keys.subgraph.file),
      trustedKeyFiles: [keys.gateway.publicFile],
    };
    subgraph = await startSubgraph(publicSector, newDatabase(), { trust });
  });
  beforeEach(() => {
    gateway = gatewayWith(keys.gateway);
  });
  afterAll(async () => {
    await subgraph.stop();
    rmSync(folder, { recursive: true });
  });

  const gatewayWith = (key: KeyFiles, name = 'public-sector', trusted = [keys.subgraph.publicFile]) =>
    new SigningGateway({ subgraph: name, url: subgraph.url, key, trusted });

  /** The clock of the gateway, which differs from the subgraph's while it signs. */
  const atAnotherTime = async <T>(seconds: number, sign: () => Promise<T>): Promise<T> => {
    const now = Date.now;
    Date.now = () => now() + seconds * 1000;
    try {
      return await sign();
    } finally {
      Date.now = now;
    }
  };

  async function expectRefusal(answer: { status: number; text: string }) {
    expect(answer.status).toBe(401);
    expect(JSON.parse(answer.text)).toEqual(refusal);
    // The refusal did not cost the gateway its session, nor the subgraph anything.
    expect(await gatewayWith(keys.gateway).query(query)).toEqual({ data: { __typename: 'Query' } });
  }

  test('answers it, with a signature of its own', async () => {
    const answer = await gateway.ask(query, { caller: 'e30', purpose: 'steering' });
    expect([answer.status, answer.verdict, JSON.parse(answer.text)]).toEqual([
      200,
      'genuine',
      { data: { __typename: 'Query' } },
    ]);
  });

  test('agrees once, and answers many requests at a time', async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, () => gateway.ask(query)));
    expect(new Set(answers.map(({ verdict }) => verdict))).toEqual(new Set(['genuine']));
    expect(gateway.sent.filter(({ url }) => url.endsWith('/trust/session'))).toHaveLength(1);
  });

  describe('answers nobody who signs nothing', () => {
    const json = { 'content-type': 'application/json' };
    test.each<[string, string, RequestInit]>([
      ['a query', '/graphql', { method: 'POST', headers: json, body: JSON.stringify({ query }) }],
      ['_service', '/graphql', { method: 'POST', headers: json, body: '{"query":"{ _service { sdl } }"}' }],
      [
        'introspection',
        '/graphql',
        { method: 'POST', headers: json, body: '{"query":"{ __schema { description } }"}' },
      ],
      [
        'entities',
        '/graphql',
        { method: 'POST', headers: json, body: '{"query":"{ _entities(representations: []) { __typename } }"}' },
      ],
      ['a query by GET', '/graphql?query={__typename}', { headers: { 'apollo-require-preflight': 'true' } }],
      ['OPTIONS', '/graphql', { method: 'OPTIONS' }],
      ['a body that is no JSON', '/graphql', { method: 'POST', headers: json, body: '{' }],
      ['another content type', '/graphql', { method: 'POST', headers: { 'content-type': 'text/plain' }, body: 'x' }],
      [
        'a stream of events',
        '/graphql',
        { method: 'POST', headers: { ...json, accept: 'text/event-stream' }, body: JSON.stringify({ query }) },
      ],
      [
        'an identity of his own',
        '/graphql',
        {
          method: 'POST',
          headers: { ...json, 'hub-caller': 'e30', 'hub-purpose': 'steering' },
          body: JSON.stringify({ query }),
        },
      ],
      [
        'a bearer token',
        '/graphql',
        { method: 'POST', headers: { ...json, authorization: 'Bearer x' }, body: JSON.stringify({ query }) },
      ],
      [
        'an agreement',
        '/trust/session',
        { method: 'POST', headers: json, body: '{"audience":"public-sector","publicKey":"x"}' },
      ],
      ['an agreement without a body', '/trust/session', { method: 'POST' }],
      ['an agreement that is too large', '/trust/session', { method: 'POST', headers: json, body: ' '.repeat(5000) }],
      [
        'an agreement that is no JSON',
        '/trust/session',
        { method: 'POST', headers: { 'content-type': 'text/plain' }, body: 'x' },
      ],
    ])('%s', async (_name, path, init) => {
      const response = await fetch(`${subgraph.url}${path}`, init);
      const text = await response.text();
      await expectRefusal({ status: response.status, text });
      expect(response.headers.get('signature')).toBeNull();
    });

    test('but says to everyone that it is alive and ready', async () => {
      for (const path of ['/healthz', '/readyz']) expect((await fetch(`${subgraph.url}${path}`)).status).toBe(200);
    });
  });

  describe('answers nothing that was altered on its way', () => {
    const covered = ['content-digest', 'content-type', 'hub-caller', 'hub-purpose', 'x-request-id'];
    test.each<[string, (request: SentRequest) => void]>([
      ['the body', (request) => (request.body = JSON.stringify({ query: '{ _service { sdl } }' }))],
      ['the body, left out', (request) => (request.body = undefined)],
      [
        'the body and its digest',
        (request) => {
          request.body = JSON.stringify({ query: '{ _service { sdl } }' });
          request.headers['content-digest'] = contentDigest(request.body);
        },
      ],
      ['the target', (request) => (request.url += '?query={__typename}')],
      [
        'the method',
        (request) => {
          request.method = 'OPTIONS';
        },
      ],
      ['the caller', (request) => (request.headers['hub-caller'] = 'eyJyb2xlIjoib3BlcmF0b3IifQ')],
      ['the purpose', (request) => (request.headers['hub-purpose'] = 'other')],
      ['the request id', (request) => (request.headers['x-request-id'] = 'r-2')],
      ['the content type', (request) => (request.headers['content-type'] = 'application/json; charset=utf-8')],
      ['a content coding that was added', (request) => (request.headers['content-encoding'] = 'identity')],
      ...covered.map((name): [string, (request: SentRequest) => void] => [
        `${name}, left out`,
        (request) => {
          // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- a header of a test
          delete request.headers[name];
        },
      ]),
      ...covered.map((name): [string, (request: SentRequest) => void] => [
        `${name}, taken out of the signature`,
        ({ headers }) => (headers['signature-input'] = headers['signature-input']?.replace(` "${name}"`, '') ?? ''),
      ]),
      [
        'when it was created',
        ({ headers }) =>
          (headers['signature-input'] =
            headers['signature-input']?.replace(/created=\d+/, `created=${Math.floor(Date.now() / 1000) + 5}`) ?? ''),
      ],
      [
        'until when it is good',
        ({ headers }) =>
          (headers['signature-input'] =
            headers['signature-input']?.replace(/expires=\d+/, (text) => `expires=${Number(text.slice(8)) + 10}`) ??
            ''),
      ],
      [
        'its number',
        ({ headers }) =>
          (headers['signature-input'] = headers['signature-input']?.replace(/nonce="\d+"/, 'nonce="77"') ?? ''),
      ],
      ['the signature', ({ headers }) => (headers['signature'] = `hub=:${Buffer.alloc(32, 1).toString('base64')}:`)],
      ['the signature, emptied', ({ headers }) => (headers['signature'] = 'hub=::')],
      [
        'the signature’s label',
        ({ headers }) => {
          headers['signature'] = headers['signature']?.replace('hub', 'sig1') ?? '';
          headers['signature-input'] = headers['signature-input']?.replace('hub', 'sig1') ?? '';
        },
      ],
      [
        'a second signature that was added',
        ({ headers }) => {
          headers['signature'] = `${headers['signature']}, sig2=:${Buffer.alloc(32).toString('base64')}:`;
          headers['signature-input'] =
            `${headers['signature-input']}, sig2=("@method");created=1;keyid="x";alg="hmac-sha256"`;
        },
      ],
      [
        'the algorithm',
        ({ headers }) =>
          (headers['signature-input'] = headers['signature-input']?.replace('hmac-sha256', 'ed25519') ?? ''),
      ],
      [
        'the algorithm, to one that is none',
        ({ headers }) =>
          (headers['signature-input'] = headers['signature-input']?.replace('hmac-sha256', 'none') ?? ''),
      ],
      [
        'the key’s name',
        ({ headers }) =>
          (headers['signature-input'] =
            headers['signature-input']?.replace(/keyid="[^"]+"/, 'keyid="AAAAAAAAAAAAAAAAAAAAAA"') ?? ''),
      ],
    ])('%s', async (_name, change) => {
      await expectRefusal(await gateway.ask(query, { caller: 'e30', purpose: 'steering', change }));
    });

    test('the signature of another request', async () => {
      const first = await gateway.ask('{ _service { sdl } }', { caller: 'e30' });
      await expectRefusal(
        await gateway.ask(query, {
          caller: 'e30',
          change: ({ headers }) => {
            headers['signature'] = first.sent.headers['signature'] ?? '';
            headers['signature-input'] = first.sent.headers['signature-input'] ?? '';
          },
        }),
      );
    });

    test('the caller of another request, with its signature', async () => {
      const other = await gateway.ask(query, { caller: 'eyJyb2xlIjoib3BlcmF0b3IifQ' });
      const change = ({ headers }: SentRequest) => {
        headers['hub-caller'] = other.sent.headers['hub-caller'] ?? '';
      };
      await expectRefusal(await gateway.ask(query, { caller: 'e30', change }));
    });
  });

  describe('answers nothing out of its time', () => {
    test('twice: a request that is sent again', async () => {
      const { sent } = await gateway.ask(query);
      const { status, body } = await send(sent);
      await expectRefusal({ status, text: body.toString() });
    });

    test('twice: of many copies at once, it answers one', async () => {
      const { signer } = gateway;
      const unsigned = { method: 'POST', target: '/graphql', body: JSON.stringify({ query }) };
      const headers = { 'content-type': 'application/json' };
      const signed = await signer.signWhenReady({ ...unsigned, headers });
      const request = { ...unsigned, url: `${subgraph.url}/graphql`, headers: { ...headers, ...signed.headers } };
      const answers = await Promise.all(Array.from({ length: 20 }, () => send(request)));
      expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array<number>(19).fill(401)]);
    });

    test('a request of a minute ago', async () => {
      await gateway.ask(query);
      await expectRefusal(await atAnotherTime(-60, () => gateway.ask(query)));
    });

    test('a request from the future', async () => {
      await gateway.ask(query);
      await expectRefusal(await atAnotherTime(40, () => gateway.ask(query)));
    });

    test('but takes clocks that differ a little', async () => {
      await gateway.ask(query);
      for (const seconds of [-20, 20]) {
        expect((await atAnotherTime(seconds, () => gateway.ask(query))).verdict).toBe('genuine');
      }
    });

    test('an agreement that is asked for again', async () => {
      await gateway.query(query);
      const [agreement] = gateway.sent;
      const { status, body } = await send(agreement as SentRequest);
      await expectRefusal({ status, text: body.toString() });
    });

    test.each([-60, 40])('an agreement of %i s from now', async (seconds) => {
      await expect(atAnotherTime(seconds, () => gateway.ask(query))).rejects.toMatchObject({
        code: 'SUBGRAPH_UNTRUSTED',
      });
    });
  });

  describe('agrees with nobody', () => {
    test('whose key it does not trust', async () => {
      await expect(gatewayWith(keys.stranger).ask(query)).rejects.toMatchObject({
        code: 'SUBGRAPH_UNTRUSTED',
        message: 'public-sector and the gateway do not trust each other.',
      });
    });

    test('who means another subgraph', async () => {
      await expect(gatewayWith(keys.gateway, 'movement').ask(query)).rejects.toMatchObject({
        code: 'SUBGRAPH_UNTRUSTED',
      });
    });

    test('who says a trusted key’s name and signs with another', async () => {
      const body = JSON.stringify({ audience: 'public-sector', publicKey: 'x' });
      const headers = { 'content-type': 'application/json', 'content-digest': contentDigest(body) };
      const { id } = readSigningKey(keys.gateway.file);
      const { key } = readSigningKey(keys.stranger.file);
      const now = Math.floor(Date.now() / 1000);
      const request = { method: 'POST', target: '/trust/session', headers };
      const signed = signRequest(request, { id, key }, { created: now, expires: now + 30, nonce: 'n' });
      const sent = { method: 'POST', url: `${subgraph.url}/trust/session`, headers: { ...headers, ...signed }, body };
      const { status, body: text } = await send(sent);
      await expectRefusal({ status, text: text.toString() });
    });

    test.each([
      ['no key', 'x'],
      ['a key of low order', Buffer.alloc(32).toString('base64url')],
      ['another low order', Buffer.from([1, ...Array<number>(31).fill(0)]).toString('base64url')],
    ])('who offers %s', async (_name, publicKey) => {
      const body = JSON.stringify({ audience: 'public-sector', publicKey });
      const headers = { 'content-type': 'application/json', 'content-digest': contentDigest(body) };
      const now = Math.floor(Date.now() / 1000);
      const request = { method: 'POST', target: '/trust/session', headers };
      const signed = signRequest(request, readSigningKey(keys.gateway.file), {
        created: now,
        expires: now + 30,
        nonce: publicKey.slice(0, 20),
      });
      const { status, body: text } = await send({
        ...request,
        url: `${subgraph.url}/trust/session`,
        headers: { ...headers, ...signed },
        body,
      });
      await expectRefusal({ status, text: text.toString() });
    });
  });

  describe('is not believed by the gateway', () => {
    test('when its answers are signed with a key that the gateway does not know', async () => {
      const distrustful = gatewayWith(keys.gateway, 'public-sector', [keys.other.publicFile]);
      await expect(distrustful.ask(query)).rejects.toMatchObject({ code: 'SUBGRAPH_UNTRUSTED' });
    });

    test('when an answer was altered, swapped or stripped on its way', async () => {
      const request = { method: 'POST', target: '/graphql', body: JSON.stringify({ query }) };
      const headers = { 'content-type': 'application/json' };
      const signed = await gateway.signer.signWhenReady({ ...request, headers });
      const answer = await send({
        ...request,
        url: `${subgraph.url}/graphql`,
        headers: { ...headers, ...signed.headers },
      });
      const other = await gateway.ask(query);
      expect(other.verdict).toBe('genuine');
      const without = (name: string) =>
        Object.fromEntries(Object.entries(answer.headers).filter(([header]) => header !== name));
      const body = Buffer.from('{"data":{"__typename":"Altered"}}');
      for (const forged of [
        { ...answer, body },
        { ...answer, body, headers: { ...answer.headers, 'content-digest': contentDigest(body) } },
        { ...answer, status: 500 },
        { ...answer, headers: without('signature') },
        { ...answer, headers: without('signature-input') },
        { ...answer, headers: without('content-digest') },
        { ...answer, headers: { ...answer.headers, 'content-type': 'text/html' } },
        { ...answer, headers: { ...answer.headers, 'content-encoding': 'gzip' } },
      ]) {
        expect(signed.check(forged)).toBe('forged');
      }
      // An answer to another request of the same session, with the same text.
      const again = await gateway.signer.signWhenReady({ ...request, headers });
      expect(again.check(answer)).toBe('forged');
      expect(signed.check(answer)).toBe('genuine');
    });
  });
});
