import { youthUnion } from '@hub/youth-union';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { newDatabase } from '../support/database.js';
import { currentCells, share } from '../support/releases.js';
import { type RunningSubgraph, startSubgraph } from '../support/subgraph.js';
import { until } from '../support/until.js';
import { guided, guidedPeople } from '../support/youth-files.js';

const commune = '14845';

describe('cells that were edited in an organisation’s own database', () => {
  let databaseUrl: string;
  let subgraph: RunningSubgraph;
  let now: Date;

  const start = (checkCellsMs?: number) =>
    startSubgraph(youthUnion, databaseUrl, {
      now: () => now,
      ...(checkCellsMs !== undefined && { checkCellsMs }),
    });
  const people = async (...rows: readonly string[]) => {
    expect((await subgraph.import('guided-people', guidedPeople(...rows))).at(-1)).toMatchObject({ type: 'done' });
  };
  const cells = () =>
    subgraph.execute('select * from release_cell order by place_code, place_from, month, from_number');
  const edit = (at: string) =>
    subgraph.execute(
      `update release_cell set people = 70, at_most = 79, occurrences = 500 where place_code = '${commune}' and ${at}`,
    );

  beforeEach(async () => {
    databaseUrl = newDatabase();
    now = new Date('2026-06-20T03:00:00Z');
    subgraph = await start(20);
    await people(...guided(1, 12, commune, '2026-05-05'));
    expect((await subgraph.release({ through: '2026-05-31' })).status).toBe(200);
    now = new Date('2026-07-01T03:00:00Z');
    await people(...guided(101, 20, commune, '2026-05-20'));
    expect((await subgraph.release()).status).toBe(200);
  });
  afterEach(() => subgraph.stop());

  test('an alarm is raised while it runs, and what was signed is answered', async () => {
    const before = await cells();
    await edit('until_number is null');
    await until(async () => JSON.stringify(await cells()) === JSON.stringify(before), {
      what: 'the signed cells',
      every: 20,
    });
    expect(await share(subgraph, commune, '2026-05')).toMatchObject({ people: 30, atMost: 39 });
    expect(subgraph.takeErrors()).toContainEqual(
      expect.objectContaining({ code: 'CELLS_ALTERED', organisation: 'youth-union' }),
    );
    expect(await (await fetch(`${subgraph.url}/readyz`)).json()).toMatchObject({
      status: 'ready',
      alarms: [{ code: 'CELLS_ALTERED', message: expect.stringMatching(/^youth-union: stored cells are not/) }],
    });
  });

  test('those of a former release are mended, too', async () => {
    const before = await cells();
    await edit('until_number = 2');
    await until(async () => JSON.stringify(await cells()) === JSON.stringify(before), {
      what: 'the signed cells',
      every: 20,
    });
    expect(await share(subgraph, commune, '2026-05', '2026-06-20')).toMatchObject({ people: 10 });
    subgraph.takeErrors();
  });

  test('edited while it did not run, they are mended before it answers', async () => {
    const before = await currentCells(subgraph);
    await edit('until_number is null');
    await subgraph.stop();
    subgraph = await start();
    expect(await share(subgraph, commune, '2026-05')).toMatchObject({ people: 30 });
    expect((await currentCells(subgraph)).map(String).toSorted()).toEqual(before.map(String).toSorted());
    subgraph.takeErrors();
  });

  test('after its key was replaced, its former releases are compared all the same', async () => {
    // A key that it knows no more: the chain of digests alone holds them.
    await subgraph.execute(`update release set signature = replace(signature, '..', '..A') where number = 1`);
    const before = await cells();
    await edit('until_number is null');
    await until(async () => JSON.stringify(await cells()) === JSON.stringify(before), {
      what: 'the signed cells',
      every: 20,
    });
    expect(subgraph.takeErrors()).not.toContainEqual(expect.objectContaining({ code: 'RELEASE_ALTERED' }));
  });
});
