import type { PublishedCount } from '@hub/protocol';
import { peopleFigure } from '../../../subgraphs/movement/src/progress/people-figure.js';
import { drawnEstimate, farthestNoise } from './drawn-estimate.js';

/** The people of a place, as an attacker with knowledge of the rules derives them from the movement's figure. */
export interface ToldPeople {
  /** Everybody together. */
  readonly all: { readonly least: number; readonly most: number };
  /**
   * The people of the organisations with a published share, each counted once; null where the figure has no estimate.
   */
  readonly contributing: { readonly least: number; readonly most: number } | null;
}

/**
 * Derives the people of a place from its figure where the sketch has no error: the worst case. The attacker gets the
 * noised number itself, and assumes noise within the limit that it exceeds once in ten thousand times.
 * @param contributing how many people the organisations with a published share have together.
 * @param denominator the published upper bound of the goal's audience.
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
