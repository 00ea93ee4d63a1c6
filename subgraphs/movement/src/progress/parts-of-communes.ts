import type { PlaceRow } from '@hub/kit';
import { placeKey, shareOf } from '@hub/protocol';
import { addedUp, type Part } from '../sketches/parts.js';
import type { ProgressBook } from './progress-book.js';
import type { Frame, Source } from './progress-frame.js';

/**
 * The organisations' parts of some communes together, from their releases, as far as they may be combined at the
 * level of the whole.
 * @param all all communes: an organisation's people in other communes are not in these.
 */
export function partsOfCommunes(
  book: ProgressBook,
  frame: Frame,
  communes: readonly PlaceRow[],
  all: readonly PlaceRow[],
): (Part | null)[] {
  const { goalCode: goal, lastMonth: month } = frame;
  const partOf = (source: Source, rows: readonly PlaceRow[]) =>
    addedUp(
      rows.map((row) => shareOf(source, { goal, key: placeKey(row), from: row.validFrom, isRoot: false, month })),
    );
  const { root } = book;
  const wholes = book.sharesOf(frame, { code: root.code, row: root, isRoot: true });
  return frame.root.sources.map((source, index) => {
    if (!source) return null;
    const part = partOf(source, communes);
    const whole = wholes[index]?.atMost ?? Number.POSITIVE_INFINITY;
    return { ...part, unsketched: Math.max(0, Math.min(part.unsketched, whole - partOf(source, all).people)) };
  });
}
