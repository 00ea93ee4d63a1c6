import { describe, expect, test } from '@jest/globals';
import type { GoalProgress } from './goal-progress.type.js';
import { spanRanks } from './span-ranks.js';

type Given = readonly [lower: number, upper: number, group?: string];

function ranks(spans: readonly Given[], isAscending = false): string[] {
  const all = spans.map(([lower, upper, group]) => ({
    progress: { communeCode: group ?? '' } as GoalProgress,
    span: { lower, upper },
  }));
  const found = spanRanks(all, isAscending, ({ communeCode }) => communeCode);
  return all.map(({ progress }) => `${found.get(progress)?.first}–${found.get(progress)?.last}`);
}

describe('ranks of what lies between two ends', () => {
  test('are one place each where no two can be mistaken', () => {
    const spans: Given[] = [
      [30, 39],
      [10, 19],
      [20, 29],
    ];
    expect(ranks(spans)).toEqual(['1–1', '3–3', '2–2']);
    expect(ranks(spans, true)).toEqual(['3–3', '1–1', '2–2']);
  });

  test('reach from those that must be before to those that may be', () => {
    // The second may be first or second; the third may be any but the last; the last is sure.
    const spans: Given[] = [
      [50, 60],
      [40, 55],
      [35, 45],
      [0, 9],
    ];
    expect(ranks(spans)).toEqual(['1–2', '1–3', '2–3', '4–4']);
  });

  test('are shared by equal ones', () => {
    expect(
      ranks([
        [20, 29],
        [20, 29],
        [0, 9],
      ]),
    ).toEqual(['1–2', '1–2', '3–3']);
  });

  test('stay open where nothing bounds a figure from above', () => {
    expect(
      ranks([
        [0, Number.POSITIVE_INFINITY],
        [90, 99],
      ]),
    ).toEqual(['1–2', '1–2']);
  });

  test('are within each group', () => {
    expect(
      ranks([
        [30, 39, 'a'],
        [20, 29, 'b'],
        [10, 19, 'a'],
      ]),
    ).toEqual(['1–1', '1–1', '2–2']);
  });
});
