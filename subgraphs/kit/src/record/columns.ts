import { p } from '@mikro-orm/core';
import * as column from '../file/column.js';
import type { Column } from '../file/column.js';
import { wordsOf } from '../graphql/words.js';
import { type Allowed, checkText } from './allowed-values.js';
import type { ColumnDeclaration, RecordDeclaration, WordsDeclaration } from './declaration.js';

/** A column of a record's table. */
export interface TableColumn {
  /** The name in SQL: `founded_on`. */
  readonly name: string;
  /** The name in resolvers: `foundedOn`. */
  readonly property: string;
  /** Its type in SQL, as PostgreSQL prints it. */
  readonly type: string;
  readonly nullable: boolean;
  /** The check of its values, as SQL, for the draft of a migration. */
  readonly check?: string;
  /** The allowed values, where they are words or lie between bounds. */
  readonly allowed?: Allowed;
  /** The column of the file with its value; undefined for a derived column. */
  readonly from?: string;
}

/** `founded_on` as a property: `foundedOn`. */
export function propertyOf(name: string): string {
  return name.replaceAll(/_([a-z\d])/g, (_whole, letter: string) => letter.toUpperCase());
}

/** Whether a column refers to something by its code, so that file and table call it `<name>_code`. */
export function isReferring({ kind }: ColumnDeclaration): boolean {
  return kind === 'commune' || kind === 'place' || kind === 'reference' || kind === 'entity';
}

/** The name of a column in the file and in the table. */
export function storedName(name: string, declared: ColumnDeclaration): string {
  if (declared.kind === 'person') return 'pseudonym';
  return isReferring(declared) ? `${name}_code` : name;
}

/** Whether the record's file has a column. */
export function isGiven(declared: ColumnDeclaration): boolean {
  return declared.kind === 'person' || declared.given !== false;
}

/** Whether the record's table has a column. */
export function isKept(declared: ColumnDeclaration): boolean {
  return declared.kind === 'person' || declared.kept !== false;
}

/** The columns of a record's file, in their order. */
export function fileColumns({ columns }: RecordDeclaration): Record<string, Column<unknown>> {
  return Object.fromEntries(
    Object.entries(columns).flatMap(([name, declared]): [string, Column<unknown>][] => {
      if (!isGiven(declared)) return [];
      const said = saidOf(name, declared);
      if (declared.kind === 'translated') {
        const vi = { ...column.text, ...said };
        return [
          [`${name}_vi`, vi],
          [
            `${name}_en`,
            {
              ...column.text,
              description: `${said.description ?? name} In English.`,
              names: [`${name.replaceAll('_', ' ')} in English`, `${said.names[0] ?? name} tiếng Anh`],
            },
          ],
        ];
      }
      if (declared.kind === 'person') {
        const { of, sexes, named = true, mayLack = [], has = ['sex', 'birth_year', 'commune_code'] } = declared;
        const { citizen_number, full_name, ...about } = column.person;
        if (of !== undefined) return [['citizen_number', citizen_number]];
        const all: Record<keyof typeof about, Column<unknown>> = {
          ...about,
          ...(sexes && { sex: column.sexOf(...sexes) }),
          ...(mayLack.length > 0 && { commune_code: column.optional(about.commune_code) }),
        };
        return [
          ['citizen_number', citizen_number],
          ...(named ? [['full_name', full_name] as [string, Column<unknown>]] : []),
          ...has.map((one): [string, Column<unknown>] => [one, all[one]]),
        ];
      }
      const read = { ...readingOf(declared), ...said, names: [...said.names, ...(readingOf(declared).names ?? [])] };
      return [[storedName(name, declared), declared.optional ? column.optional(read) : read]];
    }),
  );
}

/** The texts of a declared column: its description, and its names in files of other systems. */
function saidOf(name: string, declared: ColumnDeclaration) {
  const description = 'description' in declared ? declared.description : undefined;
  const further = 'names' in declared ? (declared.names ?? []) : [];
  return {
    ...(description !== undefined && { description }),
    names: [...further, name.replaceAll('_', ' ')],
  };
}

type OfOneColumn = Exclude<ColumnDeclaration, { readonly kind: 'translated' | 'person' }>;

