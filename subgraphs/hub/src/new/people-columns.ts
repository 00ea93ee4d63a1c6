import { type PersonColumn, personColumns } from '@hub/kit/service';
import { type PersonalKind, personalHeader, personalValues } from '@hub/protocol';
import type { SampleFile } from './guess-columns.js';

/** The columns of a file that identify a person. */
export interface PeopleColumns {
  /** Positions of the columns of the record's person; empty if the file has no citizen's number. */
  readonly person: ReadonlyMap<PersonColumn, number>;
  /** Positions of the other columns about a person, which are left out. */
  readonly leftOut: ReadonlyMap<number, PersonalKind>;
  /** Position of the commune, also in a file without people. */
  readonly commune: number | undefined;
}

/** Kinds of values by which a column about a person is recognised. */
const kindOf: Partial<Record<PersonColumn, PersonalKind>> = {
  citizen_number: 'CITIZEN_NUMBER',
  full_name: 'NAME',
  birth_year: 'BIRTH',
};

/**
 * Finds the columns that identify a person, by header (as an import reads it) and by values.
 * @param kept headers that the caller declares free of personal data.
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
  // In a file about people, an import reads any `name` as a person's.
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
