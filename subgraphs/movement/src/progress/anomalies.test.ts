import { describe, expect, test } from '@jest/globals';
import { anomaliesIn } from './anomalies.js';
import type { GoalProgress } from './goal-progress.type.js';

/** A frame of one organisation's figures. */
function frameOf(code: string, audience = 'ADULTS') {
  const reports = { contributions: [{ organisation: { code } }], sources: [] };
  return { lastDay: '2026-01-31', goal: { startsOn: '2026-01-01', audience }, root: reports, communes: reports };
}

/**
 * A place's progress at the ends of months from January 2026; null for an unknown figure.
 * @param width the difference between the upper and the lower bound of people.
 */
const months = (
  people: readonly (number | null)[],
  denominator: number | null = 1000,
  width = 0,
  isRoot = false,
): GoalProgress[] =>
  people.map(
    (lower, index) =>
      ({
        period: `2026-${String(index + 1).padStart(2, '0')}`,
        frame: frameOf('a'),
        place: { isRoot },
        people:
          lower === null ? null : { lower, upper: null, estimate: null, interval: { lower, upper: lower + width } },
        denominator: denominator === null ? null : { value: denominator },
        ratio: lower === null || denominator === null ? null : lower / denominator,
        target: 0.8,
      }) as unknown as GoalProgress,
  );

const found = (...given: Parameters<typeof months>) =>
  anomaliesIn(months(...given)).map(({ rule, since, magnitude }) => [rule, since, Math.round(magnitude * 10) / 10]);

describe('a figure is worth a look', () => {
  test.each<[string, (number | null)[], unknown[]]>([
    ['not where it grows evenly', [10, 20, 31, 40, 51, 60], []],
    ['where people to date became fewer', [10, 20, 15, 25], [['FELL', '2026-03', 5]]],
    ['for its newest fall', [10, 8, 20, 15, 25], [['FELL', '2026-04', 5]]],
    ['where it has more people than there are', [900, 1001, 1002], [['MORE_THAN_DENOMINATOR', '2026-02', 2]]],
    ['not where it had, and has no more', [900, 1001, 990], [['FELL', '2026-03', 11]]],
    // Increases of 100, 110, 90, 140 and 400: the median is 110, the median deviation 20.
    ['where a month brought far more than the others', [0, 100, 210, 300, 440, 840], [['JUMPED', '2026-06', 9.8]]],
    ['by steps of ten, where the others differ by less', [10, 20, 30, 40, 50, 150], [['JUMPED', '2026-06', 9]]],
    ['not by fewer than four increases', [10, 20, 31, 400], []],
    ['not by what rounding makes', [10, 20, 30, 40, 50, 90], []],
    ['where nothing came for three months', [10, 20, 20, 20, 20], [['NOTHING_NEW', '2026-02', 3]]],
    ['not where nothing came for two', [10, 20, 20, 20], []],
    ['not where the target is reached', [780, 800, 800, 800, 800], []],
    ['not where nothing is known', [null, null, null, null, null], []],
    ['by what is known alone', [null, 20, 15], [['FELL', '2026-03', 5]]],
  ])('%s', (_what, people, expected) => {
    expect(found(people)).toEqual(expected);
  });

  test.each<[string, (number | null)[], number, unknown[]]>([
    ['not where they may have become fewer', [30, 20], 10, []],
    ['where they surely have', [30, 20], 9, [['FELL', '2026-02', 10]]],
    ['not where a month may have brought more', [0, 100, 210, 300, 440, 540 + 130], 60, []],
    ['where it surely has', [0, 100, 210, 300, 440, 840], 60, [['JUMPED', '2026-06', 9.8]]],
    ['not where the target may be reached', [785, 791, 791, 791, 791], 9, []],
    ['where it surely is not', [785, 790, 790, 790, 790], 9, [['NOTHING_NEW', '2026-02', 3]]],
  ])('%s', (_what, people, width, expected) => {
    expect(found(people, 1000, width)).toEqual(expected);
  });

  test('by as many people as both are compared by: estimates, where there are some', () => {
    const estimated = (denominator: number, ...figures: { estimate: number; lower: number; upper: number }[]) =>
      months(
        figures.map(() => 100),
        denominator,
      ).map((one, index) => {
        const { estimate, ...interval } = figures[index] ?? { estimate: 0, lower: 0, upper: 0 };
        return { ...one, people: { lower: 100, upper: null, estimate, interval } } as unknown as GoalProgress;
      });
    const [before, now] = [
      { estimate: 150, lower: 130, upper: 170 },
      { estimate: 110, lower: 100, upper: 120 },
    ];
    const told = (course: readonly GoalProgress[]) =>
      anomaliesIn(course).map(({ rule, magnitude }) => [rule, magnitude]);
    expect(told(estimated(1000, before, now))).toEqual([['FELL', 40]]);
    expect(told(estimated(120, before))).toEqual([['MORE_THAN_DENOMINATOR', 10]]);
  });

  test.each([
    ['other organisations are counted', frameOf('b')],
    ['another audience is', frameOf('a', 'PUPILS')],
  ])('neither as a fall nor as a jump where %s', (_what, frame) => {
    const later = (people: readonly number[], since: number) =>
      months(people).map((one, index) => (index < since ? one : ({ ...one, frame } as unknown as GoalProgress)));
    const rules = (course: readonly GoalProgress[]) => anomaliesIn(course).map(({ rule, since }) => [rule, since]);
    expect(rules(later([10, 20, 15, 25], 2))).toEqual([]);
    // The months after the jump or break are judged as before.
    expect(rules(later([10, 20, 15, 5], 2))).toEqual([['FELL', '2026-04']]);
    expect(rules(later([0, 100, 210, 300, 440, 840], 5))).toEqual([]);
  });

  test('of the whole by steps of twenty, in which it is told', () => {
    const people = [0, 20, 40, 60, 80, 160];
    expect(found(people)).toEqual([['JUMPED', '2026-06', 6]]);
    expect(found(people, 1000, 0, true)).toEqual([]);
  });

  test('not by an upper end that nothing bounds', () => {
    const open = months([30, 20]).map((one) => ({ ...one, people: one.people && { ...one.people, interval: null } }));
    expect(anomaliesIn(open)).toEqual([]);
  });

  test('without a denominator by people alone', () => {
    expect(found([10, 20, 15], null)).toEqual([['FELL', '2026-03', 5]]);
    expect(found([], 1000)).toEqual([]);
  });
});
