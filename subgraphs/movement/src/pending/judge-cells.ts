import { type Cell, type Figures, monthNumber } from '@hub/protocol';

/** Why a figure waits. */
export enum PendingRule {
  MORE_THAN_DENOMINATOR = 'MORE_THAN_DENOMINATOR',
  GREW_TOO_FAST = 'GREW_TOO_FAST',
}

/** A figure of a release that goes beyond a bound. */
export interface Finding {
  readonly rule: PendingRule;
  readonly goalCode: string;
  readonly placeCode: string;
  readonly month: string;
  /** People to date. */
  readonly people: number;
  /** The most that the bound allows. */
  readonly most: number;
}

/** How much a release may say of a goal, as `release_bound` has it. */
export interface Bound {
  readonly mostShare: number;
  readonly mostGrowth: number | null;
  readonly leastPeople: number;
}

/** A release that counts: what it says, and the last month of which it does. */
export interface Counted {
  readonly figures: Figures;
  /** As `monthNumber`. */
  readonly through: number;
}

/** What cells are judged by. */
export interface Measure {
  /** The organisation's release that counts now. */
  readonly before: Counted | undefined;
  /** What its growth is measured from: the release that counted a month ago, or was accepted since. */
  readonly base: Counted | undefined;
  /** A goal's first month, as `monthNumber`; undefined where it is not known. */
  readonly startOf: (goalCode: string) => number | undefined;
  readonly boundOf: (goalCode: string, month: string) => Bound;
  /** The most people of the goal's audience in a place; null where that is not known. */
  readonly denominatorOf: (cell: Cell) => number | null;
}

/** What holds for a goal without bounds of its own: not more than there are people, and any growth. */
export const defaultBound: Bound = { mostShare: 1, mostGrowth: null, leastPeople: 0 };

/**
 * Finds the figures that go beyond a bound, those that go furthest first. What does not exceed the release that counts now
 * is none: it was counted or accepted before.
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

/** People to date at the end of a cell's month, as a release has it: its last month is carried forward. */
function carried(known: Counted | undefined, [goal, place, from, month]: Cell): number {
  if (!known) return 0;
  return known.figures.at(goal, `${place} ${from}`, Math.min(monthNumber(month), known.through)).people;
}

/** The most people that there may be if they grew no faster than the bound since the base, or since the goal began. */
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
