import type { AskedField, Judging, ObjectValue } from './selection-check.js';
import type { Place } from './answer-problems.js';

/** The least difference between the upper and the lower number of a count: ten numbers are possible then. */
const leastWidth = 9;

/** The place of a count. */
interface PairPlace {
  readonly at: Place | undefined;
  readonly judging: Judging;
  /** Whether one of its numbers has been reported already. */
  readonly isTold: boolean;
}

/**
 * Judges the two numbers of a published count together, under any response keys: where fewer than ten numbers are
 * possible, both become null.
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
