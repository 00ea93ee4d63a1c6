import { chainedDigest, keyedDigest, type PseudonymKeys } from '../ledger/pseudonym.js';

/**
 * By what a person who is not to be kept is known again: from her first pseudonym under the participants' first key, and of
 * that under each later one, as pseudonyms are; without the keys nothing leads from this list to any other table.
 */
export function objectionDigest(number: string, [first, ...later]: PseudonymKeys): string {
  return chainedDigest(keyedDigest(`objection ${keyedDigest(number, first)}`, first), later);
}
