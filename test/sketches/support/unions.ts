import { PeopleSketch } from '../../../subgraphs/protocol/src/sketch/people-sketch.js';
import { SplitMix64 } from './split-mix.js';

/** Organisations with people in common: their sketches, as bytes, and the true numbers. */
export interface DrawnUnion {
  readonly sketches: readonly Uint8Array[];
  /** How many people there are, each counted once. */
  readonly people: number;
  /** How many people the first two organisations have, and how many both. */
  readonly first: number;
  readonly second: number;
  readonly both: number;
}

/** People belong to organisations by one of so many patterns, drawn for each union. */
const patterns = 1024;

/**
 * Draws a union: 2 to 8 organisations of different sizes, 20 to 3,000,000 people (their logarithm is uniform). A share
 * of the people, from none (every tenth union) to all (every tenth), is in several: in each further organisation with a
 * chance that is drawn too; where all people are, in every one. In every tenth union the second organisation has all
 * people of the first.
 * @param number which union: the same number gives the same union.
 */
export function drawUnion(number: number): DrawnUnion {
  const random = new SplitMix64(number * 1_000_003 + 20_261_127);
  const people = Math.round(20 * 150_000 ** random.fraction());
  const organisations = 2 + Math.floor(random.fraction() * 7);
  const kind = number % 10;
  const shared = kind === 0 ? 0 : kind === 1 ? 1 : random.fraction();
  const further = kind === 1 ? 1 : random.fraction();
  const sizes = Array.from({ length: organisations }, () => 4 ** -(random.fraction() * 3));
  const masks = Int32Array.from({ length: patterns }, () => {
    const mask = maskOf(random, sizes, shared, further);
    return kind === 2 && mask & 1 ? mask | 2 : mask;
  });

  const sketches = sizes.map(() => new PeopleSketch());
  const counts = new Uint32Array(patterns);
  for (let person = 0; person < people; person++) {
    random.next();
    const { high, low } = random;
    // Bits of the token that say neither its row nor its column.
    const pattern = high & (patterns - 1);
    counts[pattern]!++;
    for (let mask = masks[pattern]!, index = 0; mask !== 0; mask >>>= 1, index++) {
      if (mask & 1) sketches[index]!.addWords(high, low);
    }
  }
  const countOf = (bits: number) =>
    counts.reduce((sum, count, pattern) => sum + ((masks[pattern]! & bits) === bits ? count : 0), 0);
  return {
    sketches: sketches.map((sketch) => sketch.toBytes()),
    people,
    first: countOf(1),
    second: countOf(2),
    both: countOf(3),
  };
}

/** The organisations of a person as bits: one of them by size, and maybe further ones. */
function maskOf(random: SplitMix64, sizes: readonly number[], shared: number, further: number): number {
  let left = random.fraction() * sizes.reduce((sum, size) => sum + size, 0);
  const home = Math.max(
    0,
    sizes.findIndex((size) => (left -= size) < 0),
  );
  if (random.fraction() >= shared) return 1 << home;
  return sizes.reduce((mask, _, index) => (random.fraction() < further ? mask | (1 << index) : mask), 1 << home);
}
