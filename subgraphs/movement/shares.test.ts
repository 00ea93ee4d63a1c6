import type { Cell } from '@hub/protocol';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newDatabase } from '../../test/support/database.js';
import { goalFile } from '../../test/support/goal-files.js';
import { OfferedReleases } from '../../test/support/offered-releases.js';
import { type RunningSubgraph, startSubgraph } from '../../test/support/subgraph.js';
import { movement } from './src/subgraph.js';

const goal = 'ADULTS_BASIC';
const [women, youth, silent, unlinked] = ['womens-union', 'youth-union', 'university', 'service-centre'];

const root = ['38', '0001-01-01'] as const;
const muongLat = ['14845', '2025-07-01'] as const;
const former = ['14758', '0001-01-01'] as const;
const hamRong = ['14758', '2025-07-01'] as const;
const cell = (place: readonly [string, string], month: string, ...counts: readonly [number, number, number]): Cell => [
  goal,
  ...place,
  month,
  ...counts,
];

/** What a share counts: people, at most, occurrences. */
type Counts = readonly (number | null)[];
const unknown: Counts = [null, null, null];

interface Share {
  readonly people: number | null;
  readonly atMost: number | null;
  readonly occurrences: number | null;
}

describe('the organisations’ shares', () => {
  let offered: OfferedReleases;
  let subgraph: RunningSubgraph;

  const fields = 'people atMost occurrences asOf through release withdrawn demonstration';
  const contributions = async (place: string, period: string, given = '') => {
    const { data, errors } = await subgraph.query(
      `{ goal(code: "${goal}") { progress(commune: "${place}", period: "${period}"${given}) {
         contributions { organisation { code } share { ${fields} } noShare } } } }`,
    );
    expect(errors).toBeUndefined();
    const all = data['goal'].progress.contributions as { organisation: { code: string } }[];
    return new Map(all.map(({ organisation, ...said }) => [organisation.code, said as { share: Share }]));
  };
  const countsOf = async (organisation: string, ...asked: Parameters<typeof contributions>): Promise<Counts> => {
    const share = (await contributions(...asked)).get(organisation)?.share;
    return share ? [share.people, share.atMost, share.occurrences] : ['none'].map(Number);
  };

  beforeAll(async () => {
    offered = await OfferedReleases.open();
    subgraph = await startSubgraph(movement, newDatabase(), {
      now: () => new Date('2026-11-27T03:00:00Z'),
      offers: offered,
      releaseKeyFiles: offered.keyFiles,
    });
    const organisations = [
      'code,name_vi,name_en,linked,data_kind,data_statement_vi,data_statement_en,data_as_of',
      ...[women, youth, silent].map((code) => `${code},X,X,true,REAL,X,X,`),
      `${unlinked},X,X,false,NONE,X,X,`,
    ];
    await subgraph.import('organisations', organisations.join('\n'));
    const expected = [women, youth, silent, unlinked].map((code) => `${goal},${code},2025-04-24,`);
    await subgraph.import('goal-expectations', goalFile('goal-expectations', ...expected));
    await offered.release(
      women,
      [
        ...[cell(root, '2026-07', 200, 219, 30), cell(root, '2026-08', 240, 259, 50)],
        ...[cell(muongLat, '2025-06', 10, 19, 70), cell(muongLat, '2025-07', 20, 29, 10)],
        ...[cell(muongLat, '2026-07', 40, 49, 20), cell(muongLat, '2026-08', 40, 57, 0)],
        ...[cell(former, '2025-05', 30, 39, 10), cell(hamRong, '2025-07', 50, 59, 20)],
      ],
      { through: '2026-08-31' },
    );
    await offered.release(
      women,
      [
        cell(root, '2026-10', 300, 319, 90),
        cell(muongLat, '2026-08', 30, 39, 10),
        cell(muongLat, '2026-10', 60, 69, 40),
      ],
      { demonstration: true },
    );
    await offered.release(youth, [cell(muongLat, '2026-10', 10, 19, 0)], { through: null, until: '2026-10-31' });
  });
  afterAll(async () => {
    await subgraph.stop();
    offered.stop();
  });

  test.each<[string, string, string, Counts]>([
    ['of the province in a month', '38', '2026-10', [300, 319, 90]],
    ['of the province in a year: people to date, turns of all months', '38', '2026', [300, 319, 170]],
    ['of a commune in a quarter', '14845', '2026-Q3', [0, 9, 30]],
    ['of a commune in a month that a correction lowered', '14845', '2026-08', [30, 39, 10]],
    ['of a period that goes on beyond the release: as far as that', '14845', '2026-Q4', [60, 69, 40]],
    ['of a period after it', '14845', '2026-11', unknown],
    ['of a commune that began within the period: turns since then', '14845', '2025', [0, 9, 10]],
    ['of a commune that began after the period', '14845', '2025-06', unknown],
    ['of a commune that ended, by a code of then', '14758@2025-06-30', '2025-05', [30, 39, 10]],
    ['of the one that has its code today', '14758', '2025-07', [50, 59, 20]],
    ['of a place of which it says nothing', '14848', '2026-10', [0, 9, 0]],
  ])('are what the release says %s', async (_what, place, period, counts) => {
    expect(await countsOf(women, place, period)).toEqual(counts);
  });

  test('say from which release they are, and how it stands', async () => {
    const now = await contributions('14845', '2026-10');
    expect(now.get(women)?.share).toMatchObject({
      ...{ asOf: '2026-11-01T01:00:00.000Z', through: '2026-10-31', release: 2, withdrawn: false, demonstration: true },
    });
    expect(now.get(youth)?.share).toMatchObject({ through: null, release: 1, demonstration: false });
  });

  test('are as they were known on the day that the progress is of', async () => {
    const then = await contributions('14845', '2026-08', ', asKnownOn: "2026-09-30"');
    expect(then.get(women)).toMatchObject({ share: { people: 40, atMost: 57, occurrences: 0, release: 1 } });
    expect(then.get(youth)).toEqual({ share: null, noShare: 'NOT_REPORTED' });
  });

  test('are not there, with the reason, of who has no release or is not linked', async () => {
    const all = await contributions('14845', '2026-10');
    expect(all.get(silent)).toEqual({ share: null, noShare: 'NOT_REPORTED' });
    expect(all.get(unlinked)).toEqual({ share: null, noShare: 'NOT_LINKED' });
    expect(all.get(women)).toMatchObject({ noShare: null });
  });

  test('of all communes are those of the register’s cells, and cost no statement more than who reported', async () => {
    const statementsOf = async (selection: string) => {
      const query = `{ goal(code: "${goal}") { progressByCommune(first: 500, period: "2026-10") { nodes {
        communeCode contributions { ${selection} } } } } }`;
      await subgraph.query(query);
      await offered.looked();
      subgraph.takeStatements();
      const { data } = await subgraph.query(query);
      const asked = subgraph.takeStatements().filter((text) => text.includes('register_cell'));
      return { nodes: data['goal'].progressByCommune.nodes as any[], asked };
    };
    const { nodes, asked } = await statementsOf('organisation { code } share { people atMost occurrences }');
    expect(asked).toEqual([]);
    const cells = await subgraph.execute(
      `select place_code as place, people, at_most as "atMost", occurrences from register_cell
       where organisation = '${women}' and month = '2026-10' and place_code <> '38' and until_number is null`,
    );
    const ofPlace = new Map(cells.map(({ place, ...counts }) => [place, counts]));
    expect(nodes).toHaveLength(166);
    for (const { communeCode, contributions: all } of nodes) {
      const { share } = all.find(({ organisation }: any) => organisation.code === women);
      expect([communeCode, share]).toEqual([
        communeCode,
        ofPlace.get(communeCode) ?? { people: 0, atMost: 9, occurrences: 0 },
      ]);
    }
    expect(ofPlace.size).toBeGreaterThan(0);
  });

  test('of a withdrawn release say so where it is what was known, and are of the one before it now', async () => {
    await offered.release(women, [cell(root, '2026-08', 240, 259, 50), cell(muongLat, '2026-08', 40, 57, 0)], {
      kind: 'FULL',
      madeAt: '2026-11-10T01:00:00.000Z',
      withdraws: [{ number: 2, reason: 'A mistake' }],
    });
    const then = await contributions('14845', '2026-10', ', asKnownOn: "2026-11-09"');
    expect(then.get(women)?.share).toMatchObject({ people: 60, release: 2, withdrawn: true });
    const now = await contributions('14845', '2026-08');
    expect(now.get(women)?.share).toMatchObject({ people: 40, atMost: 57, release: 3, withdrawn: false });
  });
});
