import { type Attack, type AttackClass, limited, operation, times } from './support/attack.js';

const analyst = 'analyst';
/** There and back between two organisations. */
const backAndForth = (levels: number) =>
  `{ learningGroups(first: 1) { nodes { ${'supportedBy { learningGroups(first: 1) { nodes { '.repeat(levels)}code${' } } }'.repeat(levels)} } } }`;

const attacks: Attack[] = [
  operation(
    'questions that go back and forth between organisations 3 times',
    backAndForth(3),
    { status: 200 },
    analyst,
  ),
  operation('questions that go back and forth 9 times', backAndForth(9), limited('DEPTH'), analyst),
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
    `{ ${times(50, (i) => `a${i}: goals { progressByCommune(period: "2026-0${(i % 9) + 1}") { people { lower upper } goal { progressByCommune { people { lower } } } } }`)} }`,
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
    name: '300 operations that differ by a name, and so are each planned',
    attack: async ({ hub }) => {
      const query = (index: number) => `query Q${index} { goals { a${index}: code progress { people { lower } } } }`;
      const statuses = new Set<number>();
      for (let begin = 0; begin < 300; begin += 20) {
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
];

/** Operations that cost more to plan or to answer than to ask. */
export const plannerBombs: AttackClass = { name: 'bombs for the planner', attacks };
