/** Round axis values from zero to at least `top`, in about `count` steps. */
export function ticksTo(top: number, count = 4): readonly number[] {
  if (!(top > 0)) return [0, 1];
  const rough = top / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 2.5, 5, 10].find((one) => one * power >= rough * 0.999_999) ?? 10);
  return Array.from({ length: Math.ceil(top / step - 1e-9) + 1 }, (_, index) => Number((index * step).toPrecision(12)));
}

/** Moves overlapping labels apart: as little as needed, in the same order, and within the height. */
export function apart(wanted: readonly number[], least: number, top: number, bottom: number): readonly number[] {
  const order = wanted.map((_, index) => index).toSorted((one, other) => (wanted[one] ?? 0) - (wanted[other] ?? 0));
  const placed = [...wanted];
  let above = top - least;
  for (const index of order) {
    above = Math.max(placed[index] ?? 0, above + least);
    placed[index] = above;
  }
  let below = bottom + least;
  for (const index of order.toReversed()) {
    below = Math.min(placed[index] ?? 0, below - least);
    placed[index] = below;
  }
  return placed;
}

/**
 * SVG path through points, broken at missing values.
 * @param breaks indexes of further points that start a new segment.
 */
export function pathThrough(
  points: readonly (readonly [x: number, y: number | null])[],
  breaks: readonly number[] = [],
): string {
  return points.reduce((drawn, [x, y], index) => {
    if (y === null) return drawn;
    const isBegin = (points[index - 1]?.[1] ?? null) === null || breaks.includes(index);
    return `${drawn}${isBegin ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`;
  }, '');
}
