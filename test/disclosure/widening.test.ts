import { demoProvince, demoPublicServants } from '@hub/demo';
import { demoPeople } from '@hub/kit/service';
import type { PublishedCount } from '@hub/protocol';
import { expect, test } from '@jest/globals';
import { peopleOfFiles, together } from '../support/people-of-files.js';
import { placesConfig } from '../support/places.js';
import { cappedCells, roundingDown } from './support/rules/rounding-down.js';
import { floor } from './support/rules/steps.js';
import { World } from './support/structure.js';
import { addDenominators, cellOfDenominator, publicDenominators } from './support/truth/denominators.js';
import { addEducation } from './support/truth/education.js';
import { communesOfToday, readRows } from './support/truth/files.js';
import { addReleases, lastMonth, releaseTable } from './support/truth/releases.js';
import { type KnownCommune, toldBefore, toldNow, type Utility, utilityOfCommunes } from './support/widening.js';

const on = '2026-10-31';
const world = new World();
for (const one of ['womens-union', 'youth-union', 'university', 'public-sector'] as const) addReleases(world, one);
addEducation(world);
await addDenominators(world);
const shown = roundingDown('capped').publish(world);
const capped = cappedCells(world.structure, shown);
const servants = demoPublicServants(demoPeople, await demoProvince(placesConfig.placesFolder, placesConfig.rootPlace));

/** The goals, their audiences, and the organisations that they count on. */
const goals = [
  ['PUBLIC_SECTOR', 'PUBLIC_SECTOR_STAFF', ['university', 'public-sector']],
  ['PUPILS', 'PUPILS', ['education']],
  ['ADULTS_BASIC', 'ADULTS', ['womens-union', 'youth-union', 'university', 'public-sector']],
] as const;

function communesOf([goal, audience, organisations]: (typeof goals)[number]): KnownCommune[] {
  const truth = peopleOfFiles(goal, lastMonth);
  return communesOfToday().map((place): KnownCommune => {
    const cells = organisations.map((one) => `${releaseTable(one, goal)}|${place} ${lastMonth}`);
    const shares = cells.map((cell): PublishedCount => {
      const people = shown.get(cell) ?? 0;
      const most = capped.has(cell) ? Math.max(people + 18, floor(world.people(cell)) + 9) : people + 9;
      return { people, atMost: most };
    });
    const ofPlace = truth.get(place);
    const peopleOf = (some: readonly string[]) => together(some.flatMap((one) => ofPlace?.get(one) ?? []));
    // Pupils are of one organisation.
    const people = audience === 'PUPILS' ? world.people(cells[0] ?? '') : peopleOf(organisations);
    const contributors = organisations.filter((_, index) => (shares[index]?.people ?? 0) > 0);
    const found = publicDenominators()
      .filter((one) => one.audience === audience && one.place === place)
      .at(-1);
    if (!found) throw new Error(`Expected a denominator of ${audience} in ${place}.`);
    const isCounted = audience === 'PUBLIC_SECTOR_STAFF' ? (servants.get(place) ?? 0) : undefined;
    return {
      ...{ shares, people, contributing: audience === 'PUPILS' ? people : peopleOf(contributors) },
      audience: isCounted ?? (audience === 'PUPILS' ? world.people(cellOfDenominator(found)) : found.value),
      denominator: { people: found.value, atMost: found.atMost },
    };
  });
}

/**
 * The cost of ten possible values, by goal and by thirds of the communes, from the smallest audience to the largest.
 */
test.each(goals)('what ten values cost whoever reads %s', (...goal) => {
  const [code] = goal;
  const row = readRows('subgraphs/runtime/data/goals/goals.csv').find((one) => one['code'] === code) ?? {};
  const terms = {
    ...{ target: Number(row['target']), base: Number(row['base']) },
    ...{ startsOn: row['starts_on'] ?? '', deadline: row['deadline'] ?? '' },
  };
  const communes = communesOf(goal).toSorted((a, b) => a.audience - b.audience);
  const table = [0, 1, 2].map((third) => {
    const some = communes.slice(Math.floor((third * 166) / 3), Math.floor(((third + 1) * 166) / 3));
    const of = (told: typeof toldNow): Utility => utilityOfCommunes(some, terms, on, told);
    return { audience: [some[0]?.audience, some.at(-1)?.audience], before: of(toldBefore), now: of(toldNow) };
  });
  if (process.env['DISCLOSURE'] === 'all') process.stdout.write(`${code} ${JSON.stringify(table, null, 1)}\n`);
  for (const { before, now } of table) {
    // Only what a denominator narrowed is wider, and never by more than makes ten values of it.
    expect(now.bounds - before.bounds).toBeLessThan(10);
    expect(now.interval - before.interval).toBeLessThan(10);
    if (code === 'ADULTS_BASIC') expect(now).toEqual(before);
    expect(now.verdicts).toBeGreaterThan(before.verdicts - 0.3);
    expect(now.verdicts).toBeLessThanOrEqual(before.verdicts);
  }
});
