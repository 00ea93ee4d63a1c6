import { type Cell, Figures } from '@hub/protocol';
import { describe, expect, test } from '@jest/globals';
import type { Source } from '../progress/progress-frame.js';
import { peopleFigure } from '../progress/people-figure.js';
import { dueRound } from './due-round.js';
import { EstimateVersions } from './estimate-versions.js';
import { MergedPeople } from './merged-people.js';
import { NoEstimate } from './merged-sketches.js';

const place = '1 2025-07-01';
const months = ['2026-01', '2026-02', '2026-03'];

/** An organisation's release with people by month, and a sketch of each month, under the month's key unless told. */
function source(
  organisation: string,
  people: readonly number[],
  { month = '2026-03', key = 'K', without = '' } = {},
): Source {
  const cells = people.map((count, index): Cell => ['G', '1', '2025-07-01', months[index] ?? '', count, count + 9, 0]);
  const sketches = months
    .filter((one) => one !== without)
    .map((one) => ({ organisation, goal: 'G', month: one, number: 1, key: `${key} ${one}`, digest: '' }));
  const release = { organisation, number: 1, through: `${month}-28` };
  return {
    figures: new Figures(cells),
    through: release.through,
    month,
    known: {
      release: release as never,
      figures: new Figures(cells),
      sketches: new Map(sketches.map((one) => [`G ${one.month}`, one])),
    },
  };
}

/** Estimates of the place in each month that are known since a day each; of organisations with so many people then. */
function merged(people: readonly (number | null)[], organisations = ['a', 'b'], knownBefore?: string) {
  const versions = new EstimateVersions();
  for (const [index, count] of people.entries()) {
    const month = months[index] ?? '';
    const parts = new Map(organisations.map((one) => [one, { people: 10, atMost: 19, unsketched: 0 }]));
    const estimate = { cells: count ?? 0, people: count ?? 0, standardError: 1, reach: 2, epsilon: 0.25, parts };
    const round = { number: index + 1, goal: 'G', month, occasion: 'CLOSE' as const };
    versions.add(
      { ...round, knownFrom: Date.parse(`${month}-28`) },
      count === null ? new Map() : new Map([[place, estimate]]),
    );
  }
  return new MergedPeople(versions, knownBefore === undefined ? undefined : { before: Date.parse(knownBefore) });
}

describe('the estimate of organisations together', () => {
  test('is of the month that is asked for', () => {
    const sources = [source('a', [10, 20, 30]), source('b', [10, 10, 10])];
    expect(merged([15, 25, 35]).estimateOf('G', place, sources, [0, 1])).toMatchObject({ people: 35, isOfMonth: true });
  });

  test('stays that of an earlier month where none was made since', () => {
    const sources = [source('a', [10, 20, 20]), source('b', [10, 10, 10])];
    expect(merged([15, 25, null]).estimateOf('G', place, sources, [0, 1])).toMatchObject({
      ...{ people: 25, isOfMonth: false },
      then: [{ people: 10 }, { people: 10 }],
    });
  });

  test('is the version that was known at a moment', () => {
    const sources = [source('a', [10, 20], { month: '2026-02' }), source('b', [10, 10], { month: '2026-02' })];
    const known = (before: string) => merged([15, 25], ['a', 'b'], before).estimateOf('G', place, sources, [0, 1]);
    expect(known('2026-03-01')).toMatchObject({ people: 25 });
    expect(known('2026-02-28')).toBe(NoEstimate.NOT_CLOSED);
  });

  test('is none before the month closes, and where one has another key, no sketch, an earlier month, or counts alone', () => {
    const a = source('a', [10, 20, 30]);
    const why = (b: Source) => merged([15, 25]).estimateOf('G', place, [a, b], [0, 1]);
    expect(why(source('b', [10, 10, 10]))).toBe(NoEstimate.NOT_CLOSED);
    expect(why(source('b', [10, 10], { month: '2026-02' }))).toBe(NoEstimate.OTHER_PERIOD);
    expect(why(source('b', [10, 10, 10], { key: 'L' }))).toBe(NoEstimate.OTHER_KEY);
    expect(why(source('b', [10, 10, 10], { without: '2026-03' }))).toBe(NoEstimate.NO_SKETCH);
    expect(why(source('identity', [10, 10, 10]))).toBe(NoEstimate.COUNTS_ONLY);
  });

  test('stands whatever key or sketches organisations have afterwards', () => {
    const a = source('a', [10, 20, 30]);
    for (const later of [{ key: 'L' }, { without: '2026-03' }]) {
      const found = merged([15, 25, 35]).estimateOf('G', place, [a, source('b', [10, 10, 10], later)], [0, 1]);
      expect(found).toMatchObject({ people: 35 });
    }
  });

  test('is none of a place that had too few, of one organisation alone, or where it is of others, too', () => {
    const sources = [source('a', [10, 20, 30]), source('b', [10, 10, 10])];
    expect(merged([null, null, null]).estimateOf('G', place, sources, [0, 1])).toBe(NoEstimate.NOT_YET);
    expect(merged([15, 25, 35], ['a']).estimateOf('G', place, sources, [0, 1])).toBe(NoEstimate.NO_SKETCH);
    const ofThree = merged([15, 25, 35], ['a', 'b', 'c']);
    expect(ofThree.estimateOf('G', place, sources, [0, 1])).toBe(NoEstimate.OTHER_ORGANISATIONS);
    expect(ofThree.groupOf('G', place, sources, true)).toBe(NoEstimate.OTHER_ORGANISATIONS);
  });
});

