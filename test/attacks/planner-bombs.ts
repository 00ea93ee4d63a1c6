import { pace } from '../support/until.js';
import { type Attack, type AttackClass, limited, operation, times } from './support/attack.js';
import type { Told } from './support/client.js';
import type { Target } from './support/target.js';

const analyst = 'analyst';
/** There and back between two organisations. */
const backAndForth = (levels: number) =>
  `{ learningGroups(first: 1) { nodes { ${'supportedBy { learningGroups(first: 1) { nodes { '.repeat(levels)}code${' } } }'.repeat(levels)} } } }`;

/**
 * New each time, and hard to plan: aliases that each lead to three organisations. With 99 a caller may have a few under
 * way by their cost; with 7, ninety.
 */
const hard = (name: string, aliases = 99) =>
  `query ${name} { learningGroups(first: 1) { nodes { ${times(aliases, (i) => `a${i}: supportedBy { commune { name publicSectorTraining { __typename } learningGroups(first: 1) { totalCount } } }`)} } } }`;

/** Each time a flood is sent, its operations are new. */
let floods = 0;

/**
 * The kind of answer to the flooding caller: planned, busy (in both media types), or limited by its requests in
 * progress.
 */
const floodAnswers = ({ status, codes, headers }: Told) => {
  if (status === 200 && codes.length === 0) return 'planned';
  const isBusy = status === 503 && codes.join() === 'PLANNER_BUSY' && Number(headers['retry-after']) > 0;
  if (status === 429 && codes.join() === 'LIMIT_EXCEEDED') return 'limited';
  return isBusy ? 'busy' : `${status} ${codes.join()}`;
};

/** Asks, one after another, operations that are new and one that is known, until the flood is over. */
const askMeanwhile = async ({ hub }: Target, isOver: () => boolean, name: string) => {
  const known = '{ goals { code } }';
  const others = new Set<string>();
  let asked = 0;
  for (; asked < 10 || !isOver(); asked += 1) {
    const role = asked % 4 < 2 ? undefined : 'app';
    const query = asked % 2 === 0 ? known : `query ${name}${asked} { goals { code new${asked}: target } }`;
    const { status, codes, data } = await hub.ask({ query }, { role });
    others.add(
      `${status} ${codes.join()} ${(data as { goals?: unknown[] } | undefined)?.goals?.length ? 'goals' : ''}`,
    );
    await pace(50);
  }
  return [...others];
};

const attacks: Attack[] = [
  operation(
    'questions that go back and forth between organisations 3 times',
    backAndForth(3),
    { status: 200 },
    analyst,
  ),
  operation(
    'questions that go back and forth 9 times',
    backAndForth(9),
    { status: 400, codes: ['LIMIT_EXCEEDED'] },
    analyst,
  ),
  operation(
    'lists in lists in lists',
    '{ learningGroups(first: 500) { nodes { sessions(first: 500) { nodes { group { sessions(first: 500) { nodes { code } } } } } } } }',
    { data: undefined, status: 400 },
    analyst,
  ),
  operation('a page of a million', '{ communes(first: 1000000) { nodes { code } } }', limited('COST')),
  operation(
    'fifty times the largest page',
    `{ ${times(50, (i) => `a${i}: communes(first: 500) { nodes { code name } }`)} }`,
    limited('COST'),
  ),
  operation(
    'a page in each of a page of communes',
    '{ communes(first: 500) { nodes { tasks(first: 500) { nodes { code } } } } }',
    limited('COST'),
    analyst,
  ),
  operation(
    'every goal’s progress in every commune, 50 times',
    `{ ${times(50, (i) => `a${i}: goals { progressByCommune(period: "2026-0${(i % 9) + 1}", first: 500) { nodes { people { lower upper } goal { progressByCommune(first: 500) { nodes { people { lower } } } } } } }`)} }`,
    limited('COST'),
    analyst,
  ),
  operation(
    'every commune’s every organisation’s records',
    `{ communes(first: 500) { nodes { learningGroups(first: 100) { nodes { code members { people } } } guidanceSessions(first: 100) { nodes { code } } } } }`,
    limited('COST'),
    analyst,
  ),
  operation(
    'fifty entities of other organisations by 50 aliases',
    `{ ${times(50, (i) => `a${i}: course(code: "HDU-C${i}") { code participation { organisation { code } } }`)} }`,
    { status: 200 },
    analyst,
  ),
  {
    name: '100 operations that differ by a name, and so are each planned',
    attack: async ({ hub }) => {
      const query = (index: number) => `query Q${index} { goals { a${index}: code progress { people { lower } } } }`;
      const statuses = new Set<number>();
      for (let begin = 0; begin < 100; begin += 20) {
        const asked = Array.from({ length: 20 }, (_, index) =>
          hub.ask({ query: query(begin + index) }, { role: analyst }),
        );
        for (const { status } of await Promise.all(asked)) statuses.add(status);
      }
      return { statuses: [...statuses] };
    },
    expected: { statuses: [200] },
  },
  {
    name: 'a hard operation, while another asks an easy one',
    attack: async ({ hub }) => {
      const hard = hub.ask({ query: backAndForth(3) }, { role: analyst });
      const { status } = await hub.ask({ query: '{ goals { code } }' });
      return { easy: status, hard: (await hard).status };
    },
    expected: { easy: 200, hard: 200 },
  },
  {
    name: '90 hard new operations at once, while others ask',
    attack: async (target) => {
      const name = `Flood${(floods += 1)}`;
      let isOver = false;
      const others = askMeanwhile(target, () => isOver, `${name}Other`);
      const asked = Array.from({ length: 90 }, (_, one) => {
        const headers = one % 2 === 0 ? undefined : { accept: 'application/json' };
        return target.hub.ask({ query: hard(`${name}_${one}`, 7) }, { role: analyst, ...(headers && { headers }) });
      });
      const flood = new Set((await Promise.all(asked)).map(floodAnswers));
      isOver = true;
      return { others: await others, flood: [...flood].filter((answer) => !['planned', 'busy'].includes(answer)) };
    },
    expected: { others: ['200  goals'], flood: [] },
  },
];

/** Operations that cost more to plan or to answer than to ask. */
export const plannerBombs: AttackClass = { name: 'bombs for the planner', attacks };
