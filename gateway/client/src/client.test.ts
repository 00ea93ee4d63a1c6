import { beforeEach, describe, expect, test } from '@jest/globals';
import { parse } from 'graphql';
import { FiguresChanged, Hub, type HubOptions, pages, subscribe, wholeList } from './index.js';

/** A request that the test hub received. */
interface Got {
  readonly url: string;
  readonly headers: Headers;
  readonly body: any;
}

const json = (body: unknown, init?: ResponseInit) =>
  new Response(JSON.stringify(body), { ...init, headers: { 'content-type': 'application/json', ...init?.headers } });

/** Collects every item of an async iterable. */
async function collected<One>(given: AsyncIterable<One>): Promise<One[]> {
  const all: One[] = [];
  for await (const one of given) all.push(one);
  return all;
}

let got: Got[];
let waits: number[];
beforeEach(() => {
  [got, waits] = [[], []];
});

/** A hub whose answers come from a function. */
function hubThat(answer: (request: Got, count: number) => Response, options: Partial<HubOptions> = {}): Hub {
  return new Hub({
    url: 'http://hub.test/',
    ...options,
    pause: (milliseconds) => {
      waits.push(milliseconds);
      return Promise.resolve();
    },
    fetch: (url, init) => {
      const text = typeof init?.body === 'string' ? JSON.parse(init.body) : init?.body;
      const request = {
        url: url instanceof Request ? url.url : url.toString(),
        headers: new Headers(init?.headers),
        body: text,
      };
      got.push(request);
      return Promise.resolve(answer(request, got.length));
    },
  });
}

describe('a request', () => {
  test('names its purpose, token and sender', async () => {
    const hub = hubThat(() => json({ data: { one: 1 } }), { purpose: 'statistics', token: 'hubk_1_2', name: 'mine' });
    expect(await hub.query('query One { one }', { a: 1 })).toEqual({ one: 1 });
    expect(got).toEqual([
      {
        url: 'http://hub.test/graphql',
        headers: expect.anything(),
        body: { query: 'query One { one }', variables: { a: 1 } },
      },
    ]);
    expect(Object.fromEntries(got[0]?.headers ?? [])).toMatchObject({
      ...{ authorization: 'Bearer hubk_1_2', 'x-hub-purpose': 'statistics', 'apollographql-client-name': 'mine' },
    });
  });

  test('is sent again at 429 and 503, after what Retry-After says, and no longer than it may wait', async () => {
    const later = new Date(Date.now() + 20_000).toUTCString();
    const answers = [
      new Response(null, { status: 429, headers: { 'retry-after': '2' } }),
      new Response(null, { status: 503, headers: { 'retry-after': later } }),
      json({ data: { one: 1 } }),
    ];
    expect(await hubThat((_, count) => answers[count - 1] as Response).query('{ one }')).toEqual({ one: 1 });
    expect(waits[0]).toBe(2000);
    expect(waits[1]).toBeGreaterThan(10_000);
    expect(waits[1]).toBeLessThanOrEqual(20_000);

    const busy = json(
      { errors: [{ message: 'later', extensions: { code: 'LIMIT_EXCEEDED' } }] },
      { status: 429, headers: { 'retry-after': '3600' } },
    );
    await expect(hubThat(() => busy).query('{ one }')).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED', status: 429 });
    expect(waits).toHaveLength(2);
    await expect(
      hubThat(() => new Response(null, { status: 503 }), { retries: { attempts: 3 } }).query('{ one }'),
    ).rejects.toMatchObject({ code: 'HTTP_503' });
    expect(waits).toHaveLength(4);
  });

  test('is not sent again where it was executed and its end could not be recorded', async () => {
    const told = (executed: boolean, status: number) =>
      json(
        { errors: [{ message: 'unrecorded', extensions: { code: 'AUDIT_UNAVAILABLE', executed } }] },
        { status, headers: { 'retry-after': '1' } },
      );
    const done = hubThat(() => told(true, 500));
    await expect(done.query('mutation { one }')).rejects.toMatchObject({ code: 'AUDIT_UNAVAILABLE', executed: true });
    expect(got).toHaveLength(1);
    const refused = hubThat(() => told(false, 503), { retries: { attempts: 2 } });
    await expect(refused.query('mutation { one }')).rejects.toMatchObject({ executed: false });
    expect(got).toHaveLength(3);
  });

  test('gives what came of a partial answer to who asks for that alone', async () => {
    const partial = { data: { one: null }, errors: [{ message: 'away', path: ['one'], extensions: { code: 'X' } }] };
    expect(await hubThat(() => json(partial)).ask('{ one }')).toEqual(partial);
    await expect(hubThat(() => json(partial)).query('{ one }')).rejects.toMatchObject({
      code: 'X',
      data: { one: null },
    });
    const problem = new Response('{"detail":"no such table","code":"NOT_FOUND"}', { status: 404 });
    await expect(hubThat(() => problem).get('/export/x.csv')).rejects.toMatchObject({
      ...{ code: 'NOT_FOUND', message: 'no such table' },
    });
  });

  test('takes documents as they are generated: printed, or by the id that they were registered with', async () => {
    const { kind, definitions } = parse('query One($a: Int) { one(a: $a) }', { noLocation: true });
    const document = { kind, definitions, __meta__: { hash: 'abc' } };
    await hubThat(() => json({ data: {} })).query(document);
    await hubThat(() => json({ data: {} }), { registered: true }).query(document);
    expect(got[0]?.body.query).toMatch(/^query One\(\$a: Int\) \{\s+one\(a: \$a\)\s+\}$/);
    expect(got[1]?.body).toEqual({ documentId: 'abc' });
  });
});

