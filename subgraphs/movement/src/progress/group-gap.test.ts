import { describe, expect, test } from '@jest/globals';
import { NoEstimate } from '../sketches/merged-sketches.js';
import type { BoundedGroup } from './breakdown.js';
import { ConfidentialityStatus } from './confidentiality.js';
import { boundsOfParts, gapBetween, ratioEndsOf } from './group-gap.js';

const counted = { people: 10_000, atMost: 10_000 };
const unknown = { region: null, flags: [], confidentiality: ConfidentialityStatus.F };

/** A group with a denominator of 10,000 and this number of people, more or less 500. */
const group = (name: string, people: number, width = 500): BoundedGroup => {
  const interval = { lower: people - width, upper: people + width };
  return {
    ...{ ...unknown, group: name, people, interval, noEstimate: null, denominator: counted.people },
    ...{ ratio: people / 10_000, ratioEnds: ratioEndsOf(interval, counted) },
  };
};

/** A group with a denominator of 10,000 and without an estimate: its people have bounds, or none. */
const without = (name: string, bounds: { lower: number; upper: number } | null): BoundedGroup => ({
  ...{ ...unknown, group: name, people: null, interval: null, noEstimate: NoEstimate.TOO_FEW },
  ...{ denominator: counted.people, ratio: null, ratioEnds: ratioEndsOf(bounds, counted) },
});

const points = (lower: number, upper: number) => ({
  lower: expect.closeTo(lower, 9),
  upper: expect.closeTo(upper, 9),
});

describe('the gap between groups', () => {
  test('is of the highest and the lowest ratio', () => {
    expect(gapBetween([group('A', 2500), group('C', 5000), group('D', 1250)])).toEqual({
      ...{ points: 37.5, interval: points(27.5, 47.5), highest: 'C', lowest: 'D' },
    });
    expect(gapBetween([group('A', 2500), group('B', 2600)])?.interval.lower).toBe(0);
    // With a denominator of 60, ten people are more than a tenth: a ratio cannot be more precise.
    const few = { ...group('E', 1000), denominator: 60, ratio: 0.1 };
    expect(gapBetween([group('A', 2500), few])).toMatchObject({ points: 20 });
  });

  test('has an interval of whichever groups may be the highest and the lowest', () => {
    // B may be above A's likely value, and C below D's.
    const groups = [group('A', 5000, 100), group('B', 4900, 900), group('C', 2100, 900), group('D', 2000, 100)];
    expect(gapBetween(groups)).toEqual({ points: 30, interval: points(28, 46), highest: 'A', lowest: 'D' });
  });

  test('reaches as far as a group without a number may be higher or lower', () => {
    const known = [group('A', 5000, 100), group('B', 4000, 100)];
    expect(gapBetween([...known, without('C', { lower: 1000, upper: 9000 })])).toEqual({
      ...{ points: 10, interval: points(8, 80), highest: 'A', lowest: 'B' },
    });
    expect(gapBetween([...known, without('C', null)])?.interval).toEqual(points(8, 100));
    // The denominator is unknown, so the ratio may be anything from 0 to 1.
    const uncounted = { ...without('C', null), denominator: null, ratioEnds: ratioEndsOf(null, null) };
    expect(gapBetween([...known, uncounted])?.interval).toEqual(points(8, 100));
    // A group that is certainly the lowest is named, with its certain bounds.
    expect(gapBetween([...known, without('C', { lower: 1000, upper: 2000 })])).toEqual({
      ...{ points: 30, interval: points(29, 41), highest: 'A', lowest: 'C' },
    });
    expect(gapBetween([...known, without('C', { lower: 7000, upper: 9000 })])).toEqual({
      ...{ points: 30, interval: points(29, 51), highest: 'C', lowest: 'B' },
    });
    // A denominator of zero gives no ratio.
    const ofNoPeople = {
      ...without('C', null),
      denominator: 0,
      ratioEnds: ratioEndsOf(null, { people: 0, atMost: 0 }),
    };
    expect(gapBetween([...known, ofNoPeople])?.interval).toEqual(points(8, 12));
  });

  test('is none of one', () => {
    expect(gapBetween([group('A', 2500), without('B', { lower: 1000, upper: 2000 })])).toBeNull();
  });
});

test('of a group without an estimate, published numbers and the denominator say between which numbers it lies', () => {
  const part = { people: 1200, atMost: 1209, unsketched: 18 };
  const other = { people: 300, atMost: 309, unsketched: 0 };
  expect(boundsOfParts([part, other], counted)).toEqual({ lower: 1200, upper: 1536 });
  expect(boundsOfParts([part, null], counted)).toEqual({ lower: 1200, upper: 10_000 });
  expect(boundsOfParts([part, null], null)).toEqual({ lower: 1200, upper: null });
  expect(boundsOfParts([null, null], counted)).toBeNull();
  // The denominator of records is a range.
  expect(ratioEndsOf({ lower: 1200, upper: 1536 }, { people: 2400, atMost: 3072 })).toEqual({
    ...{ lower: 1200 / 3072, upper: 0.64 },
  });
});
