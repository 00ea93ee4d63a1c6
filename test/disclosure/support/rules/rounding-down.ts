import { type CellId, type Inequality, type Structure, tableOf } from '../structure.js';
import { sharedRecords } from '../truth/public-sector.js';
import { lowerRise, mayHaveWaited, risesInto } from './rises.js';
import type { Rule, Shown } from './rule.js';
import { isUnpublished } from './suppression.js';

import { floor, floorOfTotal, mostOfTotal, step } from './steps.js';

/** How a total stands beside its parts. */
export type Totals = 'by themselves' | 'capped';

/**
 * Each count is rounded down to ten: ten values are possible for each.
 * @param totals `capped`: a total says no more than that some parts are not at their least, as a total of few parts would;
 *   a part never says more than its whole, a count never that it is near a public upper bound, and parts never that they
 *   gained more since an earlier month than their total says.
 */
export function roundingDown(totals: Totals): Rule {
  return {
    name: `rounding down, totals ${totals}`,
    isExact: false,
    publish: ({ structure, truth }) => {
      const cells = [...structure.cells].filter((cell) => !isUnpublished(cell));
      const shown = new Map(cells.map((cell) => [cell, isListedAlone(cell) ? step : floor(truth.get(cell) ?? 0)]));
      if (totals === 'by themselves') return shown;
      const rising = totalsThatRise(structure, truth);
      const cap = () => [capOnce(structure, shown), capTotals(rising, shown)].includes(true);
      while (cap());
      const months = Math.max(0, ...structure.rising.map(({ length }) => length));
      for (let month = 1; month < months; month += 1) {
        const rises = structure.rising.flatMap((rising) => risesInto(month, rising));
        while (rises.map((rise) => lowerRise(rise, shown)).includes(true) || cap());
      }
      return shown;
    },
    learn: (structure, shown, system, variableOf) => {
      const capped = totals === 'capped' ? cappedCells(structure, shown) : new Set<CellId>();
      const wide = totals === 'capped' ? structure.totalsThatRise : new Set<CellId>();
      for (const [cell, value] of shown) {
        // At its cap, a value says "at least" alone.
        const isOpen = capped.has(cell) || isListedAlone(cell);
        const least = value ?? 0;
        const most = isOpen ? Number.POSITIVE_INFINITY : wide.has(cell) ? mostOfTotal(least) : least + step - 1;
        system.bound(variableOf(cell), value ?? 0, most);
      }
    },
  };
}

/** For listed records, the only published fact is that ten people share them. */
const isListedAlone = (cell: CellId) => tableOf(cell) === sharedRecords;

/** A total of counts that rise only: what it says by itself, and its parts. */
interface RisingTotal {
  readonly total: CellId;
  readonly own: number;
  readonly parts: readonly CellId[];
}

function totalsThatRise(
  { unions, totalsThatRise: rising }: Structure,
  truth: ReadonlyMap<CellId, number>,
): RisingTotal[] {
  const partsOf = new Map(unions.map(({ whole, parts }) => [whole, parts]));
  return [...rising].map((total) => ({
    ...{ total, parts: partsOf.get(total) ?? [] },
    own: floorOfTotal(truth.get(total) ?? 0),
  }));
}

/** Lowers totals to their own steps, but not below the sum of their parts; returns false if it lowered none. */
function capTotals(totals: readonly RisingTotal[], shown: Map<CellId, number>): boolean {
  let hasChanged = false;
  for (const { total, own, parts } of totals) {
    const most = Math.max(
      own,
      parts.reduce((sum, part) => sum + (shown.get(part) ?? 0), 0),
    );
    if ((shown.get(total) ?? 0) <= most) continue;
    shown.set(total, most);
    hasChanged = true;
  }
  return hasChanged;
}

/** The cells of which anybody can tell that they may have been lowered. */
export function cappedCells(structure: Structure, shown: Shown): Set<CellId> {
  const caps = capsOf(structure, shown);
  const capped = new Set([...shown].flatMap(([cell, value]) => (value === caps.get(cell) ? [cell] : [])));
  for (const rising of structure.rising) {
    for (const month of rising.keys()) {
      for (const rise of risesInto(month, rising)) for (const cell of mayHaveWaited(rise, shown)) capped.add(cell);
    }
  }
  for (const [a, b] of structure.equal) if (capped.has(a) || capped.has(b)) capped.add(a).add(b);
  return capped;
}

/** Lowers each count above its cap, and the same count in another table; returns false if it lowered none. */
function capOnce(structure: Structure, shown: Map<CellId, number>): boolean {
  let hasChanged = false;
  const lower = (cell: CellId, most: number) => {
    if ((shown.get(cell) ?? 0) <= most) return;
    shown.set(cell, most);
    hasChanged = true;
  };
  for (const [cell, cap] of capsOf(structure, shown)) lower(cell, cap);
  for (const [a, b] of structure.equal) {
    // One of them may be published nowhere.
    lower(a, shown.get(b) ?? Number.POSITIVE_INFINITY);
    lower(b, shown.get(a) ?? Number.POSITIVE_INFINITY);
  }
  return hasChanged;
}

/** The most that each cell may say beside what the others say; all of it is published. */
function capsOf(
  { unions, nested, inequalities, caps: bounds, totalsThatRise }: Structure,
  shown: Shown,
): Map<CellId, number> {
  const caps = new Map<CellId, number>();
  const partsOf = new Map(unions.map(({ whole, parts }) => [whole, parts]));
  const cap = (cell: CellId, atMost: number) => {
    if (!shown.has(cell)) return;
    const ofParts = totalsThatRise.has(cell)
      ? (partsOf.get(cell) ?? []).reduce((sum, part) => sum + (shown.get(part) ?? 0), 0)
      : Number.POSITIVE_INFINITY;
    // A total that rises stays on its steps, or at what its parts say together.
    const most = atMost < ofParts ? atMost : Math.max(ofParts, floorOfTotal(atMost));
    caps.set(cell, Math.min(most, caps.get(cell) ?? most));
  };
  for (const { whole, parts } of unions) {
    const values = parts.map((part) => shown.get(part));
    if (values.some((value) => typeof value !== 'number')) continue;
    cap(whole, values.reduce<number>((sum, value) => sum + (value ?? 0), 0) + floor((step - 1) * (parts.length - 1)));
  }
  for (const [whole, part] of nested) {
    const most = shown.get(whole);
    if (typeof most === 'number') cap(part, most);
  }
  for (const inequality of inequalities) capParts(inequality, shown, cap);
  for (const [cell, bound] of bounds) cap(cell, floor(bound - (step - 1)));
  return caps;
}

/**
 * Caps the counts on the lesser side of an inequality one after another: the first alone, unless its cap is 0. With
 * capped counts at their least, the inequality must not force the other counts above their own least.
 */
function capParts({ terms }: Inequality, shown: Shown, cap: (cell: CellId, most: number) => void): void {
  const factors = terms.flatMap(([, factor]) => (factor > 0 ? [factor] : []));
  const slack = (step - 1) * (factors.reduce((sum, factor) => sum + factor, 0) - Math.max(...factors));
  const left = terms.reduce((sum, [cell, factor]) => sum + factor * (shown.get(cell) ?? 0), slack);
  for (const [cell, factor] of terms) {
    if (factor > 0) continue;
    const value = shown.get(cell) ?? 0;
    cap(cell, Math.max(0, floor(value + left)));
    if (value + Math.min(0, left) > 0) return;
  }
}
