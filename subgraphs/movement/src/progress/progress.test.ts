import { describe, expect, test } from '@jest/globals';
import type { PublishedCount } from '@hub/protocol';
import type { FoundEstimate } from '../sketches/merged-people.js';
import { NoEstimate } from '../sketches/merged-sketches.js';
import { type EstimateOf, type PeopleFigure, peopleFigure } from './people-figure.js';
import { computeProgress, Doubt, endsOf, type ProgressInput, ProgressStatus } from './progress.js';

const goal = { target: 0.8, base: 0, startsOn: '2025-01-01', deadline: '2026-12-31' };
const share = (people: number, atMost = people): PublishedCount => ({ people, atMost });

/** An estimate of organisations with so many people published, with a commune's noise, which happens to be none. */
const estimated = (
  people: number,
  then: readonly (readonly [people: number, atMost: number])[] = [
    [300, 309],
    [200, 209],
  ],
): FoundEstimate => ({
  ...{ cells: null, people, standardError: 0, reach: 0, epsilon: 0.25, isOfMonth: true },
  then: then.map(([number, atMost]) => ({ people: number, atMost, unsketched: 0 })),
});
const census = (people: number): PublishedCount => ({ people, atMost: people });

/** Judges shares of which no estimate is known, unless told. */
function progress(
  shares: readonly (PublishedCount | null)[],
  input: Partial<ProgressInput> = {},
  estimate: ReturnType<EstimateOf> = NoEstimate.NO_SKETCH,
) {
  const { denominator = census(1000) } = input;
  const people = peopleFigure(shares, denominator?.atMost ?? null, null, () => estimate);
  return computeProgress({ goal, denominator, on: '2026-12-30', ...input, people });
}
const boundsIn = (people: PeopleFigure | null) => people && { lower: people.lower, upper: people.upper };

describe('bounds', () => {
  test.each<[string, (PublishedCount | null)[], { lower: number; upper: number | null } | null]>([
    ['the largest and the sum', [share(300), share(200)], { lower: 300, upper: 500 }],
    ['the sum is capped by the denominator', [share(700), share(600)], { lower: 700, upper: 1000 }],
    ['nobody is nobody', [share(0), share(0)], { lower: 0, upper: 0 }],
    ['with one missing, only the denominator bounds', [share(300), null], { lower: 300, upper: 1000 }],
    ['each share counts as at least, and as at most', [share(30, 39), share(20, 29)], { lower: 30, upper: 68 }],
    ['an outdated denominator never falls below the lower bound', [share(1200)], { lower: 1200, upper: 1200 }],
    ['all missing: not known', [null, null], null],
  ])('%s', (_name, shares, people) => {
    expect(boundsIn(progress(shares).people)).toEqual(people);
  });

  test('without a denominator, a missing organisation leaves no upper bound', () => {
    const { people, ratio, gapPeople, status } = progress([share(5), null], { denominator: null });
    expect({ people: boundsIn(people), ratio, gapPeople, status }).toEqual({
      people: { lower: 5, upper: null },
      ratio: null,
      gapPeople: null,
      status: ProgressStatus.NO_DATA,
    });
  });
});

test('the gap runs from the lower bound to the target', () => {
  const { ratio, gapPeople, gapPoints } = progress([share(300), share(200)]);
  expect(ratio).toBe(0.3);
  expect(gapPeople).toBe(500);
  expect(gapPoints).toBeCloseTo(50, 9);
});

test('more people than an outdated denominator knows of are not hidden', () => {
  const { people, ratio, gapPeople, gapPoints, status } = progress([share(1200)]);
  expect({ people: boundsIn(people), ratio, gapPeople, gapPoints, status }).toEqual({
    people: { lower: 1200, upper: 1200 },
    ratio: 1.2,
    gapPeople: 0,
    gapPoints: 0,
    status: ProgressStatus.ACHIEVED,
  });
});

