import { type PublishedCount, publishedCount, slack } from '@hub/protocol';
import { describe, expect, test } from '@jest/globals';
import { countKey } from '../../subgraphs/kit/src/disclosure/count-key.js';
import { coverOf } from '../../subgraphs/kit/src/disclosure/covers-of-cells.js';
import { isOfAllPlaces, totalOfAllPlaces } from '../../subgraphs/kit/src/disclosure/people-table.js';
import { publishCounts } from '../../subgraphs/kit/src/disclosure/publish-counts.js';

/**
 * An attacker keeps two releases of one table of three parts and their total, and assumes that no person was removed in
 * between. The attack tries every true number, and keeps each one whose publication equals the release.
 */
const parts = ['a', 'b', 'c'] as const;
const key = (place: string) => ({ measure: 'A', subject: '', place, month: '' });
const whole = countKey(key('all'));

/** The true numbers of the parts. */
type Numbers = readonly [number, number, number];

const sumOf = ([a, b, c]: Numbers) => a + b + c;

/** What is published of numbers: of each part, and of the total. */
function published(numbers: Numbers, isRising: boolean): PublishedCount[] {
  const said = publishCounts({
    rootPlace: 'all',
    counts: [
      ...parts.map((part, at) => ({ ...key(part), people: numbers[at] ?? 0 })),
      { ...key('all'), people: sumOf(numbers) },
    ],
    parts: [{ ...key('all'), parts: parts.length }],
    totalsOf: totalOfAllPlaces,
    ...(isRising && { rising: isOfAllPlaces }),
  });
  return [...parts.map((part) => countKey(key(part))), whole].map((name) => {
    const { people, atMost } = said.get(name) ?? { people: 0, atMost: 0 };
    return { people, atMost };
  });
}

/** A published release, and all true numbers with this publication. */
interface Seen {
  readonly said: readonly PublishedCount[];
  readonly numbers: readonly Numbers[];
}

/** All releases of parts within the given tens, each with the true numbers behind it. */
function releasesOf(tens: Numbers, isRising: boolean): Seen[] {
  const units = Array.from({ length: 10 }, (_, unit) => unit);
  const all = units.flatMap((a) =>
    units.flatMap((b) => units.map((c): Numbers => [tens[0] + a, tens[1] + b, tens[2] + c])),
  );
  const seen = new Map<string, { said: PublishedCount[]; numbers: Numbers[] }>();
  for (const numbers of all) {
    const said = published(numbers, isRising);
    const name = JSON.stringify(said);
    const known = seen.get(name);
    if (known) known.numbers.push(numbers);
    else seen.set(name, { said, numbers: [numbers] });
  }
  return [...seen.values()];
}

/** More than any number here. */
const most = 256;

/** The fewest values that are left of a number, before or after, or of a difference; undefined where it cannot have been. */
function fewestLeft(before: Seen, after: Seen): number | undefined {
  const columns = 3 * (parts.length + 1);
  const isPossible = new Uint8Array(columns * most);
  for (const [a, b, c] of before.numbers) {
    for (const [d, e, f] of after.numbers) {
      if (d < a || e < b || f < c) continue;
      const values = [a, b, c, a + b + c, d, e, f, d + e + f, d - a, e - b, f - c, d + e + f - a - b - c];
      for (let at = 0; at < columns; at += 1) isPossible[at * most + (values[at] ?? 0)] = 1;
    }
  }
  const left = Array.from({ length: columns }, (_, at) =>
    isPossible.subarray(at * most, (at + 1) * most).reduce((sum, one) => sum + one, 0),
  );
  const fewest = Math.min(...left);
  return fewest === 0 ? undefined : fewest;
}

/** What two releases leave, and what moved in between. */
interface Left {
  readonly before: readonly PublishedCount[];
  readonly after: readonly PublishedCount[];
  readonly fewest: number;
}

