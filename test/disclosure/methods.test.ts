import { describe, expect, test } from '@jest/globals';
import { attack, judge, type Judged, secretsOf } from './support/attack.js';
import { randomNumbers } from './support/random-numbers.js';
import { sharesFrom } from './support/bounded-shares.js';
import { widthOf } from './support/ranges.js';
import { cellKeys } from './support/rules/cell-keys.js';
import { roundingDown } from './support/rules/rounding-down.js';
import type { Rule } from './support/rules/rule.js';
import { suppression } from './support/rules/suppression.js';
import { tableOf, World } from './support/structure.js';
import { allOrganisations, demonstration } from './support/truth/demonstration.js';
import { utilityOf } from './support/utility.js';

const everything = demonstration();

const ways = { suppression, uncapped: roundingDown('by themselves'), capped: roundingDown('capped'), cellKeys };

/** The public sector's tables take half a minute by themselves: `pnpm prove disclosure`. */
const tried = allOrganisations.filter((one) => one !== 'public-sector' || process.env['DISCLOSURE'] === 'all');

/** What an analyst finds in a world published by a rule: what leaves fewer than ten values. */
async function found(world: World, rule: Rule): Promise<Judged[]> {
  const { structure, truth } = world;
  const shown = rule.publish(world);
  const findings = await attack(structure, { rule, shown, asks: secretsOf(truth) });
  return judge(findings, truth).filter(({ width }) => width < 10);
}

/** A whole of disjoint parts. */
function total(...parts: readonly number[]): World {
  const world = new World();
  const cells = parts.map((people, index) => world.count('parts', String(index), people));
  const whole = world.count(
    'whole',
    'all',
    parts.reduce((sum, people) => sum + people, 0),
  );
  world.structure.unions.push({ whole, parts: cells, isDisjoint: true });
  return world;
}

describe('the truth that the attacker is judged by', () => {
  const { structure, truth } = everything;
  const people = (cell: string) => truth.get(cell) ?? 0;
  const sum = (cells: readonly string[]) => cells.reduce((all, cell) => all + people(cell), 0);

  test('fulfils all that is known of it', () => {
    expect(structure.nested.filter(([whole, part]) => people(part) > people(whole))).toEqual([]);
    expect(structure.equal.filter(([a, b]) => people(a) !== people(b))).toEqual([]);
    expect(
      structure.unions.filter(({ whole, parts, isDisjoint }) =>
        isDisjoint
          ? sum(parts) !== people(whole)
          : sum(parts) < people(whole) || parts.some((part) => people(part) > people(whole)),
      ),
    ).toEqual([]);
    const isMet = (terms: readonly (readonly [string, number])[], least: number) =>
      terms.reduce((all, [cell, factor]) => all + factor * people(cell), 0) >= least;
    expect(structure.inequalities.filter(({ terms, least }) => !isMet(terms, least))).toEqual([]);
    expect([...structure.caps].filter(([cell, cap]) => people(cell) > cap)).toEqual([]);
  });
});

