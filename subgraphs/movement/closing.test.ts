import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Cell, parsePeriod } from '@hub/protocol';
import { readSigningKey } from '@hub/runtime';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newDatabase } from '../../test/support/database.js';
import { goalFile } from '../../test/support/goal-files.js';
import { OfferedReleases } from '../../test/support/offered-releases.js';
import { publishThrough } from '../../test/support/publishing.js';
import { callerOf, makeKey, SigningGateway } from '../../test/support/signing-gateway.js';
import { type RunningSubgraph, startSubgraph } from '../../test/support/subgraph.js';
import { movement } from './src/subgraph.js';

const [adults, pupils] = ['ADULTS_BASIC', 'PUPILS'];
const reader = callerOf({
  ...{ subject: 'lan', name: 'Lê Thị Lan', roles: ['analyst'] },
  scopes: ['progress:publish', 'progress:read', 'contributions:read'],
});
const cells = (goal: string, people: number, month: string): Cell[] => [
  [goal, '38', '0001-01-01', month, people, people, 0],
  [goal, '14845', '2025-07-01', month, Math.min(people, 100), Math.min(people, 100), 0],
];

describe('a closed goal', () => {
  const folder = mkdtempSync(join(tmpdir(), 'closing-'));
  const [own, gatewayKey] = [makeKey(join(folder, 'own')), makeKey(join(folder, 'gateway'))];
  let offered: OfferedReleases;
  let subgraph: RunningSubgraph;
  let gateway: SigningGateway;
  let now = new Date('2026-11-20T03:00:00Z');

  const at = (day: string) => (now = new Date(`${day}T03:00:00Z`));
  const ask = async (query: string) => {
    const { data, errors } = await gateway.query(query, { caller: reader });
    expect(errors).toBeUndefined();
    return data;
  };
  const release = async (goal: string, organisation: string, people: number, month: string, madeAt: string) => {
    const through = parsePeriod(month).lastDay;
    await offered.release(organisation, cells(goal, people, month), { madeAt, through });
  };
  const setClosing = (goal: string, days: number) =>
    ask(`mutation { setGoalDays(goal: "${goal}", kind: CLOSING, fromMonth: "2026-12", days: ${days},
      basis: "Kế hoạch thử") { code } }`);
  const closingOf = async (goal: string) =>
    (await ask(`{ goal(code: "${goal}") { closing { state lateDataUntil publication { id } } } }`)).goal.closing;
  const verdictOf = async (goal: string) =>
    (
      await ask(`{ goal(code: "${goal}") { progress(period: "2026-12") { completeThrough status doubts pace isProvisional flags
        requiredPace { peoplePerMonth } forecast { people notAvailable } } } }`)
    ).goal.progress;
  /** The goal's other figures about people: overlap, breakdown, anomalies and completeness. */
  const beside = async (period = '') =>
    (
      await ask(`{ goal(code: "${adults}") {
        overlap${period && `(period: "${period}")`} { first { code } second { code } people { lower upper } }
        breakdown(by: SEX${period && `, period: "${period}"`}) { groups { group flags noEstimate } }
        anomalies { totalCount nodes { rule since magnitude release { number } progress { communeCode period people { lower } } } }
        completeness(from: "2026-10", to: "2027-03") {
          onTime organisations { organisation { code } onTime months { month state late } } } } }`)
    ).goal;

  beforeAll(async () => {
    offered = await OfferedReleases.open();
    subgraph = await startSubgraph(movement, newDatabase(), {
      offers: offered,
      releaseKeyFiles: offered.keyFiles,
      now: () => now,
      trust: { signingKey: readSigningKey(own.file), trustedKeyFiles: [gatewayKey.publicFile] },
    });
    gateway = new SigningGateway({
      ...{ subgraph: 'movement', url: subgraph.url, key: gatewayKey, trusted: [own.publicFile] },
    });
    const take = async (kind: string, content: Buffer | string) => {
      expect((await subgraph.import(kind, content)).at(-1)).toMatchObject({ type: 'done', rejected: 0 });
    };
    for (const kind of ['organisations', 'goal-expectations', 'goal-metadata'])
      await take(kind, await readFile(new URL(`data/${kind}.csv`, movement.folder)));
    await take('denominators', goalFile('denominators', 'ADULTS,38,1,10000,2026-08-31,2025-07-01,,Sở,,false'));
    for (const organisation of ['womens-union', 'youth-union', 'university', 'public-sector'])
      await release(adults, organisation, 130, '2026-10', '2026-11-02T01:00:00.000Z');
    await release(pupils, 'education', 50, '2026-10', '2026-11-02T01:00:00.000Z');
    await ask(`mutation { setGoalDays(goal: "${adults}", kind: REPORT, fromMonth: "2026-11", days: 10,
      basis: "Kế hoạch thử") { code } }`);
  });
  afterAll(async () => {
    await subgraph.stop();
    offered.stop();
    rmSync(folder, { recursive: true });
  });

  test('is closed with the other goals that end in its month, on the latest day that is laid down of any', async () => {
    await setClosing(adults, 15);
    expect(await closingOf(adults)).toMatchObject({ state: 'OPEN', lateDataUntil: '2027-01-15' });
    // The other goal has no closing days: its figures are not frozen, even if its deadline is in the same month.
    expect(await closingOf(pupils)).toMatchObject({ lateDataUntil: null });
    await setClosing(pupils, 31);
    for (const goal of [adults, pupils]) {
      expect(await closingOf(goal)).toMatchObject({ state: 'OPEN', lateDataUntil: '2027-01-31' });
    }
    at('2027-01-20');
    expect(await closingOf(adults)).toMatchObject({ state: 'LATE_DATA' });
  });

  test('has no pace and no forecast after its deadline, and no verdict but "reached" by data that ends before it', async () => {
    at('2026-12-20');
    const before = await verdictOf(adults);
    expect(before).toMatchObject({ completeThrough: '2026-10-31', pace: expect.any(Number), doubts: [] });
    expect(before.requiredPace).not.toBeNull();
    at('2027-01-20');
    expect(await verdictOf(adults)).toMatchObject({
      ...{ completeThrough: '2026-10-31', status: 'UNCERTAIN', pace: null, requiredPace: null },
      ...{ doubts: ['ABSENT_ORGANISATION'], forecast: { people: null } },
    });
  });

  test('keeps who overlaps, its groups, who reported and what is worth a look as they were when it was closed', async () => {
    for (const organisation of ['womens-union', 'youth-union', 'university'])
      await release(adults, organisation, 200, '2026-12', '2027-01-12T01:00:00.000Z');
    await release(pupils, 'education', 60, '2026-12', '2027-01-12T01:00:00.000Z');
    at('2027-02-01');
    const closed = await beside();
    expect(closed.overlap[0].people).toMatchObject({ upper: 130 });
    const shared = ({ first, second }: any) => [first.code, second.code].join();
    const both = (found: any) => found.overlap.find((one: any) => shared(one) === 'university,womens-union');
    expect(both(closed).people.upper).toBe(200);
    // A closed goal is final even if an organisation has not reported: the answer names the gap, and the verdict
    // stays open.
    expect(closed.breakdown.groups[0].flags).not.toContain('P');
    const verdict = await verdictOf(adults);
    expect(verdict).toMatchObject({ completeThrough: '2026-10-31', status: 'UNCERTAIN', isProvisional: false });
    expect(verdict.flags).not.toContain('P');
    expect(await verdictOf(pupils)).toMatchObject({ completeThrough: '2026-12-31', isProvisional: false });
    const months = closed.completeness.organisations.find(
      ({ organisation }: any) => organisation.code === 'public-sector',
    );
    // The figures to date end with the goal: later months need no report.
    expect(months.months).toEqual([
      { month: '2026-10', state: 'REPORTED', late: null },
      { month: '2026-11', state: 'NOT_YET', late: 52 },
      // The delay is counted up to the day of closing, not for ever.
      { month: '2026-12', state: 'NOT_YET', late: 21 },
    ]);
    // Releases after the closing do not count, even for the goal's months: fewer people, more people, and the missing
    // report.
    at('2027-03-05');
    await release(adults, 'womens-union', 90, '2026-12', '2027-02-03T01:00:00.000Z');
    await release(adults, 'youth-union', 950, '2027-01', '2027-02-03T01:00:00.000Z');
    await release(adults, 'public-sector', 400, '2027-01', '2027-02-03T01:00:00.000Z');
    expect(await beside()).toEqual(closed);
    expect(await beside('2027-02')).toEqual(closed);
    // A release that claims an earlier `madeAt` does not count either: the register uses the time of arrival.
    await release(adults, 'university', 20, '2026-12', '2027-01-30T01:00:00.000Z');
    expect(await beside()).toEqual(closed);
    const { goal } = await ask(
      `{ goal(code: "${adults}") { now: progress(asKnownOn: "2027-03-05", period: "2027-01") { people { lower } } } }`,
    );
    // A query for a later day does count the late release.
    expect(goal.now.people.lower).toBe(950);
  });

  test('is final with all goals of its month in one publication, and stays as it was', async () => {
    const closed = await beside();
    const final = await publishThrough(gateway, { period: '2026-12', fields: 'id finalGoals' });
    expect(final).toEqual({ id: '2026-12_1', finalGoals: [adults, pupils] });
    for (const goal of [adults, pupils]) {
      expect(await closingOf(goal)).toMatchObject({ state: 'FINAL', publication: { id: '2026-12_1' } });
    }
    expect(await beside()).toEqual(closed);
  });
});
