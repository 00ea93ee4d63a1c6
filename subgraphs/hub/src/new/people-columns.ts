import { type PersonColumn, personColumns } from '@hub/kit/service';
import { type PersonalKind, personalHeader, personalValues } from '@hub/protocol';
import type { SampleFile } from './guess-columns.js';

/** The columns of a file that identify a person. */
export interface PeopleColumns {
  /** The places of the columns that become the record's person; none where the file lacks her number. */
  readonly person: ReadonlyMap<PersonColumn, number>;
  /** The places of the others, which are left out. */
  readonly leftOut: ReadonlyMap<number, PersonalKind>;
  /** The place of the commune; also of a file about no person. */
  readonly commune: number | undefined;
}

/** Which kind of value a person's column is recognised by. */
const kindOf: Partial<Record<PersonColumn, PersonalKind>> = {
  citizen_number: 'CITIZEN_NUMBER',
  full_name: 'NAME',
  birth_year: 'BIRTH',
};

/**
 * Finds the columns that identify a person, by their headers as an import reads them, and by their values.
 * @param kept headers that the caller says are of no person.
 */
export function peopleColumns({ header, rows }: SampleFile, kept: readonly string[]): PeopleColumns {
  const read = new Map(personColumns(header));
  const commune = read.get('commune_code');
  const personal = new Map<number, PersonalKind>();
  for (const [index, name] of header.entries()) {
    if (kept.includes(name)) continue;
    const kind =
      personalHeader(name) ??
      personalValues(
        rows.map((row) => row[index] ?? ''),
        1,
      );
    if (kind) personal.set(index, kind);
  }
  // An import takes any `name` for a person's where the file is known to be about people.
  const number = read.get('citizen_number');
  if (number !== undefined && !kept.includes(header[number] ?? '')) personal.set(number, 'CITIZEN_NUMBER');
  for (const [column, kind] of Object.entries(kindOf) as [PersonColumn, PersonalKind][]) {
    const place = read.get(column);
    const isKept = place === undefined || kept.includes(header[place] ?? '');
    if (!isKept && [...personal.values()].includes('CITIZEN_NUMBER')) personal.set(place, kind);
    else if (isKept || !personal.has(place)) read.delete(column);
    const other = [...personal].find(([, one]) => one === kind)?.[0];
    if (!read.has(column) && other !== undefined) read.set(column, other);
  }
  const isPerson = read.has('citizen_number');
  const person = new Map(isPerson ? read : []);
  const taken = new Set(person.values());
  return { person, leftOut: new Map([...personal].filter(([index]) => !taken.has(index))), commune };
}
