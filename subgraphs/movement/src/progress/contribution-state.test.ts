import { describe, expect, test } from '@jest/globals';
import type { TakenRelease } from '../register/taken-releases.js';
import { dueDay, punctualityOf } from './contribution-state.js';

const release = (madeOn: string, through: string, number = 1, withdrawnBy: number | null = null) =>
  ({ madeAt: `${madeOn}T03:00:00.000Z`, through, number, withdrawnBy }) as TakenRelease;
/** The release withdraws October: it covers September at the latest. */
const withdrawal = release('2026-11-11', '2026-09-30', 2);
const madeOn = (moment: string) => moment.slice(0, 10);

describe('a report of October, due on 10 November', () => {
  const judged = (releases: TakenRelease[], today = '2026-11-27', due: string | null = '2026-11-10') =>
    punctualityOf(releases, '2026-10-31', due, today, madeOn);

  test.each<[string, TakenRelease[], string, number]>([
    ['is in time on the due day', [release('2026-11-10', '2026-10-31')], 'REPORTED', 0],
    ['is a day late on the day after', [release('2026-11-11', '2026-10-31')], 'LATE', 1],
    [
      'counts from the first release that is complete through it',
      [
        ...[
          release('2026-11-01', '2026-10-30'),
          release('2026-11-05', '2026-10-31'),
          release('2026-11-20', '2026-11-19'),
        ],
      ],
      'REPORTED',
      0,
    ],
    [
      'is not there by a release that is complete through the day before',
      [release('2026-11-01', '2026-10-30')],
      'NOT_YET',
      17,
    ],
    ['is not there by one that was withdrawn', [release('2026-11-05', '2026-10-31', 1, 2), withdrawal], 'NOT_YET', 17],
    ['is there by one that was withdrawn only later', [release('2026-11-05', '2026-10-31', 1, 2)], 'REPORTED', 0],
    [
      'is late by the one that came in its place',
      [release('2026-11-05', '2026-10-31', 1, 2), withdrawal, release('2026-11-12', '2026-10-31', 3)],
      'LATE',
      2,
    ],
    ['is not there where there is none', [], 'NOT_YET', 17],
  ])('%s', (_what, releases, state, lateDays) => {
    expect(judged(releases)).toEqual({ state, lateDays });
  });

  test('is not late before its due day', () => {
    expect(judged([], '2026-11-09')).toEqual({ state: 'NOT_YET', lateDays: 0 });
  });

  test('is never late where no day is laid down', () => {
    expect(judged([], '2026-11-27', null)).toEqual({ state: 'NOT_YET', lateDays: null });
    expect(judged([release('2026-11-20', '2026-10-31')], '2026-11-27', null)).toEqual({
      ...{ state: 'REPORTED', lateDays: null },
    });
  });
});

describe('a report of a month before the first release', () => {
  const of = (through: string, due: string, releases: TakenRelease[]) =>
    punctualityOf(releases, through, due, '2026-11-27', madeOn);
  const first = release('2026-11-14', '2026-10-31');

  test('is neither in time nor late: the first release brings the past with it', () => {
    expect(of('2025-04-30', '2025-05-10', [first])).toEqual({ state: 'REPORTED', lateDays: null });
    expect(of('2026-09-30', '2026-10-10', [first])).toEqual({ state: 'REPORTED', lateDays: null });
    expect(of('2026-10-31', '2026-11-10', [first])).toEqual({ state: 'LATE', lateDays: 4 });
  });

  test('is late where there is no release at all', () => {
    expect(of('2026-09-30', '2026-10-10', [])).toEqual({ state: 'NOT_YET', lateDays: 48 });
  });
});

test('a due day is some days after the period’s last', () => {
  expect(dueDay('2026-10-31', 10)).toBe('2026-11-10');
  expect(dueDay('2026-10-31', null)).toBeNull();
});
