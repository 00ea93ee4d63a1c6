import { describe, expect, test } from '@jest/globals';
import { gapBetween, type Group, haveGroupsOfSome } from './breakdown.js';

const share = (people: number) => ({ people });

test('groups by sex and age are of some alone where one organisation has few people, and another many', () => {
  expect(haveGroupsOfSome([share(4000), share(990), null])).toBe(true);
  expect(haveGroupsOfSome([share(4000), share(1000), null, share(0)])).toBe(false);
  // Then nobody's sketches have groups: there are too few people.
  expect(haveGroupsOfSome([share(500), share(990)])).toBe(false);
  expect(haveGroupsOfSome([null])).toBe(false);
});

describe('the gap between groups', () => {
  const group = (name: string, people: number | null): Group => ({
    ...{ group: name, region: null, people, noEstimate: null, denominator: 1000 },
    interval: people === null ? null : { lower: people - 50, upper: people + 50 },
    ratio: people === null ? null : people / 1000,
  });

  test('is of the highest and the lowest ratio that are known, and has the ends of their intervals', () => {
    expect(gapBetween([group('A', 250), group('B', null), group('C', 500), group('D', 125)])).toEqual({
      points: 37.5,
      interval: { lower: expect.closeTo(27.5, 9), upper: expect.closeTo(47.5, 9) },
      highest: 'C',
      lowest: 'D',
    });
    expect(gapBetween([group('A', 250), group('B', 260)])?.interval.lower).toBe(0);
  });

  test('is none of one', () => {
    expect(gapBetween([group('A', 250), group('B', null)])).toBeNull();
  });
});
