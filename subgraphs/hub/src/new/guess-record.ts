import { type GuessedColumn, type GuessedColumns, guessColumns, pascal, type SampleFile } from './guess-columns.js';
import type { PeopleColumns } from './people-columns.js';

/** A guessed record of a new organisation, in the format that `recordDeclaration` reads. */
export type GuessedRecord = {
  readonly name: string;
  readonly file: string;
  readonly columns: Readonly<Record<string, GuessedColumn>>;
} & Readonly<Record<string, unknown>>;

/** The goal that a row of people reaches, with the column of the day. */
export interface Reached {
  readonly goal: string;
  readonly on: string;
}

/** A file, and its columns that identify a person. */
export interface LookedAtFile extends SampleFile {
  readonly people: PeopleColumns;
}

/** Whether a file has a column that identifies a person. */
export const isAboutPeople = ({ people }: LookedAtFile) => people.person.size + people.leftOut.size > 0;

/** A guessed record with its file. */
export interface GuessedFile {
  readonly file: LookedAtFile;
  readonly record: GuessedRecord;
  readonly became: GuessedColumns['became'];
}

/**
 * Guesses records from files.
 * @param code code of the organisation; types and fields begin with it, because names in the graph are global.
 * @param reached the goal that people in the files reach, if known.
 * @throws Error if a file's rows differ only in the columns that identify a person.
 */
export function guessRecords(
  code: string,
  files: readonly LookedAtFile[],
  reached: Reached | undefined,
): GuessedFile[] {
  const coded = files.filter(({ header }) => header[0] === 'code');
  const codes = new Map(coded.map(({ name }) => [singular(name), typeOf(code, name)]));
  return files.map((file) => {
    const name = typeOf(code, file.name);
    const one = singular(file.name).replaceAll(/[_-]/g, ' ');
    const many = file.name.replaceAll(/[_-]/g, ' ');
    const { columns, became, telling } = guessColumns(file, file.people, codes, name);
    const about = {
      name,
      file: file.name.replaceAll('_', '-'),
      description: `One of the ${many}.`,
      called: { one, many: `the ${many}` },
    };
    const field = camel(code, file.name);
    if (!isAboutPeople(file)) return { file, became, record: ofThings(about, columns, field) };
    const key = keyOf(columns, telling);
    if (!key)
      throw new Error(
        `${file.name}: expected a citizen's number, or a column beside the names that tells one row from another, such as a code of your own`,
      );
    return { file, became, record: ofPeople({ ...about, key }, columns, reached, field) };
  });
}

/**
 * The key of rows: about people, the person, after the record that the rows refer to; otherwise the first column whose
 * values all differ.
 */
function keyOf(columns: GuessedRecord['columns'], telling: string | undefined): readonly string[] | undefined {
  const first = Object.entries(columns).find(([, { kind }]) => kind === 'reference')?.[0];
  if ('person' in columns) return first === undefined ? ['person'] : [first, 'person'];
  return telling === undefined ? undefined : [telling];
}

type About = Pick<GuessedRecord, 'name' | 'file'> & Readonly<Record<string, unknown>>;

/** A record of people is not shown; only its number of people is published. */
function ofPeople(
  about: About,
  columns: GuessedRecord['columns'],
  reached: Reached | undefined,
  field: string,
): GuessedRecord {
  const shown = Object.fromEntries(
    Object.entries(columns).map(([name, column]) => [
      name,
      // The file also contains people who have not reached the goal yet.
      { ...withoutDescription(column), ...(name === reached?.on && { optional: true }) },
    ]),
  );
  const isDay = reached !== undefined && /day$/i.test(columns[reached.on]?.kind ?? '');
  return {
    ...about,
    shown: 'nobody',
    columns: shown,
    ...(isPlaced(columns) && {
      perPlace: [
        {
          measure: measureOf(field),
          shown: {
            field: `${field}Count`,
            inAll: 'How many people there are in all, as of the newest release.',
            inCommune: 'How many people there are here, as of the newest release.',
          },
        },
      ],
    }),
    ...(isDay && { reaches: [reached] }),
  };
}

/** Whether rows have a commune. */
function isPlaced({ person, commune }: GuessedRecord['columns']): boolean {
  return person?.['keeps'] !== undefined || commune?.kind === 'commune';
}

function withoutDescription({ description: _, ...column }: GuessedColumn): GuessedColumn {
  return column;
}

function ofThings(about: About, columns: GuessedRecord['columns'], field: string): GuessedRecord {
  const isEntity = Object.keys(columns)[0] === 'code';
  const isPlaced = columns['commune']?.kind === 'commune';
  // The singular and the plural are the same word, such as "sheep".
  const many = singular(field) === field ? `${field}List` : field;
  const filters = isPlaced && {
    filters: { commune: { column: 'commune', description: 'Only rows of this commune, by its code.' } },
  };
  return {
    ...about,
    ...(isEntity && { entity: true }),
    columns,
    ...(isEntity && { one: { field: singular(field) } }),
    lists: [
      { on: 'Query', field: many, ...filters, description: 'All of them.' },
      ...(isPlaced ? [{ on: 'Commune', field: many, description: 'The rows of this commune.' }] : []),
    ],
  };
}

const typeOf = (code: string, name: string) => `${pascal(code)}${pascal(singular(name))}`;

/** A field name: `farmersUnionClubs`. */
function camel(code: string, name: string): string {
  const whole = `${pascal(code)}${pascal(name)}`;
  return whole.charAt(0).toLowerCase() + whole.slice(1);
}

/** A field name as a measure: `farmersUnionMembers` becomes `FARMERS_UNION_MEMBERS`. */
const measureOf = (field: string) => field.replaceAll(/[A-Z]/g, '_$&').toUpperCase();

/** Singular of an English plural. */
export function singular(name: string): string {
  if (/ies$/.test(name)) return name.replace(/ies$/, 'y');
  if (/(ss|x|ch|sh)es$/.test(name)) return name.slice(0, -2);
  return /[^s]s$/.test(name) ? name.slice(0, -1) : name;
}