describe('status and pace are of the day through which the figures are complete', () => {
  const statusOf = (people: number, on: string | null) => {
    const { pace, status } = progress([share(people)], { on });
    return { pace: pace === null ? null : Math.round(pace * 100) / 100, status };
  };
  // The goal runs for 729 days; half of them have passed on 31 December 2025.
  test.each<[number, string | null, number | null, ProgressStatus]>([
    [800, '2025-06-01', null, ProgressStatus.ACHIEVED],
    [400, '2025-12-31', 1, ProgressStatus.ON_TRACK],
    [300, '2025-12-31', 0.75, ProgressStatus.AT_RISK],
    [200, '2025-12-31', 0.5, ProgressStatus.OFF_TRACK],
    [200, '2025-01-01', null, ProgressStatus.NOT_STARTED],
    [200, '2026-12-31', null, ProgressStatus.MISSED],
    [200, null, null, ProgressStatus.NO_DATA],
  ])('%d people on %s: pace %s, %s', (people, on, pace, status) => {
    const found = statusOf(people, on);
    if (status === ProgressStatus.ACHIEVED) expect(found.status).toBe(status);
    else expect(found).toEqual({ pace, status });
  });

  test('below where it began it falls', () => {
    expect(progress([share(10)], { goal: { ...goal, base: 0.2 } }).status).toBe(ProgressStatus.FALLING);
  });
});

test('too few people to be judged keep their counts alone', () => {
  const of = (leastDenominator: number) => progress([share(100, 109)], { denominator: census(500), leastDenominator });
  const { pace, status, doubts, ...counts } = of(501);
  expect({ pace, status, doubts }).toEqual({
    pace: null,
    status: ProgressStatus.UNCERTAIN,
    doubts: [Doubt.SMALL_PLACE],
  });
  const judged = of(500);
  expect(judged).toMatchObject({ ...counts, pace: expect.any(Number), doubts: [] });
});

describe('no verdict is given that the known range does not bear', () => {
  const half = { on: '2025-12-31' };

  test.each<[string, ReturnType<typeof progress>, ProgressStatus[], Doubt[]]>([
    ['by rounding', progress([share(380, 389)], half), [ProgressStatus.ON_TRACK, ProgressStatus.ON_TRACK], []],
    [
      'by rounding, across a threshold',
      progress([share(370, 389)], half),
      [ProgressStatus.AT_RISK, ProgressStatus.ON_TRACK],
      [Doubt.ROUNDING],
    ],
    [
      'with one missing',
      progress([share(380, 389), null], half),
      [ProgressStatus.ON_TRACK, ProgressStatus.ACHIEVED],
      [Doubt.ABSENT_ORGANISATION],
    ],
    [
      'with people in several, at the deadline',
      progress([share(700), share(600)], { on: '2026-12-31' }),
      [ProgressStatus.MISSED, ProgressStatus.ACHIEVED],
      [Doubt.PEOPLE_IN_SEVERAL],
    ],
    [
      'by an estimate',
      progress([share(300, 309), share(200, 209)], half, estimated(385)),
      [ProgressStatus.AT_RISK, ProgressStatus.ON_TRACK],
      [Doubt.ESTIMATE_ERROR],
    ],
  ])('%s', (_what, { status, doubts, people }, [least, most], expected) => {
    expect(status).toBe(least === most ? least : ProgressStatus.UNCERTAIN);
    expect(doubts).toEqual(expected);
    const on = status === ProgressStatus.UNCERTAIN && least === ProgressStatus.MISSED ? '2026-12-31' : half.on;
    const ends = endsOf({ goal, denominator: census(1000), people, on });
    expect([ends?.least.status, ends?.most.status]).toEqual([least, most]);
  });

  test('both ends say what they make of the goal', () => {
    const { people } = progress([share(300, 309)]);
    expect(endsOf({ goal, denominator: census(1000), people, on: '2026-12-31' })).toEqual({
      least: { ...{ people: 300, ratio: 0.3, gapPeople: 500, gapPoints: 50, pace: null }, status: 'MISSED' },
      most: {
        ...{ people: 309, ratio: 0.31, gapPeople: 491, gapPoints: 49, pace: null, status: 'MISSED' },
      },
    });
    const open = endsOf({
      goal,
      denominator: null,
      people: progress([share(5), null], { denominator: null }).people,
      on: null,
    });
    expect(open?.most).toMatchObject({ people: null, ratio: null, gapPeople: null, status: 'NO_DATA' });
    expect(endsOf({ goal, denominator: census(1000), people: null, on: null })).toBeNull();
  });
});

