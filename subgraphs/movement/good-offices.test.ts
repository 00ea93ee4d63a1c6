import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Cell } from '@hub/protocol';
import { newDatabase } from '../../test/support/database.js';
import { goalFile, goalRow } from '../../test/support/goal-files.js';
import { OfferedReleases } from '../../test/support/offered-releases.js';
import { type RunningSubgraph, startSubgraph } from '../../test/support/subgraph.js';
import { movement } from './src/subgraph.js';

const goal = 'ADULTS_BASIC';
const [muongLat, hamRong] = ['14845', '14758'];
const cell = (place: string, people: number, month: string, of = goal): Cell => [
  ...([of, place, place === '38' ? '0001-01-01' : '2025-07-01', month] as const),
  ...([people, people + 9, 0] as const),
];

describe('what good offices say of a figure', () => {
  let offered: OfferedReleases;
  let subgraph: RunningSubgraph;

  const ask = async (query: string) => {
    const { data, errors } = await subgraph.query(query);
    expect(errors).toBeUndefined();
    return data;
  };
  const progress = async (fields: string, { of = goal, place = '38', period = '2026-09' } = {}) =>
    (await ask(`{ goal(code: "${of}") { progress(commune: "${place}", period: "${period}") { ${fields} } } }`))['goal']
      .progress;

  beforeAll(async () => {
    offered = await OfferedReleases.open();
    subgraph = await startSubgraph(movement, newDatabase(), {
      offers: offered,
      releaseKeyFiles: offered.keyFiles,
      now: () => new Date('2026-11-26T03:00:00Z'),
    });
    for (const [file, demonstration] of [
      ['data/organisations', false],
      ['data/goal-expectations', false],
      ['demo/denominators', true],
      ['data/indicators', false],
      ['data/goal-metadata', false],
      ['data/indicator-metadata', false],
    ] as const) {
      const content = withoutDemonstrationGoal(await readFile(new URL(`${file}.csv`, movement.folder), 'utf8'));
      const kind = file.split('/')[1] ?? '';
      expect((await subgraph.import(kind, content, { demonstration })).at(-1)).toMatchObject({ rejected: 0 });
    }
    const through = (day: string, made: string) => ({ through: day, madeAt: `${made}T01:00:00.000Z` });
    // The Women's Union reports September on 5 October and corrects it on the 20th; the others report August alone.
    await offered.release(
      'womens-union',
      [cell('38', 5000, '2026-08'), cell('38', 6000, '2026-09'), cell(muongLat, 1500, '2026-08')],
      through('2026-09-30', '2026-10-05'),
    );
    await offered.release('womens-union', [cell('38', 6100, '2026-09')], through('2026-09-30', '2026-10-20'));
    await offered.release('womens-union', [cell('38', 6050, '2026-09')], through('2026-09-30', '2026-11-02'));
    for (const organisation of ['youth-union', 'university', 'public-sector']) {
      await offered.release(organisation, [cell('38', 10, '2026-08')], through('2026-08-31', '2026-09-10'));
    }
    const pupils = ['2026-07', '2026-08', '2026-09'].map((month, index) =>
      cell('38', 7000 + 100 * index, month, 'PUPILS'),
    );
    await offered.release('education', pupils, through('2026-09-30', '2026-10-08'));
  });
  afterAll(async () => {
    await subgraph.stop();
    offered.stop();
  });

  test('a month that not all have reported is provisional; what may be off by a third of itself, of low reliability', async () => {
    expect(await progress('flags', { period: '2026-09' })).toEqual({ flags: ['P'] });
    expect(await progress('flags', { place: hamRong, period: '2026-08' })).toEqual({ flags: ['E', 'U'] });
    expect((await progress('flags', { period: '2026-08' })).flags).not.toContain('P');
  });

  test('what one organisation alone can have, and has told of in full, is normal', async () => {
    expect(await progress('flags people { method }', { of: 'PUPILS', period: '2026-08' })).toEqual({
      ...{ flags: ['A'], people: { method: 'EXACT' } },
    });
  });

  test('what nobody has released, and what cannot exist, are told apart', async () => {
    expect((await progress('flags', { of: 'ADULTS_CONFIRMED' })).flags).toContain('L');
    expect(await progress('flags people { lower }', { place: muongLat, period: '2025-05' })).toMatchObject({
      ...{ people: null, flags: expect.arrayContaining(['M']) },
    });
  });

  test('another organisation, or another denominator, than a month before is a break', async () => {
    // The demonstration has another number of pupils from September.
    expect(await progress('flags', { of: 'PUPILS', period: '2026-09' })).toEqual({ flags: ['B'] });
    expect((await progress('flags', { of: 'PUPILS', period: '2026-10' })).flags).not.toContain('B');
    const counted = `goal_code = 'PUPILS' and organisation_code = 'youth-union'`;
    await subgraph.execute(
      `insert into goal_expectation (goal_code, organisation_code, valid_from) values ('PUPILS', 'youth-union', '2026-08-01')`,
    );
    expect((await progress('flags', { of: 'PUPILS', period: '2026-08' })).flags).toContain('B');
    const { goal: pupils } = await ask(
      `{ goal(code: "PUPILS") { series(from: "2026-07", to: "2026-10") { points { isBreak progress { flags } } } } }`,
    );
    const points: { isBreak: boolean; progress: { flags: string[] } }[] = pupils.series[0].points;
    expect(points.map(({ isBreak }) => isBreak)).toEqual([false, true, true, false]);
    expect(points.map(({ progress: { flags } }) => flags.includes('B'))).toEqual([false, true, true, false]);
    await subgraph.execute(`delete from goal_expectation where ${counted}`);
    expect(await progress('flags', { of: 'PUPILS', period: '2026-08' })).toEqual({ flags: ['A'] });
  });

  test('a change is none across a break, and says why', async () => {
    const change = 'change(from: "2026-07") { people points pointsInterval { lower } breaks }';
    const ofPupils = { of: 'PUPILS', period: '2026-09' };
    // The denominators differ, so only the change of people is given.
    expect((await progress(change, ofPupils)).change).toEqual({
      ...{ people: 200, points: null, pointsInterval: null, breaks: ['DENOMINATOR'] },
    });
    const series = 'series(from: "2026-07", to: "2026-09") { points { changePeople changePoints breaks } }';
    const pointsOf = async () => (await ask(`{ goal(code: "PUPILS") { ${series} } }`))['goal'].series[0].points;
    expect(await pointsOf()).toEqual([
      { changePeople: null, changePoints: null, breaks: [] },
      { changePeople: 100, changePoints: expect.any(Number), breaks: [] },
      { changePeople: 100, changePoints: null, breaks: ['DENOMINATOR'] },
    ]);
    // From August the goal also expects the Women's Union.
    await subgraph.execute(
      `insert into goal_expectation (goal_code, organisation_code, valid_from) values ('PUPILS', 'womens-union', '2026-08-01')`,
    );
    const [, august, september] = await pointsOf();
    expect(august).toMatchObject({ changePeople: null, changePoints: null });
    expect(august.breaks).toContain('ORGANISATIONS');
    expect(september).toMatchObject({ changePeople: 100, breaks: ['DENOMINATOR'] });
    const ofOthers = (await progress(change, ofPupils)).change;
    expect(ofOthers).toMatchObject({ people: null, points: null, pointsInterval: null });
    expect(ofOthers.breaks).toEqual(expect.arrayContaining(['ORGANISATIONS', 'DENOMINATOR']));
    await subgraph.execute(
      `delete from goal_expectation where goal_code = 'PUPILS' and organisation_code = 'womens-union'`,
    );
  });

  test('a ratio has the decimals by which one step shows, of ten people or of the whole of twenty, and no more', async () => {
    const fields = 'ratio gapPoints ratioDecimals denominator { value } people { estimate lower }';
    for (const place of ['38', muongLat, hamRong]) {
      const { ratio, gapPoints, ratioDecimals, denominator, people } = await progress(fields, { place });
      const exact = (people.estimate ?? people.lower) / denominator.value;
      const step = place === '38' ? 20 : 10;
      expect(10 ** ratioDecimals * step).toBeGreaterThanOrEqual(denominator.value);
      expect(10 ** (ratioDecimals - 1) * step).toBeLessThan(denominator.value);
      expect(Math.abs(ratio - exact)).toBeLessThanOrEqual(0.5 / 10 ** ratioDecimals + 1e-12);
      const decimals = (value: number) => String(value).split('.')[1]?.length ?? 0;
      expect(decimals(ratio)).toBeLessThanOrEqual(ratioDecimals);
      expect(decimals(gapPoints)).toBeLessThanOrEqual(ratioDecimals - 2);
    }
  });

  test('metadata say what is counted, how, and by what it may be wrong, in both languages', async () => {
    const texts =
      'definition(language: VI) method(language: EN) error revisionPolicy contact licence publisher { code }';
    const { goals, indicators } = await ask(
      `{ goals { code metadata { ${texts} } } indicators { code metadata { ${texts} } } }`,
    );
    expect(goals).toHaveLength(4);
    for (const { metadata } of [...goals, ...indicators]) {
      for (const name of ['definition', 'method', 'error', 'revisionPolicy']) {
        expect(metadata[name].length).toBeGreaterThan(10);
      }
      // The shipped data name no contact.
      expect(metadata).toMatchObject({ contact: null, licence: 'CC-BY-4.0' });
    }
    expect(goals[0].metadata.publisher).toEqual({ code: 'movement' });
    const youth = indicators.find(({ code }: any) => code === 'YOUTH_CAPACITY');
    expect(youth.metadata.publisher).toEqual({ code: 'youth-union' });
  });

  test('the calendar has each goal’s next publication and each organisation’s next release, by due day', async () => {
    await subgraph.execute(`update goal_metadata set publication_due_days = 15 where code = 'PUPILS'`);
    const lines = await subgraph.import(
      'goals',
      goalFile('goals', goalRow({ code: 'PUPILS', from: '2025-04-24', audience: 'PUPILS', target: 1, due: 10 })),
    );
    expect(lines.at(-1)).toMatchObject({ rejected: 0 });
    const { releaseCalendar } = await ask(
      '{ releaseCalendar { kind goal { code } organisation { code } period dueOn isOverdue } }',
    );
    const ofPupils = releaseCalendar.filter(({ goal: one }: any) => one.code === 'PUPILS');
    expect(ofPupils).toEqual([
      {
        ...{ kind: 'RELEASE', goal: { code: 'PUPILS' }, organisation: { code: 'education' } },
        ...{ period: '2026-10', dueOn: '2026-11-10', isOverdue: true },
      },
      {
        ...{ kind: 'PUBLICATION', goal: { code: 'PUPILS' }, organisation: null },
        ...{ period: '2026-10', dueOn: '2026-11-15', isOverdue: true },
      },
    ]);
    // The other entries have no due day, and come last.
    const others = releaseCalendar.slice(2);
    expect(new Set(others.map(({ dueOn }: any) => dueOn))).toEqual(new Set([null]));
    expect(others).toContainEqual({
      ...{ kind: 'RELEASE', goal: { code: goal }, organisation: { code: 'youth-union' } },
      ...{ period: '2026-09', dueOn: null, isOverdue: false },
    });
  });

  test('revisions have the first, the second and the last value that was known of a month', async () => {
    const known = 'knownOn progress { people { lower } flags }';
    const { goal: found } = await ask(
      `{ goal(code: "${goal}") { revisions(from: "2026-08", to: "2026-10") {
        month values changePeople breaks first { ${known} } second { ${known} } last { ${known} } } } }`,
    );
    const value = (knownOn: string, lower: number, flags = ['P']) => ({
      ...{ knownOn, progress: { people: { lower }, flags } },
    });
    const [august, september, october] = found.revisions;
    expect(september).toEqual({
      ...{ month: '2026-09', values: 3, changePeople: 50, breaks: [] },
      ...{ first: value('2026-10-05', 6000), second: value('2026-10-20', 6100), last: value('2026-11-02', 6050) },
    });
    // Three organisations reported August before the Women's Union did: their figure and the figure of all four
    // cannot be compared.
    expect(august).toMatchObject({
      ...{ month: '2026-08', changePeople: null, breaks: ['ORGANISATIONS'] },
      first: { knownOn: '2026-09-10' },
      last: { knownOn: '2026-10-05' },
    });
    expect(october).toEqual({
      ...{ month: '2026-10', values: 0, changePeople: null, breaks: [], first: null, second: null, last: null },
    });
  });

  test('the last of the revisions is the figure of now', async () => {
    const people = 'people { lower upper estimate interval { lower upper } method } ratio flags';
    const { goal: found } = await ask(
      `{ goal(code: "${goal}") { revisions(from: "2026-09", to: "2026-09") { last { progress { ${people} } } } } }`,
    );
    expect(found.revisions[0].last.progress).toEqual(await progress(people));
  });
});

/** The demonstration's files without the demonstration's goal: the register then has the hub's places and goals alone. */
function withoutDemonstrationGoal(file: string): string {
  return file
    .split('\n')
    .filter((line) => !line.startsWith('DEMO_ADULTS,'))
    .join('\n');
}
