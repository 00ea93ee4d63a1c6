import { monthNumber, parsePeriod, placeKey } from '@hub/kit';
import type { KnownRelease } from '../register/register.js';
import type { Contribution } from './contribution.type.js';
import type { FigurePlace } from './progress-book.js';
import type { Frame } from './progress-frame.js';

/** What a release counts of one goal in a place and a period. Where nothing is known, all are null. */
type Counts = Pick<Contribution, 'people' | 'atMost' | 'occurrences'>;

const unknown: Counts = { people: null, atMost: null, occurrences: null };

/** What an organisation's release says of a goal in a place and a period. */
export function releasedShare(known: KnownRelease, frame: Frame, place: FigurePlace): Contribution {
  const { madeAt, demonstration, through, number, withdrawnReason } = known.release;
  return {
    ...countsOf(known, frame, place),
    ...{ asOf: new Date(madeAt), demonstration, through, release: number, withdrawn: withdrawnReason !== null },
  };
}

/**
 * People at the end of the last month of the period that the release tells of, turns of all its months: of a place that
 * began within the period, of those since then.
 */
function countsOf(
  { release: { until }, figures }: KnownRelease,
  { goalCode, period, day }: Frame,
  { row, isRoot }: FigurePlace,
): Counts {
  const { firstMonth, lastMonth } = parsePeriod(period);
  const newest = until.slice(0, 7);
  if (firstMonth > newest || (!isRoot && row.validFrom > day)) return unknown;
  const place = placeKey(row);
  const last = monthNumber(lastMonth < newest ? lastMonth : newest);
  const began = isRoot ? firstMonth : row.validFrom.slice(0, 7);
  let occurrences = 0;
  for (let month = monthNumber(began > firstMonth ? began : firstMonth); month <= last; month += 1) {
    occurrences += figures.at(goalCode, place, month).occurrences;
  }
  const { people, atMost } = figures.at(goalCode, place, last);
  return { people, atMost, occurrences };
}