describe('ten values remain, whatever the denominator is', () => {
  const everybody = { ...goal, target: 1 };
  const exact = estimated(48, [
    [30, 39],
    [20, 29],
  ]);

  test('a census that nearly all have reached narrows nobody, and the ratio’s ends say so', () => {
    const { people, ratio } = progress([share(30, 39), share(0, 9)], { denominator: census(30), goal: everybody });
    expect(people).toMatchObject({ lower: 30, upper: 39, estimate: 30, interval: { lower: 30, upper: 39 } });
    expect(ratio).toBe(1);
    const ends = endsOf({ goal: everybody, denominator: census(30), people, on: '2026-12-31' });
    expect(ends?.most).toMatchObject({ people: 39, ratio: 1.3, gapPeople: 0, status: 'ACHIEVED' });
    const open = progress([share(30, 39), null], { denominator: census(31) }).people;
    expect(open).toMatchObject({ lower: 30, upper: 39, interval: { lower: 30, upper: 39 } });
  });

  test('an estimate is never so near a census that fewer are left', () => {
    const near = progress([share(30, 39), share(20, 29)], { denominator: census(45) }, exact);
    expect(near.people).toMatchObject({ lower: 30, upper: 45, estimate: 42, interval: { lower: 33, upper: 45 } });
    const least = progress([share(30, 39), share(20, 29)], { denominator: census(30) }, exact);
    expect(least.people).toMatchObject({ lower: 30, upper: 39, interval: { lower: 30, upper: 39 } });
    const far = progress([share(30, 39), share(20, 29)], { denominator: census(90) }, exact);
    expect(far.people).toMatchObject({ estimate: 48, interval: { lower: 37, upper: 60 } });
  });

  test('a denominator of records counts at its least, and at its most', () => {
    const records = share(30, 39);
    const known = progress([share(30, 39), share(0, 9)], { denominator: records, goal: everybody, on: '2026-12-31' });
    expect(known.people).toMatchObject({ lower: 30, upper: 39 });
    expect(known).toMatchObject({ ratio: 1, gapPeople: 9, status: 'UNCERTAIN' });
    expect(known.doubts).toEqual([Doubt.ESTIMATE_ERROR, Doubt.ROUNDING]);
    const ends = endsOf({ goal: everybody, denominator: records, people: known.people, on: '2026-12-31' });
    expect(ends?.least).toMatchObject({ ratio: 0.8, gapPeople: 9, status: 'MISSED' });
    expect(ends?.most).toMatchObject({ ratio: 1.3, gapPeople: 0, status: 'ACHIEVED' });
  });

  test('of so few in records that they may be none, no ratio and no verdict is told, and no infinite number', () => {
    const few = progress([share(0, 9)], { denominator: share(0, 9), goal: everybody, on: '2026-06-30' });
    expect(few).toMatchObject({ ratio: null, pace: null, gapPeople: 9, status: 'UNCERTAIN' });
    const ends = endsOf({ goal: everybody, denominator: share(0, 9), people: few.people, on: '2026-06-30' });
    expect(ends?.most).toEqual({
      ...{ people: 9, ratio: null, gapPeople: 0, gapPoints: 0, pace: null },
      status: 'ACHIEVED',
    });
  });
});

test('what must still be reached each month ends with the deadline', () => {
  const { requiredPace } = progress([share(300)], { on: '2026-10-31' });
  // 500 people and 50 points in 61 days.
  expect(requiredPace?.peoplePerMonth).toBe(249);
  expect(requiredPace?.pointsPerMonth).toBe(25);
  expect(progress([share(300)], { on: '2026-12-31' }).requiredPace).toBeNull();
});

