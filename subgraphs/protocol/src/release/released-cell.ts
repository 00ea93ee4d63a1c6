import type { PublishedCount } from '../counts/published-count.js';
import { type Figures, monthNumber, monthOf } from './figures.js';

/** The key of a requested cell. */
export interface CellWanted {
  readonly goal: string;
  /** The place as `placeKey`, and its first day. */
  readonly key: string;
  readonly from: string;
  readonly isRoot: boolean;
  /** The last requested month, `YYYY-MM`. */
  readonly month: string;
}

/**
 * A release's values of a place at the end of a month: the release's last month by then is carried forward.
 * @returns null where the place began after that month: then the release has no figure for it, which differs from an
 * empty count.
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
