import type { AgeBand, GoalCode, PersonReached, Sex } from './ledger.js';

/** A row of a file about people (`column.person`) as the importer gives it: the number is a pseudonym, the name is gone. */
export interface PersonRow {
  readonly citizen_number: string;
  readonly sex: Sex;
  readonly birth_year: number;
  readonly commune_code: string;
}

/** Goals whose audience begins at 18: who was younger on the day has not reached them. */
const adultGoals: ReadonlySet<GoalCode> = new Set(['ADULTS_BASIC', 'ADULTS_CONFIRMED']);

/**
 * What the ledger is told of a person who showed a goal's skills on a day.
 * @param reachedOn null when she has not yet: then nothing is said.
 */
export function reachedGoals(
  person: PersonRow,
  reachedOn: string | null,
  ...goals: readonly GoalCode[]
): readonly PersonReached[] {
  if (reachedOn === null) return [];
  const ageBand = ageBandOf(person.birth_year, reachedOn);
  return goals
    .filter((goal) => ageBand !== 'UNDER_18' || !adultGoals.has(goal))
    .map((goalCode) => ({
      kind: 'person',
      goalCode,
      pseudonym: person.citizen_number,
      communeCode: person.commune_code,
      reachedOn,
      sex: person.sex,
      ageBand,
    }));
}

/** The age band on a day, from the year of birth. */
function ageBandOf(birthYear: number, day: string): AgeBand {
  const age = Number(day.slice(0, 4)) - birthYear;
  if (age < 18) return 'UNDER_18';
  if (age < 35) return '18_34';
  return age < 60 ? '35_59' : '60_PLUS';
}