/** Every pair of releases in which parts' numbers move by so much. */
function leftOf(tens: Numbers, moves: Numbers, isRising: boolean): Left[] {
  const after = releasesOf([tens[0] + moves[0], tens[1] + moves[1], tens[2] + moves[2]], isRising);
  return releasesOf(tens, isRising).flatMap((one) =>
    after.flatMap((other): Left[] => {
      const fewest = fewestLeft(one, other);
      return fewest === undefined ? [] : [{ before: one.said, after: other.said, fewest }];
    }),
  );
}

/** How many parts may be said to have gained at least, and by how many people more than that the total may have. */
function spareOf(moves: Numbers, { before, after }: Left): number {
  const gained = moves.reduce((sum, move) => sum + Math.max(0, move - slack), 0);
  const [was, is] = [before.at(-1), after.at(-1)];
  return (is?.atMost ?? 0) - (was?.people ?? 0) - slack - gained;
}

/** Tens that parts' numbers begin from. */
const bases: readonly Numbers[] = [
  [10, 10, 10],
  [20, 10, 10],
];
/** By how much they move in one release: by one step, or by more. */
const steps: readonly Numbers[] = [
  [0, 0, 0],
  [10, 0, 0],
  [10, 10, 0],
  [10, 10, 10],
];
const jumps: readonly Numbers[] = [
  [20, 0, 0],
  [20, 10, 0],
];

/** All pairs of releases in which parts' numbers move in some ways: each is tried once. */
const tried = new Map<string, ReturnType<typeof pairsFrom>>();
const pairsFrom = (base: Numbers, move: Numbers, isRising: boolean) =>
  leftOf(base, move, isRising).map((left) => ({ ...left, spare: spareOf(move, left) }));

const pairsOf = (moves: readonly Numbers[], isRising: boolean) =>
  bases.flatMap((base) =>
    moves.flatMap((move) => {
      const name = JSON.stringify([base, move, isRising]);
      const pairs = tried.get(name) ?? pairsFrom(base, move, isRising);
      tried.set(name, pairs);
      return pairs;
    }),
  );

describe('a table of three parts and their total', () => {
  test('in steps of ten: a number that moves while its total gains less than ten leaves nine', () => {
    const narrowed = pairsOf(steps, false).filter(({ fewest }) => fewest < 10);
    expect(narrowed.length).toBeGreaterThan(0);
    for (const { before, after, fewest } of narrowed) {
      expect(fewest).toBe(9);
      expect((after.at(-1)?.atMost ?? 0) - (before.at(-1)?.people ?? 0)).toBeLessThan(19);
    }
  });

  test('in steps of twenty: each number that moves by a step leaves ten, whatever else moves', () => {
    expect(pairsOf(steps, true).filter(({ fewest }) => fewest < 10)).toEqual([]);
  });

  test.each([false, true])(
    'leaves ten just where the total may have gained nine more than its parts did: rising %s',
    (isRising) => {
      const wrong = pairsOf([...steps, ...jumps], isRising).filter(({ fewest, spare }) => fewest < 10 !== spare < 0);
      expect(wrong).toEqual([]);
    },
  );

  test('in steps of twenty, a number that jumps by twenty leaves nine where the total gains less: a known weakness', () => {
    const narrowed = pairsOf(jumps, true).filter(({ fewest }) => fewest < 10);
    expect(narrowed.map(({ fewest }) => fewest)).toEqual(narrowed.map(() => 9));
  });
});