function readingOf(declared: OfOneColumn): Column<unknown> {
  switch (declared.kind) {
    case 'code':
    case 'reference':
    case 'entity':
      return column.code;
    case 'text':
      return column.text;
    case 'day':
      return column.day;
    case 'pastDay':
      return column.pastDay;
    case 'month':
      return column.month;
    case 'schoolYear':
      return column.schoolYear;
    case 'integer':
      return column.integer(declared.least, declared.most);
    case 'decimal':
      return column.decimal(declared.least, declared.most);
    case 'flag':
      return column.flag;
    case 'word':
      return wordColumn(declared.words);
    case 'words':
      return column.listOf(wordColumn(declared.words));
    case 'commune':
      return column.communeCode;
    case 'place':
      return column.placeCode;
  }
}

/** A column with one of some words; a file of another system may have their descriptions instead. */
function wordColumn(words: WordsDeclaration): Column<string> {
  return { ...column.oneOf(...wordsOf(words)), form: { kind: 'words', words: words.values } };
}

const typesInSql = {
  code: 'text',
  text: 'text',
  day: 'date',
  pastDay: 'date',
  month: 'text',
  schoolYear: 'text',
  integer: 'integer',
  decimal: 'double precision',
  flag: 'boolean',
  word: 'text',
  words: 'text[]',
  commune: 'text',
  place: 'text',
  reference: 'text',
  entity: 'text',
} as const satisfies Record<OfOneColumn['kind'], string>;

/** The columns of a record's table, in their order. */
export function tableColumns({ columns }: RecordDeclaration): TableColumn[] {
  return Object.entries(columns).flatMap(([name, declared]): TableColumn[] => {
    if (!isKept(declared)) return [];
    if (declared.kind === 'translated') return ofTranslated(name, declared);
    if (declared.kind === 'person') return ofPerson(declared);
    const stored = storedName(name, declared);
    const allowed = allowedOf(declared);
    const check = allowed ? checkText(stored, allowed) : checkOf(stored, declared);
    return [
      {
        name: stored,
        property: propertyOf(stored),
        type: typesInSql[declared.kind],
        nullable: declared.optional === true || declared.kind === 'place',
        ...(isGiven(declared) && { from: stored }),
        ...(check !== undefined && { check }),
        ...(allowed && { allowed }),
      },
    ];
  });
}

function ofTranslated(name: string, { searchable, sortable }: ColumnDeclaration & { kind: 'translated' }) {
  const texts = ['vi', 'en'].map((language) => `${name}_${language}`);
  const derived = [...(searchable ? ['search_key'] : []), ...(sortable ? [`${name}_sort_key`] : [])];
  return [
    ...texts.map((one) => ({ name: one, property: propertyOf(one), type: 'text', nullable: false, from: one })),
    ...derived.map((one) => ({ name: one, property: propertyOf(one), type: 'text', nullable: false })),
  ];
}

function ofPerson({ keeps = [], mayLack = [] }: ColumnDeclaration & { kind: 'person' }): TableColumn[] {
  const pseudonym = { name: 'pseudonym', property: 'pseudonym', type: 'text', nullable: false, from: 'citizen_number' };
  return [
    { ...pseudonym, check: 'length(pseudonym) = 43' },
    ...keeps.map((one) => ({
      name: one,
      property: propertyOf(one),
      type: one === 'birth_year' ? 'integer' : 'text',
      nullable: mayLack.some((lacked) => lacked === one),
      from: one,
    })),
  ];
}

/** The allowed values of a column; undefined where it has neither words nor bounds. */
function allowedOf(declared: OfOneColumn): Allowed | undefined {
  switch (declared.kind) {
    case 'word':
      return { words: wordsOf(declared.words) };
    case 'words':
      return { words: wordsOf(declared.words), isList: true, some: declared.some ?? false };
    case 'integer':
    case 'decimal':
      return { least: declared.least ?? 0, most: declared.most };
    default:
      return undefined;
  }
}

/** A column's other check, as SQL. */
function checkOf(stored: string, declared: OfOneColumn): string | undefined {
  if (declared.kind !== 'day' && declared.kind !== 'pastDay') return undefined;
  return declared.after === undefined ? undefined : `${stored} >= ${declared.after}`;
}

/** The builders of an entity's properties, by the type in SQL. */
const builders = {
  text: () => p.text(),
  date: () => p.date(),
  integer: () => p.integer(),
  'double precision': () => p.double(),
  boolean: () => p.boolean(),
  'text[]': () => p.array(),
} as const;

/** The property of an entity for a column of its table. */
export function entityProperty({ type, nullable }: TableColumn, isKey: boolean): object {
  const property = builders[type as keyof typeof builders]();
  if (isKey) return property.primary();
  return nullable ? property.nullable() : property;
}
