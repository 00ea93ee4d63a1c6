import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Province, startProvince } from './support/province.js';
import { allResponses } from './support/streams.js';

const multipart = 'multipart/mixed;deferSpec=20220824, application/json';

describe('what is deferred', () => {
  let province: Province;

  beforeAll(async () => {
    province = await startProvince();
  });
  afterAll(() => province.stop());

  const ask = (query: string, accept: string, variables = {}) =>
    province.fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept },
      body: JSON.stringify({ query, variables }),
    });

  const query = `query ($on: Boolean = true) {
    goal(code: "ADULTS_BASIC") {
      code
      progress { communeCode ... @defer(if: $on, label: "women") { womensUnion { people } } }
    }
  }`;
  const first = { goal: { code: 'ADULTS_BASIC', progress: { communeCode: '38' } } };
  const women = { womensUnion: { people: 30 } };

  test.each([multipart, 'text/event-stream', `multipart/mixed, application/json`])(
    'follows the rest for a client that takes %s',
    async (accept) => {
      expect(await allResponses(await ask(query, accept))).toEqual([
        { data: first, hasNext: true },
        { incremental: [{ data: women, path: ['goal', 'progress'], label: 'women' }], hasNext: false },
      ]);
    },
  );

  test.each([
    ['whose client takes one response', 'application/json', {}],
    ['that the operation does not defer after all', multipart, { on: false }],
  ])('comes with the rest of an answer %s', async (_, accept, variables) => {
    const response = await ask(query, accept, variables);
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(await response.json()).toEqual({
      data: { goal: { ...first.goal, progress: { communeCode: '38', ...women } } },
    });
  });
});
