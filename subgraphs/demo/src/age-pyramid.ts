import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import type { Sex } from '@hub/kit/service';
import { readRecords } from './records.js';

/** Number of people of a sex and an age in years; only shares of the numbers matter. */
export interface AgeAndSex {
  readonly sex: Sex;
  readonly age: number;
  readonly people: number;
}

/** Highest age in the pyramid: the end of a group without an upper limit. */
const oldest = 104;

/**
 * Reads an age pyramid; a group's people are spread evenly over its years.
 * @param folder the folder of `age-pyramid.csv`.
 * @throws FileError if the file is invalid.
 */
export async function readAgePyramid(folder: string): Promise<readonly AgeAndSex[]> {
  const file = createReadStream(join(folder, 'age-pyramid.csv'));
  const groups = await readRecords(file, ['sex', 'age_from', 'age_until', 'thousands']);
  return groups.flatMap(({ sex, age_from: from, age_until: until, thousands }) => {
    const years = Number(until || oldest) - Number(from) + 1;
    return Array.from({ length: years }, (_, index) => ({
      ...{ sex: sex as Sex, age: Number(from) + index, people: Number(thousands) / years },
    }));
  });
}

/** The share of people within an age range. */
export function shareOfAges(pyramid: readonly AgeAndSex[], isOfAge: (age: number) => boolean): number {
  const sum = (groups: readonly AgeAndSex[]) => groups.reduce((total, { people }) => total + people, 0);
  return sum(pyramid.filter(({ age }) => isOfAge(age))) / sum(pyramid);
}
