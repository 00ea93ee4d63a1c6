/** A number from 0 (included) to 1 (excluded) for each index, independent of the order of calls. */
export type PointOf = (index: number) => number;

/** The points of a name; points of different names are independent. */
export function pointsOf(name: string): PointOf {
  let seed = 2166136261;
  for (const character of name) seed = Math.imul(seed ^ (character.codePointAt(0) ?? 0), 16777619);
  return (index) => {
    let mixed = Math.imul(index + 1, 0x9e3779b1) ^ seed;
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35) ^ seed;
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x7feb352d);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 4294967296;
  };
}

/**
 * Makes a choice among weighted items by a point from 0 to 1. Takes logarithmic time, because there are millions of
 * points.
 */
export function chooser<Thing>(weighted: readonly (readonly [Thing, number])[]): (point: number) => Thing {
  let sum = 0;
  const ends = weighted.map(([, weight]) => (sum += weight));
  const [first] = weighted;
  if (!first) throw new RangeError('Expected at least one thing to choose from.');
  return (point) => {
    const wanted = point * sum;
    let [low, high] = [0, ends.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((ends[middle] ?? 0) > wanted) high = middle;
      else low = middle + 1;
    }
    return (weighted[low] ?? first)[0];
  };
}
