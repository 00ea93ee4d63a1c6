import { monthNumber, parsePeriod, placeKey } from '@hub/protocol';
import type { KnownRelease } from '../register/register.js';
import type { TakenRelease } from '../register/taken-releases.js';
import type { Contribution } from './contribution.type.js';
import type { FigurePlace } from './progress-book.js';
import type { Frame } from './progress-frame.js';

/** A release's counts of one goal in a place and a period. If there are none, all are null. */
type Counts = Pick<Contribution, 'people' | 'atMost' | 'occurrences'>;

const unknown: Counts = { people: null, atMost: null, occurrences: null };

/** A release with the figures that a share is read from. */
interface Released {
  readonly release: Pick<TakenRelease, 'number' | 'madeAt' | 'until' | 'through' | 'demonstration' | 'withdrawnReason'>;
  readonly figures: KnownRelease['figures'];
}

/** The goal, period and day for which a share is read. */
type ShareFrame = Pick<Frame, 'goalCode' | 'period' | 'day'>;

type SharePlace = Pick<FigurePlace, 'row' | 'isRoot'>;

/** A release's share of a goal in a place and a period. */
export function releasedShare(known: Released, frame: ShareFrame, place: SharePlace): Contribution {
  const { madeAt, demonstration, through, number, withdrawnReason } = known.release;
  return {
    ...countsOf(known, frame, place),
    ...{ asOf: new Date(madeAt), demonstration, through, release: number, withdrawn: withdrawnReason !== null },
  };
}

/**
 * People at the end of the last month of the period that the release covers, and occurrences of all its months: for a
 * place that began within the period, only the months since then.
 */
function countsOf(
  { release: { until }, figures }: Released,
  { goalCode, period, day }: ShareFrame,
  { row, isRoot }: SharePlace,
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
