import { type Range, rangesOf } from './ranges.js';
import { System, type Term } from './system.js';

/** The published bounds of a goal with several contributing organisations. */
export interface PeopleBounds {
  /** The largest published share. */
  readonly lower: number;
  /** The sum of all shares: each the greatest that its published value leaves. */
  readonly upper: number;
}

/**
 * Finds the ranges of the shares behind published bounds, the largest share first. The order is often known: sizes of
 * organisations are no secret.
 * @param step shares are published rounded down to multiples of it; 1 where they are exact.
 */
export async function sharesFrom(bounds: PeopleBounds, organisations: number, step: number): Promise<Range[]> {
  const system = new System();
  const published = Array.from({ length: organisations }, () => system.variable(0, bounds.lower / step));
  const [largest = 0] = published;
  system.bound(largest, bounds.lower / step, bounds.lower / step);
  for (const [index, smaller] of published.entries()) {
    const larger = published[index - 1];
    if (larger !== undefined)
      system.add(
        [
          [larger, 1],
          [smaller, -1],
        ],
        0,
        bounds.lower / step,
      );
  }
  const sum = bounds.upper - organisations * (step - 1);
  system.add(
    published.map((one): Term => [one, step]),
    sum,
    sum,
  );
  const shares = published.map((one) => {
    const share = system.variable();
    system.add(
      [
        [share, 1],
        [one, -step],
      ],
      0,
      step - 1,
    );
    return share;
  });
  const ranges = await rangesOf(system, shares);
  return shares.map((share) => ranges.get(share) ?? { least: 0, most: 0, isSolved: false });
}
