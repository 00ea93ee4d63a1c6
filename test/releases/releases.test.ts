import { youthUnion } from '@hub/youth-union';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { newDatabase } from '../support/database.js';
import { placesFile } from '../support/generated-places.js';
import { monthsOf, readChain, share } from '../support/releases.js';
import { type RunningSubgraph, startSubgraph } from '../support/subgraph.js';
import { guidanceSessions, guided, guidedPeople, noTeamMembers, session } from '../support/youth-files.js';

const [first, second, third] = ['14845', '14758', '14797'];

describe('releases', () => {
  let subgraph: RunningSubgraph;
  let now: Date;

  const taken = async (kind: string, content: string, options = {}) => {
    expect((await subgraph.import(kind, content, options)).at(-1)).toMatchObject({ type: 'done', rejected: 0 });
  };
  const people = (...rows: readonly string[]) => taken('guided-people', guidedPeople(...rows));
  const released = async (ask = {}) => {
    const { status, answer } = await subgraph.release(ask);
    expect({ status, answer }).toMatchObject({ status: 200 });
    return answer.release;
  };

  beforeEach(async () => {
    now = new Date('2026-06-20T03:00:00Z');
    subgraph = await startSubgraph(youthUnion, newDatabase(), { now: () => now });
  });
  afterEach(() => subgraph.stop());

  test('before any release nothing is known, and no number is said', async () => {
    await people(...guided(1, 12, first, '2026-03-05'));
    expect(await share(subgraph, first, '2026-05')).toBeNull();
    expect(await readChain(subgraph)).toEqual([]);
  });

  test('the first is full: people to date month by month, communes and the root place, rounded down', async () => {
    await people(
      ...guided(1, 12, first, '2026-03-05'),
      ...guided(101, 3, first, '2026-05-02'),
      ...guided(201, 20, second, '2026-04-10'),
      ...guided(301, 4, third, '2026-04-11'),
    );
    await taken(
      'guidance-sessions',
      guidanceSessions(session('S1', first, '2026-05-03', 78), session('S2', '38', '2026-02-01', 99)),
    );
    const report = await released();
    expect(report).toMatchObject({ number: 1, kind: 'FULL', through: null, changed: report?.cells });
    expect(await monthsOf(subgraph, first)).toEqual({
      ...{ '2026-03': [10, 0], '2026-04': [10, 0], '2026-05': [10, 70], '2026-06': [10, 0] },
    });
    // 4 people look like nobody; while the total's number stays, both may have up to nine more.
    expect(await monthsOf(subgraph, third)).toEqual(await monthsOf(subgraph, '14812'));
    expect(Object.keys(await monthsOf(subgraph, third))).toEqual(['2026-05', '2026-06']);
    expect(await monthsOf(subgraph, second)).toEqual({ '2026-04': [20, 0], '2026-05': [20, 0], '2026-06': [20, 0] });
    expect(await monthsOf(subgraph, '38')).toEqual({
      ...{ '2026-02': [0, 90], '2026-03': [10, 0], '2026-04': [30, 0], '2026-05': [30, 70], '2026-06': [30, 0] },
    });
    const head = (await readChain(subgraph))[0]?.head;
    expect(head).toMatchObject({
      madeBy: 'HAND',
      madeAt: '2026-06-20T03:00:00.000Z',
      demonstration: false,
      previous: null,
    });
    expect(await share(subgraph, '38', '2026-05')).toMatchObject({
      people: 30,
      atMost: 39,
      occurrences: 70,
      release: 1,
    });
    for (const place of [third, '14812']) {
      expect(await share(subgraph, place, '2026-04')).toMatchObject({ people: 0, atMost: 9, occurrences: 0 });
      expect(await share(subgraph, place, '2026-05')).toMatchObject({ people: 0, atMost: 18, occurrences: 0 });
    }
  });

  test('a quarter and a year have the people of their last month, and the turns of all', async () => {
    await people(...guided(1, 30, first, '2026-03-05'), ...guided(101, 3, first, '2026-05-02'));
    await taken(
      'guidance-sessions',
      guidanceSessions(session('S1', first, '2026-01-03', 75), session('S2', first, '2026-06-01', 29)),
    );
    await released();
    expect(await share(subgraph, first, '2026')).toMatchObject({ people: 30, occurrences: 90, through: null });
    expect(await share(subgraph, first, '2026-Q1')).toMatchObject({ people: 30, occurrences: 70 });
    expect(await share(subgraph, first, '2026-Q3')).toMatchObject({
      ...{ people: null, atMost: null, occurrences: null },
    });
    expect(await share(subgraph, first, '2099')).toMatchObject({ people: null, through: null });
    expect(await share(subgraph, first, '2025')).toMatchObject({ people: 0, occurrences: 0 });
  });

  test('the turns of a year in which a commune began are the sum of its months', async () => {
    const turns = [
      ['2025-05-03', 21],
      ['2025-07-03', 35],
      ['2025-08-03', 47],
    ] as const;
    await taken('guidance-sessions', guidanceSessions(...turns.map(([day, count]) => session(day, first, day, count))));
    await released();
    const months = Array.from({ length: 12 }, (_, index) => `2025-${String(index + 1).padStart(2, '0')}`);
    const told = await Promise.all(months.map((month) => share(subgraph, first, month)));
    // Before its first day the commune has no figure.
    expect(told.map((one) => one?.occurrences)).toEqual([
      ...[null, null, null, null, null, null],
      ...[30, 40, 0, 0, 0, 0],
    ]);
    expect(await share(subgraph, first, '2025')).toMatchObject({ occurrences: 70 });
    expect(await share(subgraph, first, '2025-Q2')).toMatchObject({ occurrences: null });
    expect(await share(subgraph, '38', '2025')).toMatchObject({ occurrences: 90 });
  });

  test('of the last month, only what was by the day counts', async () => {
    await people(...guided(1, 12, first, '2026-05-05'), ...guided(101, 20, first, '2026-05-20'));
    await taken(
      'guidance-sessions',
      guidanceSessions(session('S1', first, '2026-05-10', 70), session('S2', first, '2026-05-11', 50)),
    );
    await released({ through: '2026-05-10' });
    expect(await monthsOf(subgraph, first)).toEqual({ '2026-05': [10, 70] });
    await released({ through: '2026-05-31' });
    expect(await monthsOf(subgraph, first)).toEqual({ '2026-05': [30, 120] });
  });

  test('communes that merge are added up from the first day of the new one', async () => {
    const commune = (code: string, name: string, days: string) =>
      `${code},COMMUNE,38,Xã ${name},${name} Commune,COMMUNE,PLAIN,,,${days}`;
    await people(...guided(1, 30, '16561', '2026-03-05'), ...guided(101, 20, '16591', '2026-04-05'));
    await released();
    const head = (await readChain(subgraph))[0]?.head;
    await taken(
      'places',
      placesFile(
        commune('16561', 'Một', '2025-07-01,2026-06-30,16561'),
        commune('16591', 'Hai', '2025-07-01,2026-06-30,16561'),
        commune('16561', 'Ba', '2026-07-01,,'),
      ),
    );
    now = new Date('2026-08-15T03:00:00Z');
    await people(...guided(201, 12, '16561', '2026-08-01'));
    await released();
    expect(await monthsOf(subgraph, '16561', '2025-07-01')).toEqual({
      ...{ '2026-03': [30, 0], '2026-04': [30, 0], '2026-05': [30, 0], '2026-06': [30, 0] },
    });
    expect(await monthsOf(subgraph, '16591')).toEqual({ '2026-04': [20, 0], '2026-05': [20, 0], '2026-06': [20, 0] });
    expect(await monthsOf(subgraph, '16561', '2026-07-01')).toEqual({ '2026-07': [50, 0], '2026-08': [60, 0] });
    expect(await share(subgraph, '16561', '2026-08')).toMatchObject({ people: 60 });
    expect(await share(subgraph, '16561', '2026-06')).toMatchObject({ people: null, atMost: null });
    expect(await share(subgraph, '16561@2026-06-30', '2026-06')).toMatchObject({ people: 30 });
    const after = (await readChain(subgraph)).at(-1)?.head;
    expect(after?.['places']).not.toBe(head?.['places']);
    expect(after?.['goals']).toBe(head?.['goals']);
  });

  test('the header says how many records had no valid number, rounded down, and the day that imports named', async () => {
    const bad = guided(1, 7, first, '2026-04-05').map((row) => row.replace(/^\d+/, '12'));
    const content = guidedPeople(...guided(1, 12, first, '2026-04-05'), ...bad);
    const day = '2026-05-31';
    for (const file of ['a.csv', 'b.csv', 'b.csv']) {
      const done = (await subgraph.import('guided-people', content, { file, through: day })).at(-1);
      expect(done).toMatchObject({ written: 12, rejected: 7 });
    }
    await taken('guidance-sessions', guidanceSessions(session('S1', first, '2026-05-10', 7)), {
      ...{ demonstration: true, through: day },
    });
    await taken('team-members', noTeamMembers, { through: day });
    expect(await released()).toMatchObject({ through: day });
    const head = (await readChain(subgraph))[0]?.head;
    expect(head).toMatchObject({ withoutNumber: 10, demonstration: true, through: day });
    expect((await subgraph.import('guided-people', content, { through: '2026-06-21' }))[0]).toMatchObject({
      code: 'BAD_REQUEST',
      message: 'Expected through to be a day up to today (2026-06-20), got "2026-06-21".',
    });
  });

  describe('are complete through a day that is proven', () => {
    const file = guidedPeople(...guided(1, 12, first, '2026-04-05'));
    const sessions = guidanceSessions(session('S1', first, '2026-05-10', 70));

    beforeEach(() => taken('team-members', noTeamMembers, { through: '2026-06-18' }));

    test('by each kind of file that feeds goals: the earliest of their days', async () => {
      await taken('guided-people', file, { through: '2026-05-31' });
      await taken('guidance-sessions', sessions);
      expect(await released()).toMatchObject({ number: 1, through: null });
      expect(await share(subgraph, first, '2026-05')).toMatchObject({ people: 10, occurrences: 70, through: null });
      await taken('guidance-sessions', sessions, { through: '2026-04-30' });
      expect(await released()).toMatchObject({ number: 2, through: '2026-04-30' });
      // What counted goes on counting.
      expect(await share(subgraph, first, '2026-05')).toMatchObject({ occurrences: 70, through: '2026-04-30' });
      await taken('guidance-sessions', sessions, { through: '2026-06-15' });
      expect(await released()).toMatchObject({
        ...{ number: 3, through: '2026-05-31' },
        evidence: [
          { kind: 'guidance-sessions', day: '2026-06-15' },
          { kind: 'guided-people', day: '2026-05-31' },
          { kind: 'team-members', day: '2026-06-18' },
        ],
      });
    });

    test('not while a kind that feeds goals never came; a file without rows says that there is nothing', async () => {
      await taken('guided-people', file, { through: '2026-05-31' });
      const before = await released();
      expect(before).toMatchObject({ number: 1, through: null });
      expect(before?.evidence).toContainEqual({ kind: 'guidance-sessions', day: null });
      expect(await share(subgraph, first, '2026-05')).toMatchObject({ people: 10, through: null });
      await taken('guidance-sessions', guidanceSessions(), { through: '2026-06-15' });
      expect(await released()).toMatchObject({ number: 2, through: '2026-05-31' });
    });

    test('not by a kind that says nothing of any goal', async () => {
      const teams = 'code,commune_code,name_vi,name_en,founded_on,skills\nT,14845,Đội,Team,2026-01-01,\n';
      await taken('guided-people', file, { through: '2026-05-31' });
      await taken('guidance-sessions', sessions, { through: '2026-06-15' });
      await taken('teams', teams, { through: '2026-01-31' });
      expect(await released()).toMatchObject({ through: '2026-05-31' });
    });

    test('not by a file of which most rows were rejected', async () => {
      const bad = guided(101, 13, first, '2026-04-05').map((row) => row.replace(/^\d+/, '12'));
      const rows = guided(1, 12, first, '2026-04-05');
      await taken('guidance-sessions', sessions, { through: '2026-06-15' });
      await subgraph.import('guided-people', guidedPeople(...rows, ...bad), { through: '2026-05-31' });
      expect(await released()).toMatchObject({ number: 1, through: null });
      await subgraph.import('guided-people', guidedPeople(...rows, ...bad.slice(1)), { through: '2026-05-31' });
      expect(await released()).toMatchObject({ number: 2, through: '2026-05-31' });
    });
  });

  test('only somebody with the scope of releases makes them', async () => {
    const ask = (token: string) =>
      fetch(`${subgraph.url}/operator/releases`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: '{}',
      });
    expect((await ask('of-somebody-else-0123456789-0123456789')).status).toBe(401);
    expect(await readChain(subgraph)).toEqual([]);
  });
});
