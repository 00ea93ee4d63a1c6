import type { PublishedCount } from '../counts/published-count.js';
import { type Figures, monthNumber, monthOf } from './figures.js';

/** Which cell is meant. */
export interface CellWanted {
  readonly goal: string;
  /** The place as `placeKey` has it, and its first day. */
  readonly key: string;
  readonly from: string;
  readonly isRoot: boolean;
  /** The last month that is asked of, `YYYY-MM`. */
  readonly month: string;
}

/**
 * What a release says of a place at the end of a month: its own last month by then is carried forward.
 * @returns null where the place began only after that month: then the release has no figure of it, which is not nobody.
 */
export function shareOf(
  { figures, through }: { readonly figures: Figures; readonly through: string },
  { goal, key, from, isRoot, month }: CellWanted,
): PublishedCount | null {
  const last = through.slice(0, 7) < month ? through.slice(0, 7) : month;
  const number = monthNumber(last);
  if (!isRoot && from.slice(0, 7) > monthOf(number)) return null;
  return figures.at(goal, key, number);
}