describe('rounding down to ten', () => {
  test('a total narrows few parts that are nearly all at their greatest', async () => {
    const narrowed = await found(total(19, 8), ways.uncapped);
    expect(narrowed.filter(({ part }) => part === null).map(({ width }) => width)).toEqual([9, 9, 9]);
    expect(await found(total(19, 8), ways.capped)).toEqual([]);
  });

  test.each([2, 3, 4, 5, 6, 7, 8, 9, 10, 12])('%i parts: nothing is told, whatever the numbers', async (parts) => {
    const random = randomNumbers(parts);
    for (let round = 0; round < 8; round += 1) {
      // Ends of ranges are what tells something.
      const people = Array.from({ length: parts }, () => 10 * Math.floor(3 * random()) + (random() < 0.8 ? 9 : 0));
      expect(await found(total(...people), ways.capped)).toEqual([]);
    }
  });

  test.each(tried)(
    '%s: all counts and differences leave ten values',
    async (organisation) => {
      const world = demonstration([organisation]);
      expect(await found(world, ways.capped)).toEqual([]);
    },
    600_000,
  );

  test.each(process.env['DISCLOSURE'] === 'all' ? tried : tried.slice(0, 1))(
    'who knows all true numbers of %s is told no more of the others’',
    async (organisation) => {
      const own = demonstration([organisation]);
      const world = demonstration(tried);
      const { structure, truth } = world;
      const findings = await attack(structure, {
        ...{ rule: ways.capped, shown: ways.capped.publish(world), known: own.truth },
        asks: (cell, part) => !own.structure.cells.has(cell) && secretsOf(truth)(cell, part),
      });
      expect(findings.length).toBeGreaterThan(1000);
      expect(judge(findings, truth).filter(({ width }) => width < 10)).toEqual([]);
    },
    600_000,
  );

  test('releases that follow each other tell nothing of the one person who came, or went, in between', async () => {
    const random = randomNumbers(7);
    const first = Array.from({ length: 20 }, () => Math.floor(40 * random()));
    // In each release one person more than before, or one fewer, mostly where a number moves by it.
    const releases = [first];
    const changed: number[] = [];
    for (let round = 0; round < 12; round += 1) {
      const before = releases.at(-1) ?? [];
      const change = round % 2 === 0 ? 1 : -1;
      const moved = before.findIndex((people) => people % 10 === (change === 1 ? 9 : 0) && people > 0);
      const at = moved === -1 ? round : moved;
      changed.push(at);
      releases.push(before.map((people, index) => (index === at ? people + change : people)));
    }
    const world = new World();
    let former: readonly string[] = [];
    for (const [number, release] of releases.entries()) {
      const cells = release.map((people, index) => world.count(`release ${number}`, String(index), people));
      const sum = release.reduce((all, people) => all + people, 0);
      world.structure.unions.push({
        whole: world.count(`release ${number}`, 'all', sum),
        parts: cells,
        isDisjoint: true,
      });
      // The attacker knows of that one whether it rose or fell; of no other number that it did neither.
      const [at = 0, cell = ''] = [changed[number - 1], cells[changed[number - 1] ?? 0]];
      const before = former[at];
      if (before !== undefined) world.structure.nested.push(number % 2 === 1 ? [cell, before] : [before, cell]);
      former = cells;
    }
    expect(await found(world, ways.capped)).toEqual([]);
  });

  /**
   * Two releases of one month, of five parts: one number moves, and the total stays. The attacker assumes that no
   * person was removed.
   */
  function twoReleases(isRising: boolean): World {
    const world = new World();
    const releases = [
      [19, 31, 41, 50, 60],
      [21, 32, 43, 51, 61],
    ].map((people, number) => {
      const parts = people.map((count, index) => world.count(`release ${number}`, String(index), count));
      // 201, and 208.
      const sum = people.reduce((all, count) => all + count, 0);
      const total = world.count(`release ${number}`, 'all', sum);
      world.structure.unions.push({ whole: total, parts, isDisjoint: true });
      if (isRising) world.structure.totalsThatRise.add(total);
      return [total, ...parts];
    });
    for (const [index, cell] of (releases[1] ?? []).entries()) {
      world.structure.nested.push([cell, releases[0]?.[index] ?? '']);
    }
    return world;
  }

  test('a number that moves between releases, while its total’s stays, leaves ten, since totals have steps of two', async () => {
    const inOneStep = await found(twoReleases(false), ways.capped);
    expect(inOneStep.length).toBeGreaterThan(0);
    expect(inOneStep.map(({ width }) => width)).toEqual(inOneStep.map(() => 9));
    expect(await found(twoReleases(true), ways.capped)).toEqual([]);
  });

  /** Eight parts and their total in six months, to few of which few people are added: what is found of them by a rule. */
  async function foundInMonths(seed: number, rule: Rule): Promise<Judged[]> {
    const random = randomNumbers(seed);
    const world = new World();
    const people = Array.from({ length: 8 }, () => Math.floor(40 * random()));
    const months: { total: string; parts: string[] }[] = [];
    for (let month = 0; month < 6; month += 1) {
      // Of some months, most parts gain one person, which moves many numbers at once.
      const isBusy = random() < 0.3;
      for (const [index, before] of people.entries()) {
        if (month > 0 && (isBusy || random() < 0.15)) people[index] = before + (isBusy ? 1 : Math.floor(6 * random()));
      }
      const parts = people.map((count, index) => world.count(`month ${month}`, String(index), count));
      const sum = people.reduce((all, count) => all + count, 0);
      const total = world.count(`month ${month}`, 'all', sum);
      world.structure.unions.push({ whole: total, parts, isDisjoint: true });
      world.structure.totalsThatRise.add(total);
      for (const former of months) {
        for (const [index, part] of former.parts.entries()) world.structure.nested.push([parts[index] ?? '', part]);
        world.structure.nested.push([total, former.total]);
      }
      months.push({ total, parts });
    }
    world.structure.rising.push(months);
    return found(world, rule);
  }

  test('months in which few are added tell something unless numbers wait for their total’s', async () => {
    const narrowed = await Promise.all([1, 2, 3, 4, 5, 6].map((seed) => foundInMonths(seed, ways.uncapped)));
    expect(narrowed.flat().length).toBeGreaterThan(0);
    for (let seed = 1; seed <= 60; seed += 1) expect(await foundInMonths(seed, ways.capped)).toEqual([]);
  }, 600_000);

  test('schools need the cap: without it, they and their communes are narrowed', async () => {
    const narrowed = await found(demonstration(['education']), ways.uncapped);
    const tables = new Set(narrowed.filter(({ part }) => part === null).map(({ cell }) => tableOf(cell)));
    expect([...tables].filter((table) => table.startsWith('pupils')).sort()).toEqual([
      ...['pupils by commune', 'pupils by commune, living there', 'pupils by school'],
    ]);
  }, 600_000);

  test.each(['youth-union', 'womens-union', 'education'] as const)(
    '%s: turns need the cap: without it, a month tells of its sessions, and of single turns',
    async (organisation) => {
      const narrowed = await found(demonstration([organisation]), ways.uncapped);
      const sessions = narrowed.filter(
        ({ cell, part }) => part === null && tableOf(cell).startsWith('turns by session'),
      );
      expect(sessions.length).toBeGreaterThan(100);
    },
    600_000,
  );

  test('bounds on a goal tell no share', async () => {
    // 137 and 62 people are published as 130 and 60, each at most 9 more.
    const ranges = await sharesFrom({ lower: 130, upper: 208 }, 2, 10);
    expect(ranges.map(({ least, most }) => [least, most])).toEqual([
      [130, 139],
      [60, 69],
    ]);
    for (const range of await sharesFrom({ lower: 130, upper: 236 }, 4, 10)) expect(widthOf(range)).toBeGreaterThan(9);
  });

  test('costs little: nothing is withheld, and few numbers move by more than ten', () => {
    const { cells, people, province } = utilityOf(everything, ways.capped.publish(everything));
    expect(cells).toBeLessThan(0.005);
    expect(people).toBeLessThan(0.0005);
    expect(province).toBeLessThan(0.005);
  });
});

describe('the other ways', () => {
  test('suppression withholds more than 15 % of the cells of all months', () => {
    const released = [...suppression.publish(everything)].filter(
      ([cell]) => cell.startsWith('release: ') && !cell.includes('|38 ') && everything.people(cell) > 0,
    );
    const withheld = released.filter(([, value]) => value === null);
    expect(withheld.length / released.length).toBeGreaterThan(0.15);
  });

  test('rounding by cell keys tells more month by month', async () => {
    const narrowed = await found(demonstration(['youth-union']), cellKeys);
    expect(narrowed.filter(({ part }) => part === null).length).toBeGreaterThan(100);
  });
});
