import { ProgressStatus } from '@hub/protocol';
import { expect, test } from '@jest/globals';
import { likelyStatus } from './likely-status.js';
import { type PeopleFigure, PeopleMethod } from './people-figure.js';

const figure = (more: Partial<PeopleFigure>): PeopleFigure => ({
  ...{ lower: 90, upper: 99, estimate: 90, interval: { lower: 90, upper: 99 }, method: PeopleMethod.EXACT },
  ...{ noEstimate: null, isOpen: false, asOf: null },
  ...more,
});
const exactly = (people: number) => ({ people, atMost: people });
/** Reached from as many people as the denominator on. */
const statusAt = (people: number, denominator: number) =>
  people >= denominator ? ProgressStatus.ACHIEVED : ProgressStatus.ON_TRACK;

test('each number of a rounded count is equally probable', () => {
  expect(likelyStatus(figure({}), exactly(92), statusAt)).toEqual({ status: 'ACHIEVED', probability: 0.8 });
  expect(likelyStatus(figure({}), exactly(93), statusAt)).toBeNull();
  expect(likelyStatus(figure({}), exactly(99), statusAt)).toEqual({ status: 'ON_TRACK', probability: 0.9 });
});

test('so is each number of a rounded denominator', () => {
  // 90 to 99 people of 84 to 93: 1 + 2 + 3 of the 100 pairs have fewer people.
  expect(likelyStatus(figure({}), { people: 84, atMost: 93 }, statusAt)).toEqual({
    ...{ status: 'ACHIEVED', probability: 0.94 },
  });
});

test('the masses of a posterior weigh each status, with steps between numbers, too', () => {
  const posterior = { first: 80, step: 10, masses: [0.05, 0.1, 0.7, 0.1, 0.05] };
  const some = figure({ method: PeopleMethod.ESTIMATE, posterior });
  expect(likelyStatus(some, exactly(100), statusAt)).toEqual({ status: 'ACHIEVED', probability: 0.85 });
  expect(likelyStatus(some, exactly(101), statusAt)).toEqual({ status: 'ON_TRACK', probability: 0.85 });
});

test('it is never said as certain', () => {
  expect(likelyStatus(figure({}), exactly(90), statusAt)?.probability).toBe(0.99);
});

test('bounds alone, and a missing organisation, have no probabilities', () => {
  expect(likelyStatus(figure({ estimate: null, method: PeopleMethod.BOUNDS }), exactly(90), statusAt)).toBeNull();
  expect(likelyStatus(figure({ isOpen: true }), exactly(90), statusAt)).toBeNull();
});

test('an uncertain status is not likely', () => {
  expect(likelyStatus(figure({}), exactly(90), () => ProgressStatus.UNCERTAIN)).toBeNull();
});
