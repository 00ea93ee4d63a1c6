import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newDatabase } from '../../test/support/database.js';
import { goalFile, goalRow } from '../../test/support/goal-files.js';
import { OfferedReleases } from '../../test/support/offered-releases.js';
import { type RunningSubgraph, startSubgraph } from '../../test/support/subgraph.js';
import { elapse, until } from '../../test/support/until.js';
import { movement } from './src/subgraph.js';

const women = 'womens-union';
const agreement = (combined: string, figures = "'*'") => `format: 1
organisation: ${women}
agreements:
  - id: A-1
    version: 1
    title: { vi: A, en: A }
    combined: [${combined}]
    figures: [${figures}]
    with: anyone
    purposes: any
    granularity: commune
    legalBasis: Law
    from: 2026-01-01
    until: 2027-12-31
`;

/** Adds a round of estimates, unless its month has one. */
const round = `insert into estimate_round (goal_code, month, occasion, made_at, known_from, basis)
  values ('G', '2026-10', 'CLOSE', now(), now(), '[]') on conflict do nothing`;

describe('the version of the figures', () => {
  const folder = mkdtempSync(join(tmpdir(), 'figures-version-'));
  const agreementsFolder = join(folder, 'agreements');
  let offered: OfferedReleases;
  let subgraph: RunningSubgraph;
  let databaseUrl: string;
  let now = new Date('2026-11-27T03:00:00Z');

  const start = () =>
    startSubgraph(movement, databaseUrl, {
      now: () => now,
      offers: offered,
      releaseKeyFiles: offered.keyFiles,
      agreementsFolder,
    });
  const versionOf = async (one: RunningSubgraph) => {
    const { data, errors } = await one.query('{ figuresVersion }');
    expect(errors).toBeUndefined();
    expect(data['figuresVersion']).toMatch(/^[\w-]{22}$/);
    return data['figuresVersion'] as string;
  };
  const version = () => versionOf(subgraph);
  const agree = (text: string) => {
    mkdirSync(join(agreementsFolder, women), { recursive: true });
    writeFileSync(join(agreementsFolder, women, 'agreements.yaml'), text);
  };
  const denominators = (value: number) =>
    goalFile('denominators', `ADULTS,14845,1,${value},2025-07-01,2025-07-01,,X,,false`);
  const shipped = (kind: string) => readFile(new URL(`data/${kind}.csv`, movement.folder));

  beforeAll(async () => {
    agree(agreement("'*'"));
    offered = await OfferedReleases.open();
    databaseUrl = newDatabase();
    subgraph = await start();
    await subgraph.import('organisations', await shipped('organisations'));
    await subgraph.import('denominators', denominators(100));
  });
  afterAll(async () => {
    await subgraph.stop();
    offered.stop();
    rmSync(folder, { recursive: true });
  });

  test('stays while nothing changes, and is read in one small statement', async () => {
    const before = await version();
    await offered.looked();
    await elapse(1500, 'releases and agreements are looked at again by then');
    expect(await version()).toBe(before);
    subgraph.takeStatements();
    expect(await version()).toBe(before);
    const statements = subgraph.takeStatements();
    expect(statements.filter((text) => text.includes('figures_change'))).toHaveLength(1);
    // The follower that looks for releases meanwhile reads other tables.
    expect(statements.filter((text) => /register_cell|denominator|from goal|join place/.test(text))).toEqual([]);
  });

  test.each<[string, () => Promise<unknown>]>([
    ['denominators', () => subgraph.import('denominators', denominators(101))],
    ['a goal', () => subgraph.import('goals', goalFile('goals', goalRow({ code: 'NEW', from: '2026-01-01' })))],
    ['what a goal expects', async () => subgraph.import('goal-expectations', await shipped('goal-expectations'))],
    ['indicators', async () => subgraph.import('indicators', await shipped('indicators'))],
    ['readings of indicators', async () => subgraph.import('indicator-readings', await shipped('indicator-readings'))],
    ['a round of estimates', () => subgraph.execute(round)],
    [
      'from how many people on a place is judged',
      () => subgraph.execute(`insert into verdict_bound values ('ADULTS_BASIC', '2025-01-01', null, 50)`),
    ],
    ['a bound that is moved', () => subgraph.execute(`update verdict_bound set least_denominator = 60`)],
    ['a place', () => subgraph.execute(`update place set area_km2 = 1 where code = '14845'`)],
    ['a denominator that is deleted', () => subgraph.execute(`delete from denominator where version = 1`)],
  ])('changes with %s', async (_what, change) => {
    const before = await version();
    await change();
    expect(await version()).not.toBe(before);
  });

  test('changes with a release, and with one that withdraws it', async () => {
    const before = await version();
    await offered.release(women, [['ADULTS_BASIC', '14845', '2025-07-01', '2026-09', 10, 19, 0]]);
    const withOne = await version();
    expect(withOne).not.toBe(before);
    await offered.release(women, [['ADULTS_BASIC', '14845', '2025-07-01', '2026-09', 0, 9, 0]], {
      ...{ kind: 'FULL', madeAt: '2026-11-05T01:00:00.000Z', withdraws: [{ number: 1, reason: 'A mistake' }] },
    });
    expect(await version()).not.toBe(withOne);
  });

  test.each([
    ['combined', agreement('PUPILS')],
    ['given', agreement("'*'", 'PUPILS')],
  ])('changes with the agreements by which figures are %s, and back', async (_how, another) => {
    const before = await version();
    agree(another);
    await until(async () => (await version()) !== before, { what: 'another version' });
    agree(agreement("'*'"));
    await until(async () => (await version()) === before, { what: 'the former version', seen: () => before });
  });

  test('changes with the day of the province', async () => {
    const before = await version();
    now = new Date('2026-11-27T16:59:00Z');
    expect(await version()).toBe(before);
    now = new Date('2026-11-27T17:01:00Z');
    expect(await version()).not.toBe(before);
    now = new Date('2026-11-27T03:00:00Z');
    expect(await version()).toBe(before);
  });

  test.each<[string, () => Promise<unknown>]>([
    ['the same file once more', async () => subgraph.import('organisations', await shipped('organisations'))],
    ['boundaries', async () => subgraph.import('boundaries', await shipped('boundaries'))],
    [
      'a refused file',
      () => subgraph.import('denominators', goalFile('denominators', 'ADULTS,99999,1,1,2025-07-01,,,X,,false')),
    ],
    ['a round of estimates that was there', () => subgraph.execute(round)],
    [
      'figures that are asked for',
      () => subgraph.query('{ goals { progress(period: "2026-10") { people { lower } } } }'),
    ],
  ])('stays with %s', async (_what, change) => {
    const before = await version();
    await change();
    expect(await version()).toBe(before);
  });

  test('is the same after a restart, and of two servers', async () => {
    const before = await version();
    await subgraph.stop();
    subgraph = await start();
    expect(await version()).toBe(before);
    const second = await start();
    try {
      expect(await versionOf(second)).toBe(before);
      await subgraph.import('denominators', denominators(555));
      const after = await version();
      expect(after).not.toBe(before);
      expect(await versionOf(second)).toBe(after);
    } finally {
      await second.stop();
    }
  });
});
