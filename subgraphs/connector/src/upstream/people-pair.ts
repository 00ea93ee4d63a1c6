import type { AskedField, Judging, ObjectValue } from './selection-check.js';
import type { Place } from './answer-problems.js';

/** The least that the upper number of a count must be above the lower one: ten numbers are possible then. */
const leastWidth = 9;

/** Where a count stands. */
interface PairPlace {
  readonly at: Place | undefined;
  readonly judging: Judging;
  /** Whether it was told of one of its numbers already that it may not leave. */
  readonly isTold: boolean;
}

/**
 * Judges the two numbers of a published count together, under whatever names they were asked for: where the true number is
 * one of fewer than ten, both are null.
 * @returns whether the object can be used.
 */
export function judgePair(
  object: ObjectValue,
  fields: readonly AskedField[],
  { at, judging, isTold }: PairPlace,
): boolean {
  const asked = fields.filter(({ name, key }) => (name === 'people' || name === 'atMost') && object[key] !== undefined);
  const valuesOf = (of: string) => asked.filter(({ name }) => name === of).map(({ key }) => object[key]);
  const [lower, upper] = [valuesOf('people'), valuesOf('atMost')];
  const isWide = upper.every((most) =>
    lower.every((people) =>
      most === null ? people === null : people !== null && Number(most) >= Number(people) + leastWidth,
    ),
  );
  if (isWide) return true;
  if (!isTold) judging.problems.withheld(at, 'narrow', 'PeopleCount');
  judging.changed = true;
  for (const { key } of asked) object[key] = null;
  return asked.every(({ isNullable }) => isNullable);
}
