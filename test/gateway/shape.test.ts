import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Province, startProvince } from './support/province.js';

describe('the shape of an answer', () => {
  let province: Province;

  beforeAll(async () => {
    province = await startProvince({ 'womens-union': 'throws for one entity' });
  });
  afterAll(() => province.stop());

  async function dataOf(query: string, variables?: Record<string, unknown>): Promise<string> {
    const { data, errors } = await province.query(query, variables);
    expect(errors).toBeUndefined();
    return JSON.stringify(data);
  }

  test('is that of the operation, questions about the schema among the others', async () => {
    const query = `query A { never: __typename }
      query B { root: __typename goal(code: "A") { title __typename code } ...Schema teams { code } }
      fragment Schema on Query { __schema { queryType { name } } type: __type(name: "Goal") { name } }`;
    const response = await province.fetch('/graphql', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query, operationName: 'B' }),
    });
    expect(await response.text()).toBe(
      '{"data":{"root":"Query","goal":{"title":"Digital skills for adults","__typename":"Goal","code":"A"},' +
        '"__schema":{"queryType":{"name":"Query"}},"type":{"name":"Goal"},"teams":[{"code":"DLT-1"}]}}',
    );
  });

  test('asks no subgraph what the gateway knows', async () => {
    const before = province.movement.received.length;
    expect(await dataOf('{ __typename ... { __type(name: "Team") { name } } }')).toBe(
      '{"__typename":"Query","__type":{"name":"Team"}}',
    );
    expect(province.movement.received).toHaveLength(before);
  });

  test('minds conditions on variables, given or by default', async () => {
    const query = `query ($a: Boolean = true, $b: Boolean!) {
      goal(code: "A") { code @skip(if: $a) title @include(if: $b) progress @skip(if: $b) { youthUnion { people } } }
    }`;
    expect(await dataOf(query, { b: true })).toBe('{"goal":{"title":"Digital skills for adults"}}');
    expect(await dataOf(query, { a: false, b: false })).toBe(
      '{"goal":{"code":"A","progress":{"youthUnion":{"people":12}}}}',
    );
  });

  test('takes aliases that every object inherits for names like any other', async () => {
    const query = `{
      __proto__: goal(code: "A") { constructor: code toString: title }
      constructor: teams { __proto__: code }
    }`;
    expect(await dataOf(query)).toBe(
      '{"__proto__":{"constructor":"A","toString":"Digital skills for adults"},"constructor":[{"__proto__":"DLT-1"}]}',
    );
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  test.each([
    '");process.exit(1);("',
    '`${process.exit(1)}`',
    "';process.exit(1);'",
    '\\u0022});process.exit(1);({\\u0022',
  ])('holds the caller’s text %j for text', async (text) => {
    const query = `{ goal(code: ${JSON.stringify(text)}) { code } }`;
    expect(await dataOf(query)).toBe(JSON.stringify({ goal: { code: text } }));
    expect(await dataOf('query ($code: ID!) { goal(code: $code) { code } }', { code: text })).toBe(
      JSON.stringify({ goal: { code: text } }),
    );
  });

  test('leads to every place where an entity stands that an organisation failed for', async () => {
    const { errors } = await province.query(`{
      first: goal(code: "A") { progressByCommune { womensUnion { people } } }
      second: goal(code: "A") { title progressByCommune { w: womensUnion { people } } }
    }`);
    expect(errors?.map(({ path }) => path?.join('.')).toSorted()).toEqual([
      'first.progressByCommune.1.womensUnion',
      'second.progressByCommune.1',
    ]);
  });

  test('asks a subgraph once about an entity that stands in several places', async () => {
    const before = province.youthUnion.received.length;
    await province.query('{ goals { code again: progressByCommune { youthUnion { people } } } }');
    expect(
      province.youthUnion.received.slice(before).map(({ variables }) => variables.representations?.length),
    ).toEqual([2]);
  });

  test('plans and asks together what is asked at once', async () => {
    const before = province.movement.received.length;
    const ask = () => province.query('query Together { goal(code: "TOGETHER") { code } }');
    const answers = await Promise.all([ask(), ask(), ask()]);
    expect(new Set(answers.map(({ data }) => JSON.stringify(data)))).toEqual(new Set(['{"goal":{"code":"TOGETHER"}}']));
    expect(province.movement.received.length - before).toBeLessThan(3);
  });
});
