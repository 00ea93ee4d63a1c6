import { beforeAll, describe, expect, test } from '@jest/globals';
import { attack, judge, type Judged, kindOf, secretsOf } from './support/attack.js';
import { sharesFrom } from './support/bounded-shares.js';
import { suppression } from './support/rules/suppression.js';
import { demonstration } from './support/truth/demonstration.js';
import { lastMonth, releaseTable } from './support/truth/releases.js';

const world = demonstration();
const { structure, truth } = world;
const shown = suppression.publish(world);

/** Each count that the attacker finds exactly, by kind; `judge` compares it with the files. */
describe('what the attacker finds where small counts are withheld, one table at a time', () => {
  let found: ReadonlyMap<string, readonly Judged[]>;

  beforeAll(async () => {
    const findings = await attack(
      structure,
      { rule: suppression, shown, asks: secretsOf(truth) },
      // No solver: bounds alone find enough here.
      { secondsInAll: 0 },
    );
    const exact = judge(findings, truth).filter(({ width, people }) => width === 1 && people < 10);
    found = Map.groupBy(exact, kindOf);
  });

  test.each([
    ['training by agency without training by course and agency', 100],
    ['training by agency, passed without training by course and agency, passed', 100],
    ['digital families: difference', 900],
    ['release: youth-union, ADULTS_BASIC: difference', 1000],
    ['release: education, PUPILS: difference', 100],
  ])('%s: more than %i, some of them single people', (kind, least) => {
    const differences = found.get(kind) ?? [];
    expect(differences.length).toBeGreaterThan(least);
    expect(differences.filter(({ people }) => people === 1).length).toBeGreaterThan(0);
  });

  test('both organisations’ shares of the province’s goal, from its bounds', async () => {
    const shares = ['university', 'public-sector'].map(
      (one) => truth.get(`${releaseTable(one, 'PUBLIC_SECTOR')}|38 ${lastMonth}`) ?? 0,
    );
    const [larger = 0, smaller = 0] = shares.toSorted((a, b) => b - a);
    expect(smaller).toBeGreaterThan(0);
    const ranges = await sharesFrom({ lower: larger, upper: larger + smaller }, 2, 1);
    expect(ranges.map(({ least, most }) => [least, most])).toEqual([
      [larger, larger],
      [smaller, smaller],
    ]);
  });
});
