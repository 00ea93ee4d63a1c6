import type { PublishedCount } from '@hub/protocol';
import { peopleFigure } from '../../../subgraphs/movement/src/progress/people-figure.js';
import { drawnEstimate, farthestNoise } from './drawn-estimate.js';

/** What the movement tells of the people of a place, and what follows from it for whoever knows how it is made. */
export interface ToldPeople {
  /** Everybody together. */
  readonly all: { readonly least: number; readonly most: number };
  /** Those of the organisations that publish people there, counted once; null where nothing is told of them. */
  readonly contributing: { readonly least: number; readonly most: number } | null;
}

/**
 * Tells what follows from the figure of a place where a sketch tells exactly how many there are: the worst case. The
 * attacker is given the noised number itself, and takes the noise to be no farther from none than it is but once in ten
 * thousand times.
 * @param contributing how many people the organisations that publish any have together.
 * @param denominator the most that the goal counts, as everybody is told.
 */
export function toldPeople(
  shares: readonly PublishedCount[],
  contributing: number,
  denominator: number | null,
): ToldPeople {
  const found = drawnEstimate(contributing, shares);
  const figure = peopleFigure(shares, denominator, null, () => found);
  if (!figure) throw new Error('Expected a figure of shares that are all known.');
  const all = { least: figure.lower, most: figure.upper ?? Number.POSITIVE_INFINITY };
  const parts = shares.filter(({ people }) => people > 0);
  if (parts.length < 2 || figure.estimate === null) return { all, contributing: null };
  const cells = found.cells ?? 0;
  return { all, contributing: { least: cells - farthestNoise, most: cells + farthestNoise } };
}
