import type { AgeBand, ClaimedFact, Sex } from '../file/facts.js';

/**
 * A row of a file about people (`column.person`) from the importer: with a pseudonym in place of the number, and
 * without the name.
 */
export interface PersonRow {
  readonly citizen_number: string;
  readonly sex: Sex;
  readonly birth_year: number;
  readonly commune_code: string;
}

/**
 * A person's claims of having shown goals' skills on a day; the ledger takes them for the goals whose audience includes
 * the person.
 * @param reachedOn null where the person has not shown them yet: then there is no claim.
 */
export function reachedGoals(
  person: PersonRow,
  reachedOn: string | null,
  ...goals: readonly string[]
): readonly ClaimedFact[] {
  if (reachedOn === null) return [];
  const ageBand = ageBandOf(person.birth_year, reachedOn);
  return goals.map((goalCode) => ({
    kind: 'person',
    goalCode,
    pseudonym: person.citizen_number,
    communeCode: person.commune_code,
    reachedOn,
    sex: person.sex,
    ageBand,
    birthYear: person.birth_year,
  }));
}

/** The age band on a day, from the year of birth: a breakdown of figures, and not a goal's threshold. */
function ageBandOf(birthYear: number, day: string): AgeBand {
  const age = Number(day.slice(0, 4)) - birthYear;
  if (age < 18) return 'UNDER_18';
  if (age < 35) return '18_34';
  return age < 60 ? '35_59' : '60_PLUS';
}
