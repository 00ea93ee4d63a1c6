import { createHmac, type KeyObject } from 'node:crypto';

/**
 * The epsilon of differential privacy of one version of a commune's estimate. A reader of it with knowledge of all
 * other people guesses right about one person in at most 56 of 100 cases, instead of 50. See
 * docs/decisions/people-once-disclosure.md.
 */
export const epsilonOfCommune = 0.25;

/** The epsilon of one version of the root place's estimate, which every caller may read. */
export const epsilonOfWhole = 0.2;

/** The epsilon of one version of an estimate of a group or an overlap, of which there are many. */
export const epsilonOfGroup = 0.05;

/**
 * Noise on a number of set cells: a whole number of a two-sided geometric distribution (Ghosh and others 2009,
 * "Universally utility-maximizing privacy mechanisms"), which hides a change by one with the epsilon. The holder of the
 * key gets the same noise for the same name; for all others, the noise is random.
 */
export function noiseOf(name: string, epsilon: number, key: KeyObject): number {
  const random = createHmac('sha256', key).update(name).digest();
  const geometric = (at: number) => {
    // 53 bits, above 0 and at most 1.
    const uniform = (Number(random.readBigUInt64BE(at) >> 11n) + 1) / 2 ** 53;
    return Math.floor(-Math.log(uniform) / epsilon);
  };
  return geometric(0) - geometric(8);
}

/** The standard deviation of the noise. */
export function noiseDeviation(epsilon: number): number {
  const ratio = Math.exp(-epsilon);
  return Math.sqrt(2 * ratio) / (1 - ratio);
}

/** The largest distance of the noise from 0 in 95 of 100 cases. */
export function noiseReach(epsilon: number): number {
  const ratio = Math.exp(-epsilon);
  // More than k: 2 r^(k + 1) / (1 + r).
  return Math.ceil(Math.log((0.05 * (1 + ratio)) / 2) / Math.log(ratio)) - 1;
}

/**
 * The largest probability of a right guess whether one person is counted, for a reader with knowledge of all other
 * people and so many versions: each version points to the right answer with the odds that the epsilon allows, and the
 * guess follows the majority.
 */
export function mostRight(versions: number, epsilon: number): number {
  const right = 1 / (1 + Math.exp(-epsilon));
  let [sum, ways] = [0, 1];
  for (let wrong = 0; wrong <= versions / 2; wrong += 1) {
    const chance = ways * right ** (versions - wrong) * (1 - right) ** wrong;
    sum += 2 * wrong === versions ? chance / 2 : chance;
    ways *= (versions - wrong) / (wrong + 1);
  }
  return sum;
}
