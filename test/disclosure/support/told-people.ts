import type { PublishedCount } from '@hub/protocol';
import { peopleFigure } from '../../../subgraphs/movement/src/progress/people-figure.js';
import { exactEstimate } from './exact-estimate.js';

/** What the movement tells of the people of a place, and what follows from it for whoever knows how it is made. */
export interface ToldPeople {
  /** Everybody together. */
  readonly all: { readonly least: number; readonly most: number };
  /** Those of the organisations that publish people there, counted once; null where nothing is told of them. */
  readonly contributing: { readonly least: number; readonly most: number } | null;
}

/**
 * Tells what follows from the figure of a place where a sketch tells exactly how many there are: the worst case.
 * @param contributing how many people the organisations that publish any have together.
 * @param denominator the most that the goal counts, as everybody is told.
 */
export function toldPeople(
  shares: readonly PublishedCount[],
  contributing: number,
  denominator: number | null,
): ToldPeople {
  const figure = peopleFigure(shares, denominator, null, () => exactEstimate(contributing, shares));
  if (!figure) throw new Error('Expected a figure of shares that are all known.');
  const all = { least: figure.lower, most: figure.upper ?? Number.POSITIVE_INFINITY };
  const parts = shares.filter(({ people }) => people > 0);
  if (parts.length < 2 || figure.estimate === null) return { all, contributing: null };
  // The most that may be said: nine are left for each part but one, and for all beside the upper bound.
  const sum = parts.reduce((people, part) => people + part.people, 0);
  const sumAtMost = parts.reduce((people, { atMost }) => people + atMost, 0);
  const cap = sum + Math.floor((9 * (parts.length - 1)) / 10) * 10;
  const beside = Math.floor((Math.min(all.most, sumAtMost) - 9) / 10) * 10;
  const isHighest = figure.estimate >= Math.max(figure.lower, Math.min(cap, beside));
  const most = isHighest ? Number.POSITIVE_INFINITY : figure.estimate + 9;
  return { all, contributing: { least: figure.estimate, most } };
}
