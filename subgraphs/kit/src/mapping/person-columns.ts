import { person } from '../file/column.js';
import { ColumnNames, guessColumns } from './guess-columns.js';

/** A column of files about people. */
export type PersonColumn = keyof typeof person;

const columns = Object.keys(person) as readonly PersonColumn[];
const names = new ColumnNames(person);

/** The person's columns among the headers, as an import reads them: the position of each one found. */
export function personColumns(headers: readonly string[]): ReadonlyMap<PersonColumn, number> {
  return guessColumns(headers, columns, names).places as ReadonlyMap<PersonColumn, number>;
}
