import { person } from '../file/column.js';
import { ColumnNames, guessColumns } from './guess-columns.js';

/** A column of files about people. */
export type PersonColumn = keyof typeof person;

const columns = Object.keys(person) as readonly PersonColumn[];
const names = new ColumnNames(person);

/** Which of a person's columns headers are, as an import reads them: the place of each that is there. */
export function personColumns(headers: readonly string[]): ReadonlyMap<PersonColumn, number> {
  return guessColumns(headers, columns, names).places as ReadonlyMap<PersonColumn, number>;
}
