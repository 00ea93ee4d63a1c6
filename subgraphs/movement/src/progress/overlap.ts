import { hiddenByError, overlapOf, placeKey, type PublishedCount, type SubgraphContext } from '@hub/kit';
import type { Organisation } from '../organisation/organisation.entity.js';
import { mergeableSketches, NoEstimate, sketchesOf } from '../sketches/merged-sketches.js';
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
export async function overlapsOf(
  book: ProgressBook,
  frame: Frame,
  place: FigurePlace,
  denominator: number | null,
  context: SubgraphContext,
): Promise<Overlap[]> {
  const shares = book.sharesOf(frame, place);
  const { sources, contributions } = reportsAt(frame, place.isRoot);
  const contributors = contributions.flatMap(({ organisation }, index): Contributor[] => {
    const [source, share] = [sources[index], shares[index]];
    return source && share && share.people > 0 ? [{ organisation, source, share }] : [];
  });
  const overlaps: Overlap[] = [];
  for (const [index, first] of contributors.entries()) {
    for (const second of contributors.slice(index + 1)) {
      const people = await overlapIn(first, second, { frame, place, denominator, context });
      overlaps.push({ first: first.organisation, second: second.organisation, people });
    }
  }
  return overlaps;
}

interface Where {
  readonly frame: Frame;
  readonly place: FigurePlace;
  readonly denominator: number | null;
  readonly context: SubgraphContext;
}

async function overlapIn(first: Contributor, second: Contributor, where: Where): Promise<PeopleFigure> {
  const { frame, denominator } = where;
  const least = denominator === null ? 0 : first.share.people + second.share.people - denominator;
  const bounds = { lower: Math.max(0, least), upper: Math.min(first.share.atMost, second.share.atMost) };
  const estimate = await estimateIn(first, second, where);
  const { asOf } = frame;
  if (typeof estimate === 'string') {
    return {
      ...bounds,
      estimate: null,
      interval: bounds,
      method: PeopleMethod.BOUNDS,
      noEstimate: estimate,
      isOpen: false,
      asOf,
    };
  }
  const within = (people: number) => Math.max(bounds.lower, Math.min(bounds.upper, people));
  return {
    ...bounds,
    estimate: within(estimate.estimate),
    interval: { lower: within(estimate.interval.lower), upper: within(estimate.interval.upper) },
    ...{ method: PeopleMethod.ESTIMATE, noEstimate: null, isOpen: false, asOf },
  };
}

async function estimateIn(first: Contributor, second: Contributor, { frame, place, context }: Where) {
  const mergeable = mergeableSketches([first.source, second.source], frame.goalCode);
  if ('why' in mergeable) return mergeable.why;
  const opener = sketchesOf(context)?.opener;
  const opened = await Promise.all(mergeable.references.map(async (reference) => opener?.open(reference)));
  const [one, other] = opened.map((sketches) => sketches?.get(placeKey(place.row)));
  if (!one || !other) return NoEstimate.NOT_YET;
  return hiddenByError(overlapOf(one, other)) ?? NoEstimate.TOO_FEW;
}
