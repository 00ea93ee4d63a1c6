import { chainedDigest, keyedDigest, type PseudonymKeys } from '@hub/protocol';

/** By what a person is known: in the tables, and on the list of those who are not to be kept. */
export interface PersonDigests {
  readonly pseudonym: string;
  readonly objection: string;
}

/**
 * By what a person who is not to be kept is known again: from her first pseudonym under the organisations' first key, and of
 * that under each later one, as pseudonyms are; without the keys nothing leads from this list to any other table.
 */
export function objectionDigest(number: string, keys: PseudonymKeys): string {
  return digestsOf(number, keys).objection;
}

/** Makes a citizen's pseudonym, see `pseudonymOf`, and her `objectionDigest`, which begin alike. */
export function digestsOf(number: string, [first, ...later]: PseudonymKeys): PersonDigests {
  const ofFirst = keyedDigest(number, first);
  return {
    pseudonym: chainedDigest(ofFirst, later),
    objection: chainedDigest(keyedDigest(`objection ${ofFirst}`, first), later),
  };
}
