import { ageBandOf, communeUnits, type LedgerFact, type Sex } from '@hub/kit';

/** A row about a person, as the importer gives it: her number is a pseudonym, her name is gone. */
interface PersonRow {
  readonly citizen_number: string;
  readonly sex: Sex;
  readonly birth_year: number;
  readonly commune_code: string;
}

/** What the ledger is told when a person shows the basic skills: an adult reaches ADULTS_BASIC, a minor no goal of ours. */
export function reachedAdultsBasic(person: PersonRow, reachedOn: string | null): readonly LedgerFact[] {
  if (reachedOn === null) return [];
  const ageBand = ageBandOf(person.birth_year, reachedOn);
  if (ageBand === 'UNDER_18') return [];
  return [
    {
      kind: 'person',
      goalCode: 'ADULTS_BASIC',
      pseudonym: person.citizen_number,
      communeCode: person.commune_code,
      reachedOn,
      sex: person.sex,
      ageBand,
      area: communeUnits.get(person.commune_code)?.area ?? 'PLAIN',
    },
  ];
}
