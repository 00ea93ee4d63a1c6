import type { PublishedCount } from '@hub/protocol';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { peopleOfFiles, together } from '../support/people-of-files.js';
import { attack, judge, type Judged, secretsOf } from './support/attack.js';
import { type Bound, knowingEstimates } from './support/estimated.js';
import { cappedCells, roundingDown } from './support/rules/rounding-down.js';
import type { Shown } from './support/rules/rule.js';
import { floor, mostOfTotal } from './support/rules/steps.js';
import { type CellId, World } from './support/structure.js';
import { toldPeople, type ToldPeople } from './support/told-people.js';
import {
  addDenominators,
  cellOfDenominator,
  type PublicDenominator,
  publicDenominators,
  shownDenominators,
} from './support/truth/denominators.js';
import { communesOfToday } from './support/truth/files.js';
import { addReleases, lastMonth, releaseTable } from './support/truth/releases.js';

/** The goals of which several organisations have people, with their audiences. */
const goals = [
  ['PUBLIC_SECTOR', 'PUBLIC_SECTOR_STAFF', ['university', 'public-sector']],
  ['ADULTS_BASIC', 'ADULTS', ['womens-union', 'youth-union', 'university', 'public-sector']],
] as const;

const rule = roundingDown('capped');
const places = ['38', ...communesOfToday()];
const denominators = publicDenominators();

/**
 * Publishes the people of a place, from the shares, the number of people of the contributing organisations, and the
 * denominator.
 */
type Telling = (
  shares: readonly PublishedCount[],
  contributing: number,
  denominator: PublicDenominator | undefined,
) => ToldPeople;

const now: Telling = (shares, contributing, denominator) =>
  toldPeople(shares, contributing, denominator?.atMost ?? null);

/** The former rule: a denominator caps an upper bound, however narrow the result is. */
const before =
  (exactly: ReadonlyMap<CellId, number>): Telling =>
  (shares, contributing, denominator) => {
    const { all } = toldPeople(shares, contributing, null);
    const isExact = denominator?.basis === 'RECORDS';
    const value = isExact ? exactly.get(cellOfDenominator(denominator)) : denominator?.value;
    return { all: { ...all, most: Math.max(all.least, Math.min(all.most, value ?? all.most)) }, contributing: null };
  };

describe('an attacker who knows every denominator, in each version and at each level', () => {
  const world = new World();
  let shown: Shown;
  let exactly: ReadonlyMap<CellId, number>;
  let capped: ReadonlySet<CellId>;

  beforeAll(async () => {
    for (const organisation of ['womens-union', 'youth-union', 'university', 'public-sector'] as const) {
      addReleases(world, organisation);
    }
    await addDenominators(world);
    const told = shownDenominators();
    shown = new Map([...rule.publish(world), ...told]);
    capped = cappedCells(world.structure, shown);
    exactly = new Map([...told.keys()].map((cell) => [cell, world.people(cell)]));
  });

  test('is told the same of denominators as of all counts that belong together', () => {
    const published = rule.publish(world);
    const differing = [...shownDenominators()].filter(([cell, value]) => published.get(cell) !== value);
    expect(differing).toEqual([]);
    expect(exactly.size).toBe(3 * 167);
  });

  const sharesOf = (goal: string, organisations: readonly string[], place: string) =>
    organisations.map((one): PublishedCount => {
      const cell = `${releaseTable(one, goal)}|${place} ${lastMonth}`;
      const people = shown.get(cell) ?? 0;
      // The upper bound of a capped count is wider, so that it covers the true count.
      const alone = place === '38' ? mostOfTotal(people) : people + 9;
      const most = capped.has(cell) ? Math.max(people + 18, floor(world.people(cell)) + 19) : alone;
      return { people, atMost: most };
    });

  /** Adds the people of all organisations together to a world; returns their bounds. */
  function addTogether({ structure, count }: AddingTo, telling: Telling): Bound[] {
    const told: Bound[] = [];
    for (const [goal, audience, organisations] of goals) {
      const truth = peopleOfFiles(goal, lastMonth);
      for (const place of places) {
        const sets = truth.get(place === '38' ? 'all' : place);
        const peopleOf = (some: readonly string[]) => together(some.flatMap((one) => sets?.get(one) ?? []));
        const partsOf = (some: readonly string[]) =>
          some.map((one) => `${releaseTable(one, goal)}|${place} ${lastMonth}`);
        const shares = sharesOf(goal, organisations, place);
        const contributors = organisations.filter((_, index) => (shares[index]?.people ?? 0) > 0);
        const denominator = denominators.find((one) => one.audience === audience && one.place === place);
        const { all, contributing } = telling(shares, peopleOf(contributors), denominator);
        const whole = count(`together: ${goal}`, place, peopleOf(organisations));
        structure.unions.push({ whole, parts: partsOf(organisations), isDisjoint: false });
        told.push({ cell: whole, ...all });
        if (contributing) {
          const some = count(`contributing: ${goal}`, place, peopleOf(contributors));
          structure.unions.push({ whole: some, parts: partsOf(contributors), isDisjoint: false });
          structure.nested.push([whole, some]);
          told.push({ cell: some, ...contributing });
        }
        // The attacker assumes that a denominator counts everybody in the place, also where it comes from a census.
        if (denominator?.basis === 'RECORDS') structure.nested.push([cellOfDenominator(denominator), whole]);
        else if (denominator) structure.caps.set(whole, denominator.value);
      }
    }
    return told;
  }

  /** What is found of counts, and of differences that few make: of the last month, and of denominators. */
  async function found(telling: Telling, known: readonly Bound[] = []): Promise<Judged[]> {
    const all = copyOf(world);
    const { structure, truth } = all;
    const bounds = addTogether({ structure, count: all.count.bind(all) }, telling);
    const isSecret = secretsOf(truth);
    const isAsked = (cell: CellId) =>
      cell.endsWith(lastMonth) || exactly.has(cell) || /^(together|contributing)/.test(cell);
    const findings = await attack(structure, {
      rule: knowingEstimates(rule, world.structure, shown, [...bounds, ...known]),
      shown,
      asks: (cell, part) => isAsked(cell) && (part === null || isAsked(part)) && isSecret(cell, part),
    });
    expect(findings.length).toBeGreaterThan(1000);
    return judge(findings, truth).filter(({ width }) => width < 10);
  }

  test('finds no count and no difference with fewer than ten values', async () => {
    expect(await found(now)).toEqual([]);
  }, 600_000);

  test('would find them, were denominators exact, and bounds capped by them', async () => {
    const known = [...exactly].map(([cell, people]): Bound => ({ cell, least: people, most: people }));
    const narrowed = await found(before(exactly), known);
    const counts = narrowed.filter(({ part, cell }) => part === null && !exactly.has(cell));
    expect(counts.length).toBeGreaterThan(50);
    expect(counts.filter(({ width }) => width === 1).length).toBeGreaterThan(5);
  }, 600_000);
});

interface AddingTo extends Pick<World, 'structure'> {
  readonly count: World['count'];
}

function copyOf({ structure, truth }: World): World {
  const copy = new World();
  for (const cell of structure.cells) copy.structure.cells.add(cell);
  for (const [cell, people] of truth) copy.truth.set(cell, people);
  copy.structure.unions.push(...structure.unions);
  copy.structure.nested.push(...structure.nested);
  copy.structure.equal.push(...structure.equal);
  copy.structure.inequalities.push(...structure.inequalities);
  for (const total of structure.totalsThatRise) copy.structure.totalsThatRise.add(total);
  return copy;
}
