/** Numbers as the pages write them in Vietnamese, written by other code than theirs. */

/** A whole number: `1.247.740`. */
export function whole(value: number): string {
  return String(value).replaceAll(/\B(?=(\d{3})+$)/g, '.');
}

/** A share: with two decimals below ten percent. */
export function share(value: number): string {
  const digits = Math.abs(value) < 0.1 && value !== 0 ? 2 : 1;
  return `${(value * 100).toFixed(digits).replace('.', ',')}%`;
}

/** Percentage points. */
export function points(value: number, digits = 1): string {
  return value.toFixed(digits).replace('.', ',');
}

/** What the graph says of a progress, as far as it is compared. */
export interface Compared {
  readonly ratio: number;
  readonly denominator: { readonly value: number };
  readonly people: { readonly estimate: number | null; readonly lower: number };
}

/** The fields of `Compared`. */
export const comparedFields = 'ratio denominator { value } people { estimate lower }';

/** What pages say of two progresses: estimates, or where one of both has none, lower bounds. */
export function changeIn(now: Compared, then: Compared): readonly string[] {
  const isOfBounds = now.people.estimate === null || then.people.estimate === null;
  const people = (of: Compared): number => (isOfBounds ? of.people.lower : (of.people.estimate ?? 0));
  const ratio = (of: Compared): number => (isOfBounds ? people(of) / of.denominator.value : of.ratio);
  const [more, change] = [people(now) - people(then), (ratio(now) - ratio(then)) * 100];
  return [
    share(ratio(now)),
    ...(more === 0 ? [] : [`${more > 0 ? 'thêm' : 'bớt'} ${whole(Math.abs(more))} người`]),
    ...(Math.abs(change) < 0.005
      ? ['không đổi']
      : [share(ratio(then)), `${change > 0 ? 'tăng' : 'giảm'} ${points(Math.abs(change), 2)} điểm`]),
  ];
}
