import type { PublishedCount } from '@hub/protocol';
import type { Denominator } from './denominator.entity.js';

/** The range of a denominator: one number for a census, ten or more values for records. Null if none is known. */
export function rangeOf(denominator: Pick<Denominator, 'value' | 'atMost'> | null): PublishedCount | null {
  const { value, atMost } = denominator ?? {};
  return value == null ? null : { people: value, atMost: atMost ?? value };
}

/** The middle of a range. A sum of several rounded-down values would be too small. */
export function middleOf({ people, atMost }: PublishedCount): number {
  return (people + atMost) / 2;
}
