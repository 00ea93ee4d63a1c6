import { chainedDigest, keyedDigest, type PseudonymKeys } from '@hub/protocol';

/** A person's identifiers: in the tables, and in the list of objections. */
export interface PersonDigests {
  readonly pseudonym: string;
  readonly objection: string;
}

/**
 * The identifier of a person in the list of objections. It is derived from the first pseudonym under the organisations'
 * first key, and then under each later key, as pseudonyms are; without the keys, no other table can be linked with the
 * list.
 */
export function objectionDigest(number: string, keys: PseudonymKeys): string {
  return digestsOf(number, keys).objection;
}

/** Makes a citizen's pseudonym (see `pseudonymOf`) and `objectionDigest`, which start from the same digest. */
export function digestsOf(number: string, [first, ...later]: PseudonymKeys): PersonDigests {
  const ofFirst = keyedDigest(number, first);
  return {
    pseudonym: chainedDigest(ofFirst, later),
    objection: chainedDigest(keyedDigest(`objection ${ofFirst}`, first), later),
  };
}
