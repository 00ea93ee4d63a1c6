import { type GuessedColumn, guessColumns, pascal, type SampleFile } from './guess-columns.js';

/** A record as it is written for an organisation that begins: what `recordDeclaration` reads. */
export type GuessedRecord = {
  readonly name: string;
  readonly file: string;
  readonly columns: Readonly<Record<string, GuessedColumn>>;
} & Readonly<Record<string, unknown>>;

/** What a row of people means for a goal. */
export interface Reached {
  readonly goal: string;
  readonly on: string;
}

/** The records of an organisation, and what of its files must be called otherwise. */
export interface GuessedRecords {
  readonly records: readonly GuessedRecord[];
  readonly renamed: ReadonlyMap<string, ReadonlyMap<string, string>>;
}

/**
 * Guesses records from files.
 * @param code the organisation's, which types and fields begin with: names in the graph are everybody's.
 * @param reached what a row of people means, where that is known.
 */
export function guessRecords(code: string, files: readonly SampleFile[], reached: Reached | undefined): GuessedRecords {
  const singles = files.map(({ name }) => [name, singular(name)] as const);
  const coded = files.filter(({ header }) => header[0] === 'code');
  const codes = new Map(coded.map(({ name }) => [singular(name), typeOf(code, name)]));
  const renamed = new Map<string, ReadonlyMap<string, string>>();
  const records = files.map((file, index) => {
    const name = typeOf(code, file.name);
    const one = (singles[index]?.[1] ?? file.name).replaceAll(/[_-]/g, ' ');
    const many = file.name.replaceAll(/[_-]/g, ' ');
    const guessed = guessColumns(file, codes, name);
    if (guessed.renamed.size > 0) renamed.set(file.name, guessed.renamed);
    const { columns } = guessed;
    const about = {
      name,
      file: file.name.replaceAll('_', '-'),
      description: `One of the ${many}.`,
      called: { one, many: `the ${many}` },
    };
    return 'person' in columns
      ? ofPeople(about, columns, reached, camel(code, file.name))
      : ofThings(about, columns, camel(code, file.name));
  });
  return { records, renamed };
}

type About = Pick<GuessedRecord, 'name' | 'file'> & Readonly<Record<string, unknown>>;

/** People are shown to nobody: how many there are is published. */
function ofPeople(
  about: About,
  columns: GuessedRecord['columns'],
  reached: Reached | undefined,
  field: string,
): GuessedRecord {
  const shown = Object.fromEntries(
    Object.entries(columns).map(([name, column]) => [
      name,
      // Who has not reached it yet is in the file, too.
      { ...withoutDescription(column), ...(name === reached?.on && { optional: true }) },
    ]),
  );
  const first = Object.entries(columns).find(([, { kind }]) => kind === 'reference')?.[0];
  const isDay = reached !== undefined && /day$/i.test(columns[reached.on]?.kind ?? '');
  return {
    ...about,
    shown: 'nobody',
    columns: shown,
    key: first === undefined ? ['person'] : [first, 'person'],
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
    ...(isDay && { reaches: [reached] }),
  };
}

function withoutDescription({ description: _, ...column }: GuessedColumn): GuessedColumn {
  return column;
}

function ofThings(about: About, columns: GuessedRecord['columns'], field: string): GuessedRecord {
  const isEntity = Object.keys(columns)[0] === 'code';
  const isPlaced = columns['commune']?.kind === 'commune';
  // What is called alike in the singular and the plural, as sheep is.
  const many = singular(field) === field ? `${field}List` : field;
  const filters = isPlaced && {
    filters: { commune: { column: 'commune', description: 'Only those of this commune, by its code.' } },
  };
  return {
    ...about,
    ...(isEntity && { entity: true }),
    columns,
    ...(isEntity && { one: { field: singular(field) } }),
    lists: [
      { on: 'Query', field: many, ...filters, description: 'All of them.' },
      ...(isPlaced ? [{ on: 'Commune', field: many, description: 'Those that are here.' }] : []),
    ],
  };
}

const typeOf = (code: string, name: string) => `${pascal(code)}${pascal(singular(name))}`;

/** A field's name: `farmersUnionClubs`. */
function camel(code: string, name: string): string {
  const whole = `${pascal(code)}${pascal(name)}`;
  return whole.charAt(0).toLowerCase() + whole.slice(1);
}

/** `farmersUnionMembers` as a measure: `FARMERS_UNION_MEMBERS`. */
const measureOf = (field: string) => field.replaceAll(/[A-Z]/g, '_$&').toUpperCase();

/** One of what an English plural names. */
export function singular(name: string): string {
  if (/ies$/.test(name)) return name.replace(/ies$/, 'y');
  if (/(ss|x|ch|sh)es$/.test(name)) return name.slice(0, -2);
  return /[^s]s$/.test(name) ? name.slice(0, -1) : name;
}
