import { afterEach, describe, expect, test } from '@jest/globals';
import type { Answer } from '../support/subgraph.js';
import { until } from '../support/until.js';
import { type PartialResponse, putTogether } from './support/put-together.js';
import { type Province, startProvince } from './support/province.js';
import { allResponses, responsesOf } from './support/streams.js';

const multipart = 'multipart/mixed;deferSpec=20220824, application/json';
const streams = [multipart, 'text/event-stream', 'multipart/mixed, application/json'];

describe('what is deferred', () => {
  let province: Province;

  afterEach(() => province.stop());

  const ask = (query: string, accept: string, variables = {}) =>
    province.fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept },
      body: JSON.stringify({ query, variables }),
    });
  const parts = async (query: string) => {
    const responses = (await allResponses(await ask(query, multipart))) as PartialResponse[];
    return responses.flatMap(({ incremental = [] }) => incremental);
  };

  const query = `query ($on: Boolean = true) {
    goal(code: "ADULTS_BASIC") {
      code
      progress { communeCode ... @defer(if: $on, label: "women") { womensUnion { people } } }
    }
  }`;
  const first = { goal: { code: 'ADULTS_BASIC', progress: { communeCode: '38' } } };
  const women = { womensUnion: { people: 30 } };

  test.each(streams)('follows the rest for a caller that takes %s', async (accept) => {
    province = await startProvince();
    expect(await allResponses(await ask(query, accept))).toEqual([
      { data: first, hasNext: true },
      { incremental: [{ data: women, path: ['goal', 'progress'], label: 'women' }], hasNext: false },
    ]);
  });

  test.each([
    ['whose caller takes one response', 'application/json', {}],
    ['that the operation does not defer after all', multipart, { on: false }],
  ])('comes with the rest of an answer %s', async (_, accept, variables) => {
    province = await startProvince();
    const response = await ask(query, accept, variables);
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(await response.json()).toEqual({
      data: { goal: { ...first.goal, progress: { communeCode: '38', ...women } } },
    });
  });

  test('comes to the same as an answer all at once, however it is nested, listed, spread and aliased', async () => {
    province = await startProvince();
    const defers = [' @defer(label: "outer")', ' @defer', ' @defer(label: "inner")'];
    const text = (directives: readonly string[]) => `{
      goals { code ...G${directives[0]} }
      places { code ... on Commune${directives[1]} { groupCount profile { women youth } } }
    }
    fragment G on Goal {
      named: title
      progressByCommune { communeCode ...${directives[2]} { sum: people missing womensUnion { people } } }
    }`;
    const whole = (await (await ask(text(['', '', '']), 'application/json')).json()) as Answer;
    const responses = (await allResponses(await ask(text(defers), multipart))) as PartialResponse[];
    const [initial, ...later] = responses;
    expect(initial?.hasNext).toBe(true);
    expect(later.map(({ hasNext }) => hasNext)).toEqual(later.map((_, index) => index < later.length - 1));
    expect(putTogether(responses).data).toEqual(whole.data);
    const labels = new Set(later.flatMap(({ incremental = [] }) => incremental.map(({ label }) => label)));
    expect(labels).toEqual(new Set(['outer', undefined, 'inner']));
  });

  test('keeps its errors to itself, which name the subgraph', async () => {
    province = await startProvince({ 'womens-union': 'throws' });
    const [part, ...others] = await parts(query);
    expect(part).toMatchObject({
      data: { womensUnion: null },
      path: ['goal', 'progress'],
      errors: [{ extensions: { code: 'REGISTER_LOCKED', serviceName: 'womens-union' } }],
    });
    expect(others).toEqual([]);
  });

  test('is null itself where a field of it must not be null, and is; the rest stays', async () => {
    province = await startProvince({ 'womens-union': 'is down' });
    const responses = await allResponses(
      await ask('{ places { code ... on Commune @defer { memberCount } } }', multipart),
    );
    expect(responses).toMatchObject([
      { data: { places: [{ code: '14845' }, { code: 'SP-1' }] }, hasNext: true },
      {
        incremental: [
          {
            data: null,
            path: ['places', 0],
            errors: [
              { extensions: { code: 'SUBGRAPH_UNREACHABLE', serviceName: 'womens-union' } },
              { path: ['places', 0, 'memberCount'] },
            ],
          },
        ],
        hasNext: false,
      },
    ]);
  });

  test.each(streams)('is not fetched on when the caller of %s leaves', async (accept) => {
    province = await startProvince({ 'womens-union': 'hangs' }, { timeoutMs: 60_000 });
    const responses = responsesOf(await ask(query, accept));
    expect((await responses.next()).value).toEqual({ data: first, hasNext: true });
    await until(() => province.womensUnion.received.length === 1, { what: 'the Women’s Union to be asked' });
    await responses.return(undefined);
    await until(() => province.womensUnion.abandoned() === 1, { what: 'its request to be broken off' });
  });

  test('is answered with what there is at the operation’s deadline', async () => {
    province = await startProvince({ 'womens-union': 'hangs' }, { timeoutMs: 60_000, operationTimeoutMs: 500 });
    // The first time it is planned, which takes of the same time.
    await (await ask(query, multipart)).text();
    expect(await parts(query)).toMatchObject([
      {
        data: { womensUnion: null },
        errors: [{ extensions: { code: 'GATEWAY_TIMEOUT', serviceName: 'womens-union' } }],
      },
    ]);
  });
});

describe('an operation', () => {
  let province: Province;

  afterEach(() => province.stop());

  const query = '{ goal(code: "ADULTS_BASIC") { code progress { womensUnion { people } } } }';

  test('is answered with what there is at its deadline', async () => {
    province = await startProvince({ 'womens-union': 'hangs' }, { timeoutMs: 60_000, operationTimeoutMs: 500 });
    // The first time it is planned, which takes of the same time.
    await province.query(query);
    expect(await province.query(query)).toMatchObject({
      status: 200,
      data: { goal: { code: 'ADULTS_BASIC', progress: { womensUnion: null } } },
      errors: [{ extensions: { code: 'GATEWAY_TIMEOUT', serviceName: 'womens-union' } }],
    });
  });

  test('is given up when its caller leaves', async () => {
    province = await startProvince({ 'womens-union': 'hangs' }, { timeoutMs: 60_000 });
    const leaving = new AbortController();
    const asked = province.fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
      signal: leaving.signal,
    });
    await until(() => province.womensUnion.received.length === 1, { what: 'the Women’s Union to be asked' });
    leaving.abort();
    await expect(asked).rejects.toThrow('aborted');
    await until(() => province.womensUnion.abandoned() === 1, { what: 'its request to be broken off' });
  });
});
