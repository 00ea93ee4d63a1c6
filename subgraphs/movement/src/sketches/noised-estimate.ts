import { createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import { noiseOf, noiseReach, reachOfEstimate } from '@hub/kit/service';
import { cellErrorOf, peopleInCells, PeopleSketch, quantile, sharedErrorOf } from '@hub/protocol';

/** An estimate with its noise, as it may be kept. */
export interface NoisedEstimate {
  readonly people: number;
  /** Of the sketch alone. */
  readonly standardError: number;
  /** How far the true number is in all but 5 of 100 cases, by the sketch's error and the noise. */
  readonly reach: number;
  /** That of the noise. */
  readonly epsilon: number;
}

/** Sketches of one organisation that are merged, and the digest by which its release names them. */
export interface MergedSketches {
  readonly organisation: string;
  readonly digest: string;
  readonly sketches: readonly PeopleSketch[];
}

/** What is estimated of: a goal and a month, and what place or group of it. */
export interface Estimated {
  readonly goal: string;
  readonly month: string;
  /** The place (`placeKey`), or the group (`groupKey`) and the places that it is made of. */
  readonly of: readonly string[];
}

/** The key of the noise: of movement's key for sketches, so that it is there wherever sketches are opened. */
export function noiseKeyOf(sealingKey: KeyObject): KeyObject {
  const secret = sealingKey.export({ type: 'pkcs8', format: 'der' });
  return createSecretKey(Buffer.from(hkdfSync('sha256', secret, '', 'noise of estimates', 32)));
}

/** Counts the cells of several organisations' sketches together, with a noise that all of their digests fix. */
function noisedCells(merged: readonly MergedSketches[], estimated: Estimated, epsilon: number, key: KeyObject): number {
  const all = new PeopleSketch();
  for (const { sketches } of merged) for (const sketch of sketches) all.merge(sketch);
  const digests = merged.map(({ organisation, digest }) => `${organisation} ${digest}`).sort();
  // The name has whatever the number of cells is of: with the noise of another set, two would tell their difference.
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
  const { people, standardError } = peopleInCells(noisedCells(merged, estimated, epsilon, key));
  return { people, standardError, reach: reachOfEstimate(people, epsilon), epsilon };
}

/** Estimates how many people two organisations share: those of each, less those of both together. */
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
  return { people, standardError, reach, epsilon };
}
