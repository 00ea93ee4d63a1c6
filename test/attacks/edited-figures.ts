import { expect } from '@jest/globals';
import { shareIn, sharesWith } from '../support/contributions.js';
import { until } from '../support/until.js';
import type { Attack, AttackClass } from './support/attack.js';
import type { AttackedHub } from './support/attacked-hub.js';
import type { Target } from './support/target.js';

/** What is said of the people of Tam Chung: bounds, and the organisations' own shares. */
async function figures(hub: AttackedHub): Promise<unknown> {
  const query = `{ goal(code: "ADULTS_BASIC") { progress(commune: "14848", period: "2026-10") { people { lower } ${sharesWith('people')} } } }`;
  const { goal } = (await hub.ask({ query }, { role: 'analyst' })).data as any;
  return { people: goal.progress.people, women: shareIn(goal.progress, 'womens-union') };
}

async function alarmsOf(hub: AttackedHub, code: string): Promise<string[]> {
  const { alarms = [] } = (await (await fetch(`${hub.subgraphUrl(code)}/readyz`)).json()) as {
    alarms?: readonly { readonly code: string }[];
  };
  return alarms.map((one) => one.code);
}

/** Edits a database, and waits until the signed figures are restored. */
const edit = (name: string, code: string, table: string, sql: string): Attack => ({
  name,
  attack: async ({ hub }: Target) => {
    const stored = () => hub.execute(code, `select * from ${table} order by 1, 2, 3, 4, 5, 6`);
    const [before, said] = [JSON.stringify(await stored()), await figures(hub)];
    await hub.execute(code, sql);
    const isEdited = JSON.stringify(await stored()) !== before;
    await until(async () => JSON.stringify(await stored()) === before, {
      ...{ what: `the signed cells of ${code}`, within: 60_000, every: 200 },
    });
    return { isEdited, said, after: await figures(hub), alarms: await alarmsOf(hub, code) };
  },
  expected: {
    isEdited: true,
    said: { people: { lower: 10 }, women: { people: 10 } },
    after: { people: { lower: 10 }, women: { people: 10 } },
    alarms: expect.arrayContaining(['CELLS_ALTERED']),
  },
});

const more = `set people = 500, at_most = 509 where place_code = '14848'`;

const attacks: Attack[] = [
  edit('more people in the register', 'movement', 'register_cell', `update register_cell ${more}`),
  edit(
    'people of a place that nobody has reported',
    'movement',
    'register_cell',
    `insert into register_cell (organisation, goal_code, place_code, place_from, month, from_number, people, at_most, occurrences)
     values ('womens-union', 'ADULTS_BASIC', '14758', '2025-07-01', '2026-02', 1, 500, 509, 0)`,
  ),
  edit('nobody any more in the register', 'movement', 'register_cell', `delete from register_cell`),
  edit('more people in an organisation’s own cells', 'womens-union', 'release_cell', `update release_cell ${more}`),
  edit('nobody any more in them', 'womens-union', 'release_cell', `delete from release_cell`),
];

/** Figures that somebody edits in a database, beside the documents that were signed. */
export const editedFigures: AttackClass = { name: 'figures edited in a database', attacks };
