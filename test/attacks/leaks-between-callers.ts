import { expect } from '@jest/globals';
import type { Attack, AttackClass } from './support/attack.js';
import type { Target } from './support/target.js';

/** The roles of the callers. Only some of them may read records. */
const callers = [undefined, 'analyst', 'app', 'operator', 'analyst', undefined, 'auditor'] as const;
const mayRead = new Set<string | undefined>(['analyst', 'auditor']);
/** The province's shares are apps' to see, for statistics. */
const mayCount = new Set<string | undefined>([...mayRead, 'app']);
const records = '{ learningGroup(code: "G") { code members { people } } }';

/** The cost at the end of an answer, which differs by caller. */
const ownCost = /,"extensions":\{"cost":\{[^}]*\}\}/;

/**
 * Every caller sends the same request many times at once; returns the answers to callers with access, and to callers
 * without.
 */
async function together({ hub }: Target, query: string, body: object = {}, may = mayRead) {
  const asked = Array.from({ length: 10 }, () => callers)
    .flat()
    .map(
      async (role) => [may.has(role), (await hub.ask({ query, ...body }, { role })).text.replace(ownCost, '')] as const,
    );
  const answers = await Promise.all(asked);
  const distinct = (isEntitled: boolean) => [
    ...new Set(answers.filter(([one]) => one === isEntitled).map(([, text]) => text)),
  ];
  return { entitled: distinct(true), others: distinct(false).join('\n') };
}

const atOnce = (name: string, query: string, entitled: unknown, body?: object, may?: typeof mayRead): Attack => ({
  name,
  attack: (target) => together(target, query, body, may),
  expected: { entitled: [entitled], others: expect.not.stringMatching(/"code":"G"|"people":\d/) },
});
const seen = '{"data":{"learningGroup":{"code":"G","members":{"people":10}}}}';

const attacks: Attack[] = [
  atOnce('the same records', records, seen),
  atOnce(
    'the same records under other names',
    '{ a: learningGroup(code: "G") { b: code } }',
    '{"data":{"a":{"b":"G"}}}',
  ),
  atOnce(
    'the same records by a variable',
    'query ($c: ID!) { learningGroup(code: $c) { code members { people } } }',
    seen,
    { variables: { c: 'G' } },
  ),
  atOnce(
    'the same share',
    '{ goal(code: "ADULTS_BASIC") { progress(period: "2026-10") { contributions { share { people } } } } }',
    expect.stringContaining('"people":10'),
    {},
    mayCount,
  ),
  {
    name: 'records, right after someone entitled did',
    attack: async ({ hub }) => {
      await hub.ask({ query: records }, { role: 'analyst' });
      return hub.ask({ query: records });
    },
    expected: { data: { learningGroup: null } },
  },
  {
    name: 'records, right before someone entitled does, so that he gets nothing',
    attack: async ({ hub }) => {
      await hub.ask({ query: records });
      return hub.ask({ query: records }, { role: 'analyst' });
    },
    expected: { data: { learningGroup: { code: 'G' } } },
  },
  {
    name: 'each organisation’s own audit log, by its staff at once',
    attack: async ({ hub }) => {
      const of = (code: string) => `organisation(code: "${code}") { audit { totalCount } }`;
      const query = `{ womensUnion: ${of('womens-union')} youthUnion: ${of('youth-union')} }`;
      const ask = (organisation: string) => hub.ask({ query }, { role: 'staff', organisation });
      const answers = await Promise.all(
        Array.from({ length: 10 }, () => [ask('womens-union'), ask('youth-union')]).flat(),
      );
      const seenBy = (remainder: number, name: string) =>
        answers
          .filter((_, index) => index % 2 === remainder)
          .some(({ data }) => ((data as any)?.[name]?.audit ?? null) !== null);
      return { ofYouthUnion: seenBy(0, 'youthUnion'), ofWomensUnion: seenBy(1, 'womensUnion') };
    },
    expected: { ofYouthUnion: false, ofWomensUnion: false },
  },
  {
    name: 'an answer that a cache on the way may keep',
    attack: ({ hub }) => hub.ask({ query: records }, { role: 'analyst' }),
    expected: { status: 200, headers: { 'cache-control': 'no-store' } },
  },
  {
    name: 'an answer with the tag of another, to hear whether it is the same',
    attack: async ({ hub }) => hub.ask({ query: records }, { headers: { 'if-none-match': '*' } }),
    expected: { status: 200, data: { learningGroup: null } },
  },
  {
    name: 'another’s answer on the same connection',
    attack: async ({ hub }) => {
      const answers: (string | undefined)[] = [];
      for (const role of ['analyst', undefined, 'analyst', undefined]) {
        const { data } = await hub.ask({ query: records }, { role });
        answers.push((data as { learningGroup: { code: string } | null }).learningGroup?.code);
      }
      return { answers };
    },
    expected: { answers: ['G', undefined, 'G', undefined] },
  },
  {
    name: 'an answer to a request that was abandoned',
    attack: async ({ hub }) => {
      const left = new AbortController();
      const abandoned = hub.fetch('/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: await hub.bearer('analyst') },
        body: JSON.stringify({ query: records }),
        signal: left.signal,
      });
      setTimeout(() => {
        left.abort();
      }, 1);
      await abandoned.catch(() => undefined);
      return hub.ask({ query: records });
    },
    expected: { data: { learningGroup: null } },
  },
  {
    name: 'the request id of another, to read his answer',
    attack: async ({ hub }) => {
      const headers = { 'x-request-id': 'the-same' };
      const [, answer] = await Promise.all([
        hub.ask({ query: records }, { role: 'analyst', headers }),
        hub.ask({ query: records }, { headers }),
      ]);
      return answer;
    },
    expected: { data: { learningGroup: null } },
  },
];

/** Answers for one caller that reach another, who asks the same at the same time. */
export const leaksBetweenCallers: AttackClass = { name: 'leaks from caller to caller', attacks };
