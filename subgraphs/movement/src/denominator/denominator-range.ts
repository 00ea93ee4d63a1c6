import type { PublishedCount } from '@hub/protocol';
import type { Denominator } from './denominator.entity.js';

/** Between which numbers a denominator lies: the same of a census, ten or more of records. Null where none is known. */
export function rangeOf(denominator: Pick<Denominator, 'value' | 'atMost'> | null): PublishedCount | null {
  const { value, atMost } = denominator ?? {};
  return value == null ? null : { people: value, atMost: atMost ?? value };
}

/** What lies in the middle of a range: of several that are rounded down, the sum of what they say is too small. */
export function middleOf({ people, atMost }: PublishedCount): number {
  return (people + atMost) / 2;
}
