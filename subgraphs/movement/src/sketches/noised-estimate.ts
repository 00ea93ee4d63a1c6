import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import { noiseOf, noiseReach, reachOfEstimate } from '@hub/kit/service';
import { cellErrorOf, peopleInCells, PeopleSketch, quantile, sharedErrorOf } from '@hub/protocol';

/** An estimate with its noise, as it may be stored. */
export interface NoisedEstimate {
  /** How many cells are set, with the noise, which may make it negative; null of an overlap, and of versions that kept none. */
  readonly cells: number | null;
  readonly people: number;
  /** The error of the sketch alone. */
  readonly standardError: number;
  /** The largest distance to the true number in 95 of 100 cases, by the sketch's error and the noise. */
  readonly reach: number;
  /** The epsilon of the noise. */
  readonly epsilon: number;
}

/** Merged sketches of one organisation, and the digest in its release. */
export interface MergedSketches {
  readonly organisation: string;
  readonly digest: string;
  readonly sketches: readonly PeopleSketch[];
}

/** The subject of an estimate: a goal and a month, with a place or a group. */
export interface Estimated {
  readonly goal: string;
  readonly month: string;
  /** The place (`placeKey`), or the group (`groupKey`) and its places. */
  readonly of: readonly string[];
}

/** The key of the noise, derived from movement's key for sketches, so that it exists wherever sketches are opened. */
export function noiseKeyOf(sealingKey: KeyObject): KeyObject {
  const secret = sealingKey.export({ type: 'pkcs8', format: 'der' });
  return createSecretKey(Buffer.from(hkdfSync('sha256', secret, '', 'noise of estimates', 32)));
}

/** Counts the cells of several organisations' sketches together, with a noise that follows from all their digests. */
function noisedCells(merged: readonly MergedSketches[], estimated: Estimated, epsilon: number, key: KeyObject): number {
  const all = new PeopleSketch();
  for (const { sketches } of merged) for (const sketch of sketches) all.merge(sketch);
  const digests = merged.map(({ organisation, digest }) => `${organisation} ${digest}`).sort();
  // The name includes every input of the number of cells: two different sets with the same noise would reveal their
  // difference.
  const name = JSON.stringify([estimated.goal, estimated.month, ...estimated.of, digests]);
  return all.cellsSet + noiseOf(name, epsilon, key);
}

/** Estimates the people of several organisations' sketches together. */
export function noisedEstimate(
  merged: readonly MergedSketches[],
  estimated: Estimated,
  epsilon: number,
  key: KeyObject,
): NoisedEstimate {
  const cells = noisedCells(merged, estimated, epsilon, key);
  const { people, standardError } = peopleInCells(cells);
  return { cells, people, standardError, reach: reachOfEstimate(people, epsilon), epsilon };
}

/** Estimates the overlap of two organisations: the sum of each one's people, minus the people of both together. */
export function noisedOverlap(
  one: MergedSketches,
  other: MergedSketches,
  estimated: Estimated,
  epsilon: number,
  key: KeyObject,
): NoisedEstimate {
  const [first, second, union] = [[one], [other], [one, other]].map(
    (merged) => peopleInCells(noisedCells(merged, estimated, epsilon, key)).people,
  ) as [number, number, number];
  const people = Math.max(0, first + second - union);
  const standardError = sharedErrorOf({ first, second, union });
  const perCell = [first, second, union].map((number) => cellErrorOf(number).peoplePerCell);
  const reach = Math.hypot(quantile * standardError, noiseReach(epsilon) * Math.hypot(...perCell));
  return { cells: null, people, standardError, reach, epsilon };
}
