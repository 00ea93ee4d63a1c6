import { hiddenByError, type PublishedCount } from '@hub/kit';
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

/** How many people each two of the organisations share that have reached people in a place. */
export function overlapsOf(
  book: ProgressBook,
  frame: Frame,
  place: FigurePlace,
  denominator: number | null,
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

interface Where {
  readonly book: ProgressBook;
  readonly frame: Frame;
  readonly place: FigurePlace;
  readonly denominator: number | null;
}

function overlapIn(first: Contributor, second: Contributor, where: Where): PeopleFigure {
  const { frame, denominator } = where;
  const least = denominator === null ? 0 : first.share.people + second.share.people - denominator;
  const bounds = { lower: Math.max(0, least), upper: Math.min(first.share.atMost, second.share.atMost) };
  const estimate = estimateIn(first, second, where);
  const ofBoth = { ...bounds, isOpen: false, asOf: frame.asOf };
  if (typeof estimate === 'string') {
    return { ...ofBoth, estimate: null, interval: bounds, method: PeopleMethod.BOUNDS, noEstimate: estimate };
  }
  const within = (people: number) => Math.max(bounds.lower, Math.min(bounds.upper, people));
  return {
    ...ofBoth,
    estimate: within(estimate.estimate),
    interval: { lower: within(estimate.interval.lower), upper: within(estimate.interval.upper) },
    ...{ method: PeopleMethod.ESTIMATE, noEstimate: null },
  };
}

/** What is published of whom two share: of the version in force, and up to as many more or fewer as came or went since. */
function estimateIn(first: Contributor, second: Contributor, { book, frame, place }: Where) {
  const found = book.overlapOf(frame, place, [first.source, second.source]);
  if (typeof found === 'string') return found;
  const hidden = hiddenByError(found, found.reach);
  if (!hidden) return NoEstimate.TOO_FEW;
  const { more, fewer } = missedSince([first.share, second.share], found);
  const { lower, upper } = hidden.interval;
  return { ...hidden, interval: { lower: lower - fewer, upper: upper + more } };
}