describe('a token by client credentials', () => {
  const credentials = { issuer: 'http://issuer.test', id: 'an app', secret: 'a/b', scopes: ['app', 'more'] };
  const tokens = (life: number) => {
    let given = 0;
    return ({ url, headers }: Got) => {
      if (url.endsWith('/openid-configuration')) return json({ token_endpoint: 'http://issuer.test/token' });
      if (url.endsWith('/token')) return json({ access_token: `t${++given}`, expires_in: life });
      return json({ data: { token: headers.get('authorization') } });
    };
  };

  test('is asked for once by requests at once, with the id and secret encoded, and kept', async () => {
    const hub = hubThat(tokens(900), { token: credentials });
    const both = await Promise.all([hub.query('{ token }'), hub.query('{ token }')]);
    expect([...both, await hub.query('{ token }')]).toEqual(Array(3).fill({ token: 'Bearer t1' }));
    const [asked, ...others] = got.filter(({ url }) => url.endsWith('/token'));
    expect(others).toEqual([]);
    expect(asked?.headers.get('authorization')).toBe(`Basic ${btoa('an+app:a%2Fb')}`);
    expect(String(asked?.body)).toBe('grant_type=client_credentials&scope=app+more');
  });

  test('is renewed before it ends, and where the hub refuses it', async () => {
    const brief = hubThat(tokens(0), { token: credentials });
    expect([await brief.query('{ token }'), await brief.query('{ token }')]).toEqual([
      ...[{ token: 'Bearer t1' }, { token: 'Bearer t2' }],
    ]);
    const answer = tokens(900);
    const refusing = hubThat(
      (request) =>
        request.headers.get('authorization') === 'Bearer t1' && request.url.endsWith('/graphql')
          ? json({ errors: [{ message: 'ended', extensions: { code: 'TOKEN_EXPIRED' } }] }, { status: 401 })
          : answer(request),
      { token: credentials },
    );
    expect(await refusing.query('{ token }')).toEqual({ token: 'Bearer t2' });
  });
});

