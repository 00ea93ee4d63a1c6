/** A seeded source of numbers: the same seed gives the same demonstration data on every machine. */
export interface Random {
  /** A number from 0 (included) to 1 (excluded). */
  next(): number;
  /** A whole number from `least` to `most`, both included. */
  integer(least: number, most: number): number;
  /** True with the given probability. */
  chance(probability: number): boolean;
  /** One of the items. */
  pick<Item>(items: readonly Item[]): Item;
  /** A day between two days (`YYYY-MM-DD`), both included. */
  day(first: string, last: string): string;
}

/** Mulberry32 over a hash of the seed's text: small, fast, and good enough for made-up data. */
export function createRandom(seed: string): Random {
  let state = 2166136261;
  for (const character of seed) state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 16777619);
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const integer = (least: number, most: number) => least + Math.floor(next() * (most - least + 1));
  return {
    next,
    integer,
    chance: (probability) => next() < probability,
    pick: (items) => {
      const item = items[integer(0, items.length - 1)];
      if (item === undefined) throw new RangeError('Expected at least one item to pick from.');
      return item;
    },
    day: (first, last) => {
      const from = Date.parse(first);
      const days = Math.round((Date.parse(last) - from) / 86_400_000);
      return new Date(from + integer(0, days) * 86_400_000).toISOString().slice(0, 10);
    },
  };
}
