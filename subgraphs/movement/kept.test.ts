import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newDatabase } from '../../test/support/database.js';
import { type RunningSubgraph, startSubgraph } from '../../test/support/subgraph.js';
import { sumUpChanges } from './src/kept/kept-loader.js';
import { movement } from './src/subgraph.js';

describe('what is kept in memory', () => {
  let subgraph: RunningSubgraph;

  const query = `{ goal(code: "ADULTS_BASIC") { target progressByCommune(period: "2026-10", codes: ["14758"]) {
    nodes { commune { name } target denominator { value } missing { code linked } } } } }`;
  const row = async () => {
    const { data, errors } = await subgraph.query(query);
    expect(errors).toBeUndefined();
    return data['goal'].progressByCommune.nodes[0];
  };

  beforeAll(async () => {
    subgraph = await startSubgraph(movement, newDatabase(), { now: () => new Date('2026-11-26T00:00:00Z') });
    for (const kind of ['organisations', 'goal-expectations', 'denominators']) {
      const content = await readFile(new URL(`data/${kind}.csv`, movement.folder));
      expect((await subgraph.import(kind, content)).at(-1)).toMatchObject({ type: 'done', rejected: 0 });
    }
  });
  afterAll(() => subgraph.stop());

  test('is not read again while nobody changes it', async () => {
    await row();
    subgraph.takeStatements();
    await row();
    const kept = /join (denominator d|goal g|organisation o|place p on p\.level)|from goal_expectation/;
    const read = subgraph.takeStatements().filter((text) => kept.test(text));
    expect(read).toEqual([]);
  });

  test('what is counted of changes is a few rows, however many there were', async () => {
    await subgraph.execute(`insert into kept_table_change (changes) select 1 from generate_series(1, 500)`);
    const changes = () =>
      subgraph.execute('select sum(changes)::int as sum, count(*)::int as rows from kept_table_change');
    const [before] = await changes();
    await sumUpChanges({ execute: (statement: string) => subgraph.execute(statement) } as never);
    expect(await changes()).toEqual([{ sum: before?.['sum'], rows: 1 }]);
  });

  test.each<[string, string, (before: any) => object]>([
    ['a goal', `update goal set target = 0.5 where code = 'ADULTS_BASIC'`, () => ({ target: 0.5 })],
    [
      'a denominator',
      `insert into denominator (audience, place_code, version, value, at_most, basis, as_of, valid_from, source, demonstration)
       values ('ADULTS', '14758', 99, 777, 777, 'CENSUS', '2026-01-01', '2026-01-01', 'X', false)`,
      () => ({ denominator: { value: 777 } }),
    ],
    [
      'a place',
      `update place set name_vi = 'Tên khác' where code = '14758'`,
      () => ({ commune: { name: 'Tên khác' } }),
    ],
    [
      'an organisation',
      `update organisation set linked = not linked`,
      ({ missing }) => ({ missing: missing.map(({ code, linked }: any) => ({ code, linked: !linked })) }),
    ],
    ['what a goal expects', `delete from goal_expectation`, () => ({ missing: [] })],
  ])('%s that is changed past the hub is there at the next request', async (_what, statement, changed) => {
    const before = await row();
    expect(before.missing.length).toBeGreaterThan(0);
    await subgraph.execute(statement);
    expect(await row()).toEqual({ ...before, ...changed(before) });
  });
});
