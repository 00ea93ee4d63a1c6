import type { Cell } from '@hub/protocol';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { newDatabase } from '../../test/support/database.js';
import { OfferedReleases } from '../../test/support/offered-releases.js';
import { type RunningSubgraph, startSubgraph } from '../../test/support/subgraph.js';
import { until } from '../../test/support/until.js';
import { movement } from './src/subgraph.js';

const goal = 'ADULTS_BASIC';
const women = 'womens-union';
const cell = (place: string, month: string, people: number): Cell => [
  ...([goal, place, place === '38' ? '0001-01-01' : '2025-07-01', month] as const),
  ...([people, people + 9, 0] as const),
];

/** Changes the Women's Union's cell for October in the register. */
const october = `update register_cell set people = 60, at_most = 69
  where organisation = '${women}' and month = '2026-10' and place_code = '14845' and until_number is null`;

describe('cells that were edited in the register', () => {
  let offered: OfferedReleases;
  let databaseUrl: string;
  let subgraph: RunningSubgraph;

  const start = (checkCellsMs?: number) =>
    startSubgraph(movement, databaseUrl, {
      ...{ offers: offered, releaseKeyFiles: offered.keyFiles, now: () => new Date('2026-11-27T03:00:00Z') },
      ...(checkCellsMs !== undefined && { checkCellsMs }),
    });
  const cells = () =>
    subgraph.execute('select * from register_cell order by organisation, place_code, month, from_number');
  const ready = async () => (await fetch(`${subgraph.url}/readyz`)).json();
  const altered = (code = 'CELLS_ALTERED') => expect.objectContaining({ code });

  beforeEach(async () => {
    offered = await OfferedReleases.open();
    databaseUrl = newDatabase();
    subgraph = await start(20);
    await offered.release(women, [cell('14845', '2026-09', 10), cell('38', '2026-09', 30), cell('38', '2026-10', 40)]);
    await offered.release(women, [cell('14845', '2026-09', 0), cell('14845', '2026-10', 20)], {
      madeAt: '2026-11-02T01:00:00.000Z',
    });
    await offered.release('youth-union', [cell('14845', '2026-10', 30), cell('38', '2026-10', 30)]);
  });
  afterEach(async () => {
    await subgraph.stop();
    offered.stop();
  });

  test.each([
    ['a number of a current release', october],
    ['a number of a former release', `update register_cell set people = 9 where until_number = 2`],
    ['occurrences', `update register_cell set occurrences = 70 where from_number = 2`],
    ['a cell that was removed', `delete from register_cell where from_number = 2`],
    ['a former cell that was removed', `delete from register_cell where until_number = 2`],
    [
      'a cell that was added',
      `insert into register_cell values ('${women}', '${goal}', '14848', '2025-07-01', '2026-10', 1, null, 70, 0, 79)`,
    ],
    [
      'a cell of a goal that there is not',
      `insert into register_cell values ('${women}', 'X', '14848', '2025-07-01', '2026-10', 1, null, 70, 0, 79)`,
    ],
    [
      'a cell of a release that there is not',
      `insert into register_cell values ('${women}', '${goal}', '14848', '2025-07-01', '2026-10', 9, null, 70, 0, 79)`,
    ],
    [
      'a cell that ends earlier',
      `update register_cell set until_number = 2 where organisation = '${women}' and until_number is null and from_number = 1 and month = '2026-10'`,
    ],
    ['a cell that does not end', `update register_cell set until_number = null where until_number = 2`],
    ['a cell that began earlier', `update register_cell set from_number = 1 where from_number = 2`],
    ['another organisation’s cell', `update register_cell set organisation = 'university' where from_number = 2`],
  ])('%s: an alarm is raised, and the cells are those that were signed', async (_what, edit) => {
    const before = await cells();
    await subgraph.execute(edit);
    expect(await cells()).not.toEqual(before);
    await until(async () => JSON.stringify(await cells()) === JSON.stringify(before), {
      what: 'the signed cells',
      every: 20,
    });
    expect(subgraph.takeErrors()).toContainEqual(altered());
    expect(await ready()).toMatchObject({ status: 'ready', alarms: expect.arrayContaining([altered()]) });
    expect(await (await subgraph.operator('/metrics')).text()).toMatch(
      /subgraph_alarms_total\{code="CELLS_ALTERED",organisation="movement"\} [1-9]/,
    );
    expect(await subgraph.execute('select code, mended from altered_release')).toContainEqual({
      code: 'CELLS_ALTERED',
      mended: true,
    });
  });

  test('what cannot be mended is told once, however often it is found and after a restart, too', async () => {
    await subgraph.execute(
      `update taken_page set content = content || ' ' where organisation = '${women}' and number = 1`,
    );
    await subgraph.execute(
      `insert into register_cell values ('${women}', 'X', '14848', '2025-07-01', '2026-10', 9, null, 70, 0, 79)`,
    );
    const rows = () => subgraph.execute('select code, message, cells::text from altered_release where not mended');
    await until(async () => (await rows()).some(({ code }) => code === 'CELLS_ALTERED'), {
      what: 'an alarm',
      every: 20,
    });
    await passes();
    const told = await rows();
    expect(new Set(told.map((row) => JSON.stringify(row))).size).toBe(told.length);
    await subgraph.stop();
    subgraph = await start(20);
    await passes();
    expect(await rows()).toEqual(told);
  });

  /** Waits until the server has compared all pages several times. */
  async function passes(): Promise<void> {
    subgraph.takeStatements();
    let looks = 0;
    await until(() => (looks += subgraph.takeStatements().length) > 150, { what: 'several passes' });
  }

  test('nothing is raised of what was not edited, however often it is compared', async () => {
    subgraph.takeStatements();
    let compared = 0;
    await until(
      () => (compared += subgraph.takeStatements().filter((text) => text.includes('with said as')).length) > 20,
      { what: 'twenty comparisons' },
    );
    expect([subgraph.takeErrors(), await ready()]).toEqual([[], { status: 'ready' }]);
  });

  test('edited while the server did not run, they are mended before it answers', async () => {
    const before = await cells();
    await subgraph.execute(october);
    await subgraph.stop();
    subgraph = await start();
    expect(await cells()).toEqual(before);
    const { data } = await subgraph.query(
      `{ alteredReleases { organisationCode number code mended cells { goalCode placeCode month stored signed } } }`,
    );
    expect(data['alteredReleases']).toContainEqual({
      ...{ organisationCode: women, number: 2, code: 'CELLS_ALTERED', mended: true },
      cells: expect.arrayContaining([
        { goalCode: goal, placeCode: '14845', month: '2026-10', stored: '60–69, 0', signed: '20–29, 0' },
      ]),
    });
  });

  test.each([
    ['a page', `update taken_page set content = replace(content, '29', '28')`],
    ['a header', `update taken_release set header = replace(header, '"HAND"', '"IMPORT"') where number = 2`],
    [
      'a signature',
      `update taken_release set signature = replace(signature, '..', '..A') where organisation = 'youth-union'`,
    ],
  ])('%s that was edited is raised once', async (_what, edit) => {
    await subgraph.execute(edit);
    await until(async () => (await subgraph.execute('select from altered_release')).length > 0, { what: 'an alarm' });
    expect(await subgraph.execute('select distinct code, mended from altered_release')).toEqual([
      { code: 'RELEASE_ALTERED', mended: false },
    ]);
    expect(await ready()).toMatchObject({ alarms: [altered('RELEASE_ALTERED')] });
    expect(subgraph.takeErrors()).toEqual([altered('RELEASE_ALTERED')]);
  });
});
