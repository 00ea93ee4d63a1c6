import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readRows } from '../../test/disclosure/support/truth/files.js';
import { newDatabase } from '../../test/support/database.js';
import { OfferedReleases } from '../../test/support/offered-releases.js';
import { type RunningSubgraph, startSubgraph } from '../../test/support/subgraph.js';
import { movement } from './src/subgraph.js';

const shipped = (kind: string) => fileURLToPath(new URL(`data/${kind}.csv`, movement.folder));
const expected = readRows(shipped('goal-expectations')).map(
  ({ goal_code, organisation_code }) => `${goal_code} ${organisation_code}`,
);
const goals = [...new Set(expected.map((one) => one.split(' ')[0] ?? ''))];

describe('a hub with the published data alone, as production starts', () => {
  let offered: OfferedReleases;
  let subgraph: RunningSubgraph;
  let now = new Date('2026-11-27T03:00:00Z');

  const ask = async (query: string) => {
    const { data, errors } = await subgraph.query(query);
    expect(errors).toBeUndefined();
    return data;
  };
  const calendar = async (kind: string) => {
    const { releaseCalendar } = await ask(
      '{ releaseCalendar { kind goal { code } organisation { code } period dueOn isOverdue } }',
    );
    return releaseCalendar
      .filter((one: any) => one.kind === kind)
      .map(({ goal, organisation, period, dueOn, isOverdue }: any) =>
        [goal.code, organisation?.code, period, dueOn, isOverdue ? 'overdue' : 'not yet'].filter(Boolean).join(' '),
      )
      .sort();
  };

  beforeAll(async () => {
    offered = await OfferedReleases.open();
    subgraph = await startSubgraph(movement, newDatabase(), {
      ...{ offers: offered, releaseKeyFiles: offered.keyFiles, now: () => now },
    });
    for (const kind of ['organisations', 'goal-expectations', 'goal-days', 'goal-metadata']) {
      const lines = await subgraph.import(kind, await readFile(shipped(kind)));
      expect(lines.at(-1)).toMatchObject({ type: 'done', rejected: 0 });
    }
  });
  afterAll(async () => {
    await subgraph.stop();
    offered.stop();
  });

  test('has a due day of each goal, for each organisation and the publication, and a last day of late data', async () => {
    expect(await calendar('RELEASE')).toEqual(expected.map((one) => `${one} 2026-10 2026-11-10 overdue`).sort());
    expect(await calendar('PUBLICATION')).toEqual(goals.map((one) => `${one} 2026-10 2026-11-15 overdue`).sort());
    const { goals: found } = await ask(
      `{ goals { code closing { lateDataUntil } days { basis }
         february: progress(period: "2026-02") { reportDueOn } quarter: progress(period: "2026-Q2") { reportDueOn } } }`,
    );
    expect(found.map(({ code }: any) => code).sort()).toEqual([...goals].sort());
    for (const { closing, february, quarter, days } of found) {
      expect([closing.lateDataUntil, february.reportDueOn, quarter.reportDueOn]).toEqual([
        ...['2027-01-31', '2026-03-10', '2026-07-10'],
      ]);
      // Nobody laid these days down: each says so.
      for (const { basis } of days) expect(basis).toContain('chưa có văn bản nào quy định');
    }
  });

  test('says who is late, for which month and by how many days, and judges nobody for months before its first release', async () => {
    const cell = ['ADULTS_BASIC', '14845', '2025-07-01', '2026-10', 30, 39, 0] as const;
    await offered.release('womens-union', [cell], { through: '2026-10-31', madeAt: '2026-11-14T01:00:00.000Z' });
    await offered.release('university', [cell], { through: '2026-10-31', madeAt: '2026-11-10T01:00:00.000Z' });
    const { goal } = await ask(
      `{ goal(code: "ADULTS_BASIC") { completeness(from: "2026-09", to: "2026-10") {
         organisations { organisation { code } onTime months { state late } } } } }`,
    );
    const months = Object.fromEntries(
      goal.completeness.organisations.map(({ organisation, onTime, months: reports }: any) => [
        organisation.code,
        [onTime, ...reports.map(({ state, late }: any) => `${state} ${late}`)],
      ]),
    );
    expect(months).toEqual({
      'womens-union': [0, 'REPORTED null', 'LATE 4'],
      university: [1, 'REPORTED null', 'REPORTED 0'],
      'public-sector': [0, 'NOT_YET 48', 'NOT_YET 17'],
      'youth-union': [0, 'NOT_YET 48', 'NOT_YET 17'],
    });
  });

  test('still says after the deadline that the last month is missing', async () => {
    now = new Date('2027-03-20T03:00:00Z');
    const missing = await calendar('RELEASE');
    expect(missing).toContain('ADULTS_BASIC youth-union 2026-12 2027-01-10 overdue');
    // Two organisations have reported October: November is their next month.
    expect(missing).toContain('ADULTS_BASIC womens-union 2026-11 2026-12-10 overdue');
    expect(missing.map((one: string) => one.split(' ').slice(0, 2).join(' '))).toEqual([...expected].sort());
    expect(await calendar('PUBLICATION')).toEqual(goals.map((one) => `${one} 2026-12 2027-01-15 overdue`).sort());
  });
});