describe('people of several organisations, each counted once', () => {
  test('the ratio is of the estimate, the gap of the lower end of its interval', () => {
    const { people, ratio, gapPeople } = progress([share(300, 309), share(200, 209)], {}, estimated(413));
    expect(people).toMatchObject({ lower: 300, upper: 518, estimate: 413, method: 'ESTIMATE', noEstimate: null });
    expect(people?.interval?.lower).toBeGreaterThan(380);
    expect(people?.interval?.lower).toBeLessThan(404);
    expect(people?.interval?.upper).toBeGreaterThanOrEqual(422);
    expect(ratio).toBe(0.41);
    expect(gapPeople).toBe(800 - (people?.interval?.lower ?? 0));
  });

  test('a goal is achieved once the lower end of the interval reaches the target', () => {
    const then = [
      [700, 709],
      [600, 609],
    ] as const;
    const statusOf = (people: number) =>
      progress([share(700, 709), share(600, 609)], {}, estimated(people, then)).status;
    expect(statusOf(700)).toBe(ProgressStatus.AT_RISK);
    expect(statusOf(810)).toBe(ProgressStatus.UNCERTAIN);
    expect(statusOf(880)).toBe(ProgressStatus.ACHIEVED);
  });

  test('an estimate never leaves the bounds', () => {
    const estimateOf = (people: number) => progress([share(300, 309), share(200, 209)], {}, estimated(people)).people;
    expect(estimateOf(280)).toMatchObject({ estimate: 304, interval: { lower: 300 } });
    expect(estimateOf(530)).toMatchObject({ estimate: 514, interval: { upper: 518 } });
  });

  test('an estimate’s interval holds whom it leaves out, and who may have come or gone since', () => {
    const two = [share(300, 309), share(200, 209)];
    const peopleOf = (shares: (PublishedCount | null)[], more: Partial<FoundEstimate> = {}) =>
      progress(shares, {}, { ...estimated(413), then: [...estimated(413).then, null, null], ...more }).people;
    const endsOfTwo = peopleOf(two)?.interval ?? { lower: NaN, upper: NaN };
    const width = (figure: PeopleFigure | null) => (figure?.interval?.upper ?? NaN) - (figure?.interval?.lower ?? NaN);
    const made = peopleOf(two);
    const least = (figure: PeopleFigure | null) => figure?.interval?.lower ?? NaN;
    const most = (figure: PeopleFigure | null) => figure?.interval?.upper ?? NaN;
    // Others without a sketch have none to nine, and some of those are in no other organisation.
    const withOthers = peopleOf([...two, share(0, 9), share(0, 4)]);
    expect(withOthers?.estimate).toBe((made?.estimate ?? NaN) + 3);
    expect(most(withOthers)).toBeGreaterThan(endsOfTwo.upper + 2);
    expect(most(withOthers)).toBeLessThan(endsOfTwo.upper + 13);
    // It was made of an earlier month: each may have got up to nine since.
    const later = peopleOf(two, { isOfMonth: false });
    expect(later?.estimate).toBe((made?.estimate ?? NaN) + 3);
    expect(width(later)).toBeGreaterThan(width(made));
    expect(most(peopleOf([...two, null]))).toBe(1000);
    // One came later, and may have others or the same.
    const ofThree = peopleOf([...two, share(100, 109)]);
    expect(ofThree?.estimate).toBeGreaterThan(450);
    expect(ofThree?.estimate).toBeLessThan(480);
    expect(least(ofThree)).toBeGreaterThanOrEqual(endsOfTwo.lower);
    expect(most(ofThree)).toBeGreaterThan(endsOfTwo.upper + 80);
    expect(most(ofThree)).toBeLessThanOrEqual(endsOfTwo.upper + 109);
    // The second has 50 more by its published number, or 20 fewer.
    const risen = peopleOf([share(300, 309), share(250, 259)]);
    expect(risen?.estimate).toBe((made?.estimate ?? NaN) + 25);
    expect(most(risen)).toBeLessThanOrEqual(endsOfTwo.upper + 59);
    const fallen = peopleOf([share(300, 309), share(180, 189)]);
    expect(fallen?.estimate).toBe((made?.estimate ?? NaN) - 10);
    expect(least(fallen)).toBeGreaterThanOrEqual(endsOfTwo.lower - 29);
  });

  test('one contributor’s number needs none', () => {
    expect(progress([share(300, 309), share(0, 0)]).people).toMatchObject({ estimate: 300, method: 'EXACT' });
    // The other may have up to nine.
    expect(progress([share(300, 309), share(0, 9)]).people).toMatchObject({
      ...{ estimate: 300, interval: { lower: 300, upper: 318 }, method: 'ESTIMATE', noEstimate: null },
    });
    expect(progress([share(300, 309), null]).people).toMatchObject({
      ...{ estimate: null, interval: { lower: 300, upper: 1000 }, method: 'BOUNDS', noEstimate: 'ABSENT_ORGANISATION' },
    });
  });

  test('a number that is carried forward is none of the period, and not exact', () => {
    const carried = (shares: PublishedCount[], estimate: ReturnType<EstimateOf>) =>
      peopleFigure(shares, 1000, null, () => estimate, true);
    expect(carried([share(300, 309)], NoEstimate.NO_SKETCH)).toMatchObject({
      ...{ lower: 300, interval: { lower: 300, upper: 309 }, estimate: null },
      ...{ method: 'BOUNDS', noEstimate: 'NOT_CLOSED' },
    });
    expect(carried([share(300, 309), share(250, 259)], estimated(413))).toMatchObject({ method: 'ESTIMATE' });
  });

  test('without an estimate the bounds say why', () => {
    expect(progress([share(300, 309), share(200, 209)], {}, NoEstimate.OTHER_KEY).people).toMatchObject({
      ...{ estimate: null, interval: { lower: 300, upper: 518 }, method: 'BOUNDS', noEstimate: 'OTHER_KEY' },
    });
  });
});
