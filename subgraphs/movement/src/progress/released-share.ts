import { monthNumber, parsePeriod, placeKey } from '@hub/protocol';
import type { KnownRelease } from '../register/register.js';
import type { TakenRelease } from '../register/taken-releases.js';
import type { Contribution } from './contribution.type.js';
import type { FigurePlace } from './progress-book.js';
import type { Frame } from './progress-frame.js';

/** What a release counts of one goal in a place and a period. Where nothing is known, all are null. */
type Counts = Pick<Contribution, 'people' | 'atMost' | 'occurrences'>;

const unknown: Counts = { people: null, atMost: null, occurrences: null };

/** A release with its figures, as far as a share is read from it. */
interface Released {
  readonly release: Pick<TakenRelease, 'number' | 'madeAt' | 'until' | 'through' | 'demonstration' | 'withdrawnReason'>;
  readonly figures: KnownRelease['figures'];
}

/** In which period of a goal a share is read, and on which day that stands. */
type ShareFrame = Pick<Frame, 'goalCode' | 'period' | 'day'>;

type SharePlace = Pick<FigurePlace, 'row' | 'isRoot'>;

/** What an organisation's release says of a goal in a place and a period. */
export function releasedShare(known: Released, frame: ShareFrame, place: SharePlace): Contribution {
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
