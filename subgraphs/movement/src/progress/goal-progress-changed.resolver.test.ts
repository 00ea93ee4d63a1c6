import { buildSubgraph, participants } from '@hub/kit';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type ExecutionResult, type GraphQLSchema, parse, subscribe } from 'graphql';
import { movement } from '../subgraph.js';

/** What movement's table of places says to the codes that it is asked for. */
const placesOf = (asked: string) =>
  (JSON.parse(asked) as { position: number; code: string }[])
    .filter(({ code }) => code === '14845')
    .map((one) => ({ ...one, level: 'COMMUNE', validFrom: '2025-07-01', validUntil: null }));

const goals = ['ADULTS_BASIC', 'PUPILS'].map((code) => ({ code, validFrom: '2025-01-01', validUntil: null }));

describe('a subscription to progress', () => {
  let schema: GraphQLSchema;
  let leaving: AbortController;
  let looked: number;

  beforeAll(async () => {
    ({ schema } = (await buildSubgraph(movement)) as unknown as { schema: GraphQLSchema });
  });
  beforeEach(() => {
    leaving = new AbortController();
    looked = 0;
  });
  afterEach(() => {
    leaving.abort();
  });

  /** The keys that a subscription tells first, or its errors. */
  async function told(fields: string, more: object = {}, count = 1) {
    const em = {
      fork: () => em,
      findAll: () => Promise.resolve(goals),
      find: (_entity: unknown, { code }: { code: { $in: string[] } }) =>
        Promise.resolve(goals.filter((one) => code.$in.includes(one.code))),
      execute: (sql: string, values: readonly string[]) =>
        Promise.resolve(sql.includes('join place') ? placesOf(values[0] ?? '[]') : [{ run: null }]),
      map: (_entity: unknown, row: object) => row,
    };
    const contextValue = {
      em,
      hub: {
        ask: () => {
          looked += 1;
          const ledger = { cursor: '1', changes: [] };
          return Promise.resolve({
            data: Object.fromEntries(participants.map(({ field }) => [field, ledger])),
            errors: [],
          });
        },
      },
      log: { warn: () => undefined },
      now: () => new Date('2026-10-31T18:00:00Z'),
      rootPlace: '38',
      caller: { scopes: [] },
      loaders: new Map(),
      signal: leaving.signal,
      ...more,
    };
    const document = parse(`subscription { ${fields} { goalCode communeCode period } }`);
    const result = await subscribe({ schema, document, contextValue });
    if (!(Symbol.asyncIterator in result)) {
      return result.errors?.map(({ message, extensions }) => [message, extensions['code']]);
    }
    const keys: unknown[] = [];
    while (keys.length < count) {
      const { value } = (await result.next()) as IteratorResult<ExecutionResult, ExecutionResult>;
      keys.push(value.data?.['goalProgressChanged']);
    }
    leaving.abort();
    await result.return(undefined);
    return keys;
  }

  test('tells every goal of the province at first, as of the province’s month', async () => {
    expect(await told('goalProgressChanged', {}, 2)).toEqual([
      { goalCode: 'ADULTS_BASIC', communeCode: '38', period: '2026-11' },
      { goalCode: 'PUPILS', communeCode: '38', period: '2026-11' },
    ]);
    expect(looked).toBeGreaterThan(0);
  });

  test('tells the goal, commune and period that it is about', async () => {
    const fields = 'goalProgressChanged(goal: "PUPILS", commune: "14845", period: "2026-01")';
    const keys = [{ goalCode: 'PUPILS', communeCode: '14845', period: '2026-01' }];
    expect(await told(fields, { caller: { scopes: ['progress:read'] } })).toEqual(keys);
  });

  test.each<[string, string, object, string]>([
    ['communes without the scope', '(commune: "14845")', {}, 'Not authorised to see the progress of communes.'],
    ['no commune', '(commune: "99999")', {}, 'Expected the code of a commune or ward, or 38 for the whole'],
    ['no goal', '(goal: "NONE")', {}, 'Expected the code of a goal, but got "NONE".'],
    ['changes where no hub is known', '', { hub: undefined }, 'Nothing is heard of changes here'],
  ])('of %s is refused', async (_, given, more, message) => {
    const errors = (await told(`goalProgressChanged${given}`, more)) as [string, string][];
    expect(errors).toEqual([[expect.stringContaining(message), expect.any(String)]]);
    if ('hub' in more) expect(errors[0]?.[1]).toBe('HUB_NOT_CONFIGURED');
  });
});
