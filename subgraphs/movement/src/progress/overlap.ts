import { hiddenByError, type HiddenEstimate } from '@hub/kit/service';
import { fewestBeside, mostBeside, type PublishedCount } from '@hub/protocol';
import type { Organisation } from '../organisation/organisation.entity.js';
import { NoEstimate } from '../sketches/merged-sketches.js';
import { missedSince } from './missed-since.js';
import { type PeopleFigure, PeopleMethod } from './people-figure.js';
import type { FigurePlace, ProgressBook } from './progress-book.js';
import { type Frame, reportsAt, type Source } from './progress-frame.js';

/** How many people two organisations share. */
export interface Overlap {
  readonly first: Organisation;
  readonly second: Organisation;
  readonly people: PeopleFigure;
}

/** An organisation that has reached people in a place. */
interface Contributor {
  readonly organisation: Organisation;
  readonly source: Source;
  readonly share: PublishedCount;
}

/** The overlap of each pair of organisations with people in a place. */
export function overlapsOf(
  book: ProgressBook,
  frame: Frame,
  place: FigurePlace,
  denominator: PublishedCount | null,
): Overlap[] {
  const shares = book.sharesOf(frame, place);
  const { sources, contributions } = reportsAt(frame, place.isRoot);
  const contributors = contributions.flatMap(({ organisation }, index): Contributor[] => {
    const [source, share] = [sources[index], shares[index]];
    return source && share && share.people > 0 ? [{ organisation, source, share }] : [];
  });
  const overlaps: Overlap[] = [];
  for (const [index, first] of contributors.entries()) {
    for (const second of contributors.slice(index + 1)) {
      const people = overlapIn(first, second, { book, frame, place, denominator });
      overlaps.push({ first: first.organisation, second: second.organisation, people });
    }
  }
  return overlaps;
}

/** A range of people. */
interface Ends {
  readonly lower: number;
  readonly upper: number;
}

interface Where {
  readonly book: ProgressBook;
  readonly frame: Frame;
  readonly place: FigurePlace;
  readonly denominator: PublishedCount | null;
}

function overlapIn(first: Contributor, second: Contributor, where: Where): PeopleFigure {
  const { frame, denominator } = where;
  const bounds = boundsOfOverlap(first.share, second.share, denominator);
  const estimate = estimateIn(first, second, where);
  const ofBoth = { ...bounds, isOpen: false, asOf: frame.asOf };
  if (typeof estimate === 'string') {
    return { ...ofBoth, estimate: null, interval: bounds, method: PeopleMethod.BOUNDS, noEstimate: estimate };
  }
  return {
    ...ofBoth,
    ...estimateWithin(estimate, bounds),
    ...{ method: PeopleMethod.ESTIMATE, noEstimate: null },
  };
}

/**
 * The bounds of two organisations' overlap by their numbers alone. Upper: the smaller number. Lower: the sum of both
 * numbers minus the largest possible denominator.
 */
export function boundsOfOverlap(
  first: PublishedCount,
  second: PublishedCount,
  denominator: PublishedCount | null,
): Ends {
  const upper = Math.min(first.atMost, second.atMost);
  const least = denominator === null ? 0 : first.people + second.people - denominator.atMost;
  // An outdated denominator may be smaller than the number of people.
  return { lower: Math.max(0, Math.min(least, first.people, second.people)), upper };
}

/** An estimate and its interval, within bounds: each end still leaves ten values. */
export function estimateWithin({ estimate, interval }: HiddenEstimate, bounds: Ends): HiddenEstimate {
  const within = (people: number) => Math.max(bounds.lower, Math.min(bounds.upper, people));
  const upper = Math.min(bounds.upper, mostBeside(within(interval.upper), bounds.lower));
  return {
    estimate: Math.max(bounds.lower, Math.min(fewestBeside(bounds.upper), estimate)),
    interval: { lower: Math.max(bounds.lower, Math.min(within(interval.lower), fewestBeside(upper))), upper },
  };
}

/** The published overlap of two organisations: by the estimate in force, wider by the people who came or left since. */
function estimateIn(first: Contributor, second: Contributor, { book, frame, place }: Where) {
  const found = book.overlapOf(frame, place, [first.source, second.source]);
  if (typeof found === 'string') return found;
  const hidden = hiddenByError(found, found.reach);
  if (!hidden) return NoEstimate.TOO_FEW;
  const { more, fewer } = missedSince([first.share, second.share], found);
  const { lower, upper } = hidden.interval;
  return { ...hidden, interval: { lower: lower - fewer, upper: upper + more } };
}