describe('one release of a total in steps of twenty leaves ten values of each number', () => {
  test('beside its parts alone', () => {
    const narrowed = bases.flatMap((base) =>
      releasesOf(base, true).filter(
        ({ numbers }) => Math.min(...valuesLeft(numbers.map((one) => [...one, sumOf(one)]))) < 10,
      ),
    );
    expect(narrowed).toEqual([]);
  });

  test('beside counts that are published elsewhere and have everybody of it, it narrows nothing further', () => {
    const [seen, withoutTotal] = [new Map<string, number[][]>(), new Map<string, number[][]>()];
    for (let a = 0; a < 30; a += 1) {
      for (let b = 0; b < 30; b += 1) {
        for (let first = 0; first < Math.min(20, a + b + 1); first += 1) {
          const { total, others, numbers } = coveredBy([a, b], [first, a + b - first]);
          for (const [rows, name] of [
            [seen, `${others} ${total}`],
            [withoutTotal, others],
          ] as const) {
            const known = rows.get(name);
            if (known) known.push(numbers);
            else rows.set(name, [numbers]);
          }
        }
      }
    }
    expect(seen.size).toBeGreaterThan(40);
    const narrowed = [...seen].filter(([name, rows]) => {
      const without = withoutTotal.get(name.slice(0, name.lastIndexOf(' '))) ?? [];
      return valuesLeft(rows).some((left, at) => left < Math.min(10, valuesLeft(without)[at] ?? 0));
    });
    expect(narrowed.map(([name]) => name)).toEqual([]);
  });
});

/** Of some rows of numbers, how many values each column has. */
function valuesLeft(rows: readonly (readonly number[])[]): number[] {
  return (rows[0] ?? []).map((_, at) => new Set(rows.map((row) => row[at])).size);
}

/** Publishes two parts, whose people are in two counts elsewhere, too. */
function coveredBy([a, b]: readonly [number, number], elsewhere: readonly [number, number]) {
  const total = a + b;
  const said = publishCounts({
    rootPlace: 'all',
    counts: [
      { ...key('a'), people: a },
      { ...key('b'), people: b },
      { ...key('all'), people: total },
    ],
    totalsOf: totalOfAllPlaces,
    rising: isOfAllPlaces,
    covers: [{ ...key('all'), ...coverOf(elsewhere.map(publishedCount)) }],
  });
  const told = ['a', 'b', 'all'].map((place) => {
    const { people, atMost } = said.get(countKey(key(place))) ?? { people: 0, atMost: 0 };
    return `${people}-${atMost}`;
  });
  const others = [...told.slice(0, 2), ...elsewhere.map((people) => publishedCount(people).people)].join();
  return { total: told[2] ?? '', others, numbers: [a, b, total, ...elsewhere] };
}

describe('a total of two parts and of people of none, of whom nothing is published by themselves', () => {
  /** The published counts; the total is at least the sum of its parts, or follows its own steps alone. */
  const seen = ([a, b, others]: Numbers, isOfParts: boolean) => {
    const said = publishCounts({
      rootPlace: 'all',
      counts: [
        { ...key('a'), people: a },
        { ...key('b'), people: b },
        { ...key('all'), people: a + b + others },
      ],
      ...(isOfParts && { totalsOf: totalOfAllPlaces, openTotals: () => true }),
      rising: isOfAllPlaces,
    });
    return ['a', 'b', 'all'].map((place) => said.get(countKey(key(place))));
  };

  test('says no less than its parts, and what its steps alone say beside them: so it narrows nothing in any release', () => {
    const byStepsAlone = new Map<string, string>();
    let raised = 0;
    for (let a = 0; a < 50; a += 1) {
      for (let b = 0; b < 50; b += 1) {
        for (let others = 1; others < 45; others += 1) {
          const [stepsAlone, withParts] = [seen([a, b, others], false), seen([a, b, others], true)];
          const [first, second, total] = withParts.map((count) => count?.people ?? NaN) as [number, number, number];
          expect(total).toBeGreaterThanOrEqual(first + second);
          expect(withParts[2]?.atMost).toBeGreaterThanOrEqual(a + b + others);
          if (total > (stepsAlone[2]?.people ?? NaN)) raised += 1;
          // One follows from the other: who knows the rule knows both.
          const [name, said] = [JSON.stringify(stepsAlone), JSON.stringify(withParts)];
          expect(byStepsAlone.get(name) ?? said).toBe(said);
          byStepsAlone.set(name, said);
        }
      }
    }
    expect(raised).toBeGreaterThan(1000);
  });
});
