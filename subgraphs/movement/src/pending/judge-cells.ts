import { type Cell, type Figures, monthNumber } from '@hub/protocol';

/** Why a figure waits. */
export enum PendingRule {
  MORE_THAN_DENOMINATOR = 'MORE_THAN_DENOMINATOR',
  GREW_TOO_FAST = 'GREW_TOO_FAST',
}

/** A figure of a release that exceeds a bound. */
export interface Finding {
  readonly rule: PendingRule;
  readonly goalCode: string;
  readonly placeCode: string;
  readonly month: string;
  /** People to date. */
  readonly people: number;
  /** The bound's maximum. */
  readonly most: number;
}

/** The limits of a goal's figures in a release, as in `release_bound`. */
export interface Bound {
  readonly mostShare: number;
  readonly mostGrowth: number | null;
  readonly leastPeople: number;
}

/** A release that counts: its figures, and the last month that they cover. */
export interface Counted {
  readonly figures: Figures;
  /** As `monthNumber`. */
  readonly through: number;
}

/** The inputs by which cells are judged. */
export interface Measure {
  /** The organisation's release that counts now. */
  readonly before: Counted | undefined;
  /** The release that growth is measured from: the one that counted a month ago, or that was accepted since. */
  readonly base: Counted | undefined;
  /** A goal's first month, as `monthNumber`; undefined if it is unknown. */
  readonly startOf: (goalCode: string) => number | undefined;
  readonly boundOf: (goalCode: string, month: string) => Bound;
  /** The largest possible number of people of the goal's audience in a place; null if it is unknown. */
  readonly denominatorOf: (cell: Cell) => number | null;
}

/** The bound of a goal without a row: no more people than the denominator, any growth. */
export const defaultBound: Bound = { mostShare: 1, mostGrowth: null, leastPeople: 0 };

/**
 * Finds the figures that exceed a bound, the largest excess first. A figure that does not exceed the counting
 * release's is no finding: it was counted or accepted before.
 */
export function judgeCells(cells: Iterable<Cell>, measure: Measure): Finding[] {
  const found: { finding: Finding; excess: number }[] = [];
  for (const cell of cells) {
    const [goalCode, placeCode, , month, people] = cell;
    if (people <= carried(measure.before, cell)) continue;
    const denominator = measure.denominatorOf(cell);
    if (denominator === null) continue;
    const bound = measure.boundOf(goalCode, month);
    const bounds: [PendingRule, number][] = [
      [PendingRule.MORE_THAN_DENOMINATOR, Math.floor(bound.mostShare * denominator)],
      [PendingRule.GREW_TOO_FAST, mostByGrowth(cell, bound, denominator, measure)],
    ];
    for (const [rule, most] of bounds) {
      if (people > most)
        found.push({ finding: { rule, goalCode, placeCode, month, people, most }, excess: people - most });
    }
  }
  return found.sort((a, b) => b.excess - a.excess).map(({ finding }) => finding);
}

/** People to date at the end of a cell's month in a release: its last month is carried forward. */
function carried(known: Counted | undefined, [goal, place, from, month]: Cell): number {
  if (!known) return 0;
  return known.figures.at(goal, `${place} ${from}`, Math.min(monthNumber(month), known.through)).people;
}

/** The most people possible if their number grew no faster than the bound since the base, or since the goal's start. */
function mostByGrowth(
  cell: Cell,
  { mostGrowth, leastPeople }: Bound,
  denominator: number,
  { base, startOf }: Measure,
): number {
  const [goal, , , month] = cell;
  const start = startOf(goal);
  if (mostGrowth === null || (!base && start === undefined)) return Number.POSITIVE_INFINITY;
  const number = monthNumber(month);
  const since = base ? Math.min(number, base.through) : (start ?? number) - 1;
  const months = Math.max(1, number - since);
  return carried(base, cell) + Math.max(leastPeople, Math.floor(mostGrowth * denominator * months));
}