test('a group has the estimate of all that have sketches of the goal', () => {
  const sources = [source('a', [10, 20, 30]), null, source('b', [10, 10, 10])];
  const estimates = merged([15, 25, 35]);
  expect(estimates.groupOf('G', place, sources, false)).toMatchObject({ people: 35 });
  const without = (isOfCommunes: boolean) => estimates.groupOf('G', 'a place without a sketch', sources, isOfCommunes);
  expect(without(false)).toBe(NoEstimate.TOO_FEW);
  expect(without(true)).toBe(NoEstimate.NO_SKETCH);
});

describe('an organisation that never gives a sketch', () => {
  const [a, b] = [source('a', [10, 20, 30]), source('b', [10, 10, 10])];
  const people = [10, 20, 200];
  const c: Source = { ...source('c', people), known: { ...source('c', people).known, sketches: new Map() } };
  const shares = [
    { people: 30, atMost: 39 },
    { people: 10, atMost: 19 },
    { people: 200, atMost: 209 },
  ];
  const figureOf = (sources: readonly Source[]) =>
    peopleFigure(shares.slice(0, sources.length), 10_000, null, (contributing) =>
      merged([15, 25, 35]).estimateOf('G', place, sources, contributing),
    );

  test('costs its own part of the estimate: it is of the others, and wider by whom that one may have beside them', () => {
    const [withIt, ofTwo] = [figureOf([a, b, c]), figureOf([a, b])];
    expect(withIt).toMatchObject({ method: 'ESTIMATE', noEstimate: null, lower: 200 });
    expect(ofTwo).toMatchObject({ method: 'ESTIMATE', noEstimate: null, lower: 30 });
    const more = (withIt?.interval?.upper ?? 0) - (ofTwo?.interval?.upper ?? 0);
    // No fewer than it has, and seldom all of them beside all others.
    expect(more).toBeGreaterThan(180);
    expect(more).toBeLessThanOrEqual(209);
  });

  test('is waited for as long as one that is late, and then the others are estimated without it', () => {
    const known = new Map([a, b, c].map((one) => [one.known.release.organisation, one.known]));
    const closedAt = Date.parse('2026-04-01');
    const references = [a, b].flatMap(({ known: { sketches } }) => {
      const reference = sketches.get('G 2026-03');
      return reference ? [{ ...reference, broughtAt: closedAt, demonstration: false }] : [];
    });
    const closed = { goal: 'G', month: '2026-03', closedAt, references, organisations: ['a', 'b', 'c'] };
    const dueAt = (day: string) =>
      dueRound(closed, new Map(), { snapshot: known, versions: new EstimateVersions(), now: Date.parse(day) });
    expect(dueAt('2026-04-30')).toBeUndefined();
    expect(dueAt('2026-05-01')).toMatchObject({
      occasion: 'CLOSE',
      references: [{ organisation: 'a' }, { organisation: 'b' }],
    });
  });
});
