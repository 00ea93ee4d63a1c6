import { expect, test } from '@jest/globals';
import { NoEstimate } from '../sketches/merged-sketches.js';
import { haveGroupsOfSome, publishedGroup } from './breakdown.js';
import type { FoundEstimate } from '../sketches/merged-people.js';
import { confidentialityOf, groupConfidentiality } from './confidentiality.js';
import { groupFlags, ObservationStatus } from './flags.js';

const share = (people: number) => ({ people });

test('groups by sex and age are of some alone where one organisation has few people, and another many', () => {
  expect(haveGroupsOfSome([share(4000), share(990), null])).toBe(true);
  expect(haveGroupsOfSome([share(4000), share(1000), null, share(0)])).toBe(false);
  // Then nobody's sketches have groups: there are too few people.
  expect(haveGroupsOfSome([share(500), share(990)])).toBe(false);
  expect(haveGroupsOfSome([null])).toBe(false);
});

test('a number of a group is an estimate; of too few people it is withheld, of a month that is not told in full provisional', () => {
  const of = (people: number | null, width: number, noEstimate: NoEstimate | null = null) => ({
    ...{ people, noEstimate, interval: people === null ? null : { lower: people - width, upper: people + width } },
  });
  expect(groupFlags(of(900, 300), false)).toEqual(['E']);
  expect(groupFlags(of(900, 301), true)).toEqual(['E', 'P', 'U']);
  expect(groupFlags(of(null, 0, NoEstimate.TOO_FEW), false)).toEqual(['Q']);
  expect(groupFlags(of(null, 0, NoEstimate.NO_SKETCH), true)).toEqual(['L', 'P']);
  expect(groupFlags(of(null, 0, NoEstimate.NOT_CLOSED), false)).toEqual(['L', 'P']);
});

test('a number is free, unless it is of too few people, or agreements keep it back', () => {
  expect(
    [null, NoEstimate.NO_SKETCH, NoEstimate.TOO_FEW, NoEstimate.OTHER_ORGANISATIONS].map(groupConfidentiality),
  ).toEqual(['F', 'F', 'A', 'N']);
  const { A, L, P, Q } = ObservationStatus;
  expect([[], [A], [L], [P, Q]].map(confidentialityOf)).toEqual(['F', 'F', 'F', 'N']);
});

test('a group of which an organisation is missing is bounded by its denominator alone, and by nothing without one', () => {
  const part = { people: 6000, atMost: 6009, unsketched: 0 };
  const found = {
    ...{ cells: null, people: 10_000, standardError: 100, reach: 200, epsilon: 0.05, isOfMonth: true },
    then: [part, part],
  } as unknown as FoundEstimate;
  const of = (parts: Parameters<typeof publishedGroup>[1], denominator: number | null) =>
    publishedGroup(found, parts, denominator);
  expect(of([part, part], 40_000)).toEqual({ estimate: 10_000, interval: { lower: 9800, upper: 10_209 } });
  expect(of([part, part, null], 40_000)).toEqual({ estimate: 10_000, interval: { lower: 9800, upper: 40_000 } });
  expect(of([part, part, null], null)).toEqual({ estimate: 10_000, interval: null });
});
