import { points, share, whole } from './as-written.js';

/** The parts of a progress that are compared. */
export interface Compared {
  readonly ratio: number;
  readonly denominator: { readonly value: number };
  readonly people: { readonly estimate: number | null; readonly lower: number };
}

/** The fields of `Compared`. */
export const comparedFields = 'ratio denominator { value } people { estimate lower }';

/** The texts of pages about two progresses: by their estimates, or by lower bounds if one has no estimate. */
export function changeIn(now: Compared, then: Compared): readonly string[] {
  const isOfBounds = now.people.estimate === null || then.people.estimate === null;
  const people = (of: Compared): number => (isOfBounds ? of.people.lower : (of.people.estimate ?? 0));
  const ratio = (of: Compared): number => (isOfBounds ? people(of) / of.denominator.value : of.ratio);
  const [more, change] = [people(now) - people(then), (ratio(now) - ratio(then)) * 100];
  return [
    share(ratio(now)),
    ...(more === 0 ? [] : [`${more > 0 ? 'thêm' : 'bớt'} ${whole(Math.abs(more))} người`]),
    ...(Math.abs(change) < 0.005
      ? [more === 0 ? 'không đổi' : 'tỷ lệ làm tròn không đổi']
      : [share(ratio(then)), `${change > 0 ? 'tăng' : 'giảm'} ${points(Math.abs(change), 2)} điểm`]),
  ];
}
