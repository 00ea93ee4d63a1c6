import { describe, expect, test } from '@jest/globals';
import { cellLikelihood, meanOf, PeopleSketch, pointOf, posteriorOf } from '@hub/protocol';
import { posteriorOfCells, publishedEstimate } from './published-estimate.js';

const epsilon = 0.25;
const chanceOfNoise = (noise: number) =>
  ((1 - Math.exp(-epsilon)) / (1 + Math.exp(-epsilon))) * Math.exp(-epsilon * Math.abs(noise));

/** How often so many people set each number of eight cells, of all ways to put each of them in one. */
function waysOfCells(people: number): number[] {
  const ways = Array.from({ length: 9 }, () => 0);
  for (let way = 0; way < 8 ** people; way += 1) {
    let set = 0;
    for (let left = way, person = 0; person < people; person += 1, left = Math.floor(left / 8)) set |= 1 << (left % 8);
    const count = set.toString(2).replaceAll('0', '').length;
    ways[count] = (ways[count] ?? 0) + 1;
  }
  return ways.map((one) => one / 8 ** people);
}

/** The sizes of all unions of three organisations' people, if each of six people is in any of the organisations. */
function unionsOf(counts: readonly number[]): Set<number> {
  const unions = new Set<number>();
  for (let way = 0; way < 8 ** 6; way += 1) {
    const sizes = [0, 0, 0];
    let union = 0;
    for (let left = way, person = 0; person < 6; person += 1, left = Math.floor(left / 8)) {
      if (left % 8 > 0) union += 1;
      for (const organisation of [0, 1, 2])
        sizes[organisation] = (sizes[organisation] ?? 0) + ((left >> organisation) & 1);
    }
    if (counts.every((count, index) => sizes[index] === count)) unions.add(union);
  }
  return unions;
}

test('the posterior is that of all memberships of three organisations and six people in eight cells', () => {
  const chances = Array.from({ length: 7 }, (_, people) => waysOfCells(people));
  for (const counts of [
    [2, 3, 1],
    [3, 3, 0],
    [1, 1, 1],
    [4, 5, 2],
  ]) {
    const [first, last] = [
      Math.max(...counts),
      Math.min(
        6,
        counts.reduce((sum, one) => sum + one, 0),
      ),
    ];
    const unions = [...unionsOf(counts)].sort();
    // Each number within the bounds is possible, and none else.
    expect(unions).toEqual(Array.from({ length: last - first + 1 }, (_, index) => first + index));
    for (const cells of [-3, 2, 4, 11]) {
      const weights = unions.map((people) =>
        (chances[people] ?? []).reduce((sum, chance, set) => sum + chance * chanceOfNoise(cells - set), 0),
      );
      const whole = weights.reduce((sum, one) => sum + one, 0);
      const posterior = posteriorOf((people) => weights[people - first] ?? 0, { first, last });
      const mean = unions.reduce((sum, people, index) => sum + (people * (weights[index] ?? 0)) / whole, 0);
      expect(Math.abs(meanOf(posterior) - mean)).toBeLessThan(1e-9);
      for (const [index, weight] of weights.entries()) expect(posterior.masses[index]).toBeCloseTo(weight / whole, 9);
      let sum = 0;
      const point = unions.find((_, index) => (sum += (weights[index] ?? 0) / whole) >= 0.975);
      expect(pointOf(posterior, 0.975)).toBe(point);
    }
  }
});

test('without people who share a cell, the likelihood is the noise’s chance, and falls by its epsilon from number to number', () => {
  const likelihood = cellLikelihood(20, epsilon, { rows: 2 ** 40, near: 20 });
  for (let people = 0; people < 40; people += 1) {
    expect(likelihood(people) / likelihood(20)).toBeCloseTo(Math.exp(-epsilon * Math.abs(20 - people)), 9);
  }
});

describe('sketches of people whose number is drawn', () => {
  /** A number above 0 and below 1, another at each call. */
  let state = 5;
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state + 0.5) / 2 ** 32;
  };
  const geometric = () => Math.floor(-Math.log(random()) / epsilon);

  test.each([
    [30, 60],
    [120, 420],
    [900, 1_400],
  ])('between %i and %i are told without bias, and in 93 to 97 of 100 intervals', (lower, upper) => {
    const cases = 700;
    let [covered, error, width] = [0, 0, 0];
    for (let index = 0; index < cases; index += 1) {
      const people = lower + Math.floor(random() * (upper - lower + 1));
      const sketch = new PeopleSketch();
      for (let person = 0; person < people; person += 1)
        sketch.addWords((random() * 2 ** 32) | 0, (random() * 2 ** 32) | 0);
      const cells = sketch.cellsSet + geometric() - geometric();
      const told = publishedEstimate(posteriorOfCells({ cells, people: 0, epsilon }, { lower, upper }));
      if (told.interval.lower <= people && people <= told.interval.upper) covered += 1;
      error += told.estimate - people;
      width += told.interval.upper - told.interval.lower;
    }
    // Three deviations of so many cases.
    expect(covered / cases).toBeGreaterThan(0.95 - 0.025);
    expect(covered / cases).toBeLessThan(0.95 + (upper - lower < 40 ? 0.05 : 0.027));
    expect(Math.abs(error / cases)).toBeLessThan(1);
    expect(width / cases).toBeLessThan(upper > 900 ? 45 : 27);
  });
});