describe('pages', () => {
  const document = 'query List($after: String) { list(after: $after) { nodes pageInfo { hasNextPage endCursor } } }';
  const page = (nodes: number[], endCursor?: string) =>
    json({ data: { list: { nodes, pageInfo: { hasNextPage: endCursor !== undefined, endCursor } } } });
  interface Listed {
    list: { nodes: number[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } };
  }
  const connection = ({ list }: Listed) => list;
  const numbers = ({ body }: Got) => (body.variables.after === null ? page([1, 2], 'c2') : page([3]));

  test('are turned as their nodes are taken', async () => {
    const hub = hubThat(numbers);
    const taken: number[] = [];
    const askedAt: number[] = [];
    for await (const node of pages(hub, { document, connection })) {
      taken.push(node);
      askedAt.push(got.length);
    }
    expect([taken, askedAt]).toEqual([
      [1, 2, 3],
      [1, 1, 2],
    ]);
    expect(got.map(({ body }) => body.variables)).toEqual([{ after: null }, { after: 'c2' }]);
  });

  test('of a cursor that stays are an error, not a loop', async () => {
    const hub = hubThat(() => page([1], 'same'));
    await expect(collected(pages(hub, { document, connection }))).rejects.toThrow('another cursor');
  });

  test('are begun again where the figures changed meanwhile, and not for ever', async () => {
    const versions = ['v1', 'v2', 'v2'];
    const answer = (next: () => string) => (request: Got) =>
      request.body.query.includes('figuresVersion') ? json({ data: { figuresVersion: next() } }) : numbers(request);
    const hub = hubThat(answer(() => versions.shift() ?? ''));
    expect(await wholeList(hub, { document, connection })).toEqual({ nodes: [1, 2, 3], figuresVersion: 'v2' });
    expect(got).toHaveLength(7);
    let count = 0;
    const restless = hubThat(answer(() => `v${++count}`));
    await expect(wholeList(restless, { document, connection })).rejects.toThrow(FiguresChanged);
  });
});

describe('a subscription', () => {
  /** A stream of these parts, which then ends or breaks. */
  const stream = (parts: string[], breaksOff = false) =>
    new Response(
      new ReadableStream({
        pull(controller) {
          const part = parts.shift();
          if (part !== undefined) controller.enqueue(new TextEncoder().encode(part));
          else if (breaksOff) controller.error(new TypeError('terminated'));
          else controller.close();
        },
      }),
      { headers: { 'content-type': 'text/event-stream; charset=utf-8' } },
    );
  const next = (n: number) => `event: next\ndata: {"data":{"n":${n}}}\n\n`;
  const ended = (code: string) =>
    `event: next\ndata: {"errors":[{"message":"ended","extensions":{"code":"${code}"}}]}\n\n`;
  const complete = 'event: complete\ndata:\n\n';

  test.each<[string, Response]>([
    ['breaks off', stream([next(1)], true)],
    ['ends without its last event', stream([next(1)])],
    ['says that it is lost, then is complete', stream([next(1), ended('SUBSCRIPTION_LOST'), complete])],
    [
      'has its lines in pieces, with carriage returns',
      stream([': hello\r\n\r\nevent: ne', 'xt\r', '\ndata: {"data":{"n":1}}\r\n\r\n']),
    ],
  ])('that %s is made again', async (_, first) => {
    const answers = [first, new Response(null, { status: 502 }), stream([next(2), complete])];
    const hub = hubThat((_request, count) => answers[count - 1] as Response);
    const events = await collected(subscribe(hub, 'subscription { n }'));
    expect(events).toEqual([{ data: { n: 1 } }, { data: { n: 2 } }]);
    expect(got[0]?.headers.get('accept')).toBe('text/event-stream');
    expect(waits).toHaveLength(2);
  });

  test('whose token has ended is made again with another', async () => {
    const renewed: string[] = [];
    const token = {
      current: () => Promise.resolve(`t${renewed.length}`),
      renew: (refused: string) => void renewed.push(refused),
    };
    const answers = [stream([next(1), ended('SUBSCRIPTION_EXPIRED')], true), stream([complete])];
    await collected(
      subscribe(
        hubThat((_, count) => answers[count - 1] as Response, { token }),
        'subscription { n }',
      ),
    );
    expect(renewed).toEqual(['t0']);
    expect(got.map(({ headers }) => headers.get('authorization'))).toEqual(['Bearer t0', 'Bearer t1']);
  });

  test('that the hub refuses fails, with what it says', async () => {
    const refused = json({ errors: [{ message: 'no', extensions: { code: 'OUTSIDE_AGREEMENT' } }] }, { status: 403 });
    const following = collected(
      subscribe(
        hubThat(() => refused),
        'subscription { n }',
      ),
    );
    await expect(following).rejects.toMatchObject({ code: 'OUTSIDE_AGREEMENT' });
    const atItsEnd = hubThat(() => stream([next(1), ended('INTERNAL_SERVER_ERROR'), complete]));
    await expect(collected(subscribe(atItsEnd, 'subscription { n }'))).rejects.toMatchObject({
      code: 'INTERNAL_SERVER_ERROR',
    });
  });
});
