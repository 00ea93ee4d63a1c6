import { type Cell, Figures } from '@hub/kit';
import { describe, expect, test } from '@jest/globals';
import type { Source } from '../progress/progress-frame.js';
import { MergedPeople, type MonthEstimates } from './merged-people.js';
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

/** Estimates of the place in each month: of so many people, of so many organisations. */
function merged(people: readonly number[], organisations = ['a', 'b'], ofPlace = organisations.length) {
  const estimates = people.map((count, index): [string, MonthEstimates] => [
    `G ${months[index]} K ${months[index]}`,
    { byPlace: new Map([[place, { people: count, standardError: 1, organisations: ofPlace }]]), organisations },
  ]);
  return new MergedPeople(new Map(estimates));
}

describe('the estimate of organisations together', () => {
  test('is of the month that is asked for', () => {
    const sources = [source('a', [10, 20, 30]), source('b', [10, 10, 10])];
    expect(merged([15, 25, 35]).estimateOf('G', place, sources, [0, 1])).toMatchObject({ people: 35 });
  });

  test('stays that of the first month while no published number moves, so that errors do not average out', () => {
    const sources = [source('a', [10, 20, 20]), source('b', [10, 10, 10])];
    expect(merged([15, 25, 27]).estimateOf('G', place, sources, [0, 1])).toMatchObject({ people: 25 });
    const still = [source('a', [20, 20, 20]), source('b', [10, 10, 10])];
    expect(merged([23, 25, 27]).estimateOf('G', place, still, [0, 1])).toMatchObject({ people: 23 });
  });

  test('is none where one has an earlier month, another key, no sketch, or counts alone', () => {
    const a = source('a', [10, 20, 30]);
    const why = (b: Source) => merged([15, 25, 35]).estimateOf('G', place, [a, b], [0, 1]);
    expect(why(source('b', [10, 10], { month: '2026-02' }))).toBe(NoEstimate.OTHER_PERIOD);
    expect(why(source('b', [10, 10, 10], { key: 'L' }))).toBe(NoEstimate.OTHER_KEY);
    expect(why(source('b', [10, 10, 10], { without: '2026-03' }))).toBe(NoEstimate.NO_SKETCH);
    expect(why(source('identity', [10, 10, 10]))).toBe(NoEstimate.COUNTS_ONLY);
  });

  test('is none while it is not made, or where it is of others, too', () => {
    const sources = [source('a', [10, 20, 30]), source('b', [10, 10, 10])];
    expect(merged([]).estimateOf('G', place, sources, [0, 1])).toBe(NoEstimate.NOT_YET);
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
