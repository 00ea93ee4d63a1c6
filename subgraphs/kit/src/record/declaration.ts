import { z } from 'zod';
import { columnName, fieldName, text, typeName, word } from './declared-names.js';
import { listDeclaration } from './list-declaration.js';

/** A fixed set of words, each with its description: an enum of GraphQL. */
const words = z.strictObject({
  name: typeName,
  description: text,
  values: z.record(word, text).refine((values) => Object.keys(values).length > 0, 'expected at least one word'),
});

/** The properties of every kind of column. */
const common = {
  /** The field's description, with the Vietnamese term; needed where the column is shown. */
  description: text.optional(),
  /** Further headers for this column in files of other systems: `Ngày vào hội`. */
  names: z.array(text).optional(),
  /** The field's name where it differs from the column's; false where the column is not shown. */
  field: z.union([z.literal(false), fieldName]).optional(),
  /** Whether it may be empty. */
  optional: z.boolean().optional(),
  /** Whether lists at the root can be sorted by it. */
  sortable: z.boolean().optional(),
  /** False where the table lacks it: only the ledger needs it, or `derive` makes other columns of it. */
  kept: z.boolean().optional(),
  /** False where the file lacks it: `derive`, in the record's logic, supplies it. */
  given: z.boolean().optional(),
};

const plain = <Kind extends string>(kind: Kind) => z.strictObject({ kind: z.literal(kind), ...common });

const day = <Kind extends string>(kind: Kind) =>
  z.strictObject({
    kind: z.literal(kind),
    ...common,
    /** A column of a day; this day must not be earlier. */
    after: columnName.optional(),
  });

/** One column of a record, by its kind. */
export const columnDeclaration = z.discriminatedUnion('kind', [
  /** A code of the organisation's own. */
  plain('code'),
  /** A short text. */
  plain('text'),
  /** A text in both languages: the file's columns are `<name>_vi` and `<name>_en`. */
  z.strictObject({
    kind: z.literal('translated'),
    ...common,
    /** Whether lists at the root can be searched by a part of it. */
    searchable: z.boolean().optional(),
  }),
  /** A calendar day, in the past or ahead. */
  day('day'),
  /** A calendar day that is not after today. */
  day('pastDay'),
  /** A calendar month. */
  plain('month'),
  /** A school year, which crosses calendar years: `2025-2026`. */
  plain('schoolYear'),
  z.strictObject({ kind: z.literal('integer'), ...common, least: z.int().optional(), most: z.int().optional() }),
  z.strictObject({ kind: z.literal('decimal'), ...common, least: z.number(), most: z.number() }),
  /** True or false. */
  plain('flag'),
  /** One of a fixed set of words. */
  z.strictObject({ kind: z.literal('word'), ...common, words }),
  /** Several of a fixed set of words, separated by `;` in files. */
  z.strictObject({
    kind: z.literal('words'),
    ...common,
    words,
    /** Whether there must be at least one. */
    some: z.boolean().optional(),
  }),
  /** The commune where it is; the file's column is `<name>_code`. */
  plain('commune'),
  /**
   * Like `commune`, or the code of the hub's root place where the commune is unknown: then the table has no commune.
   */
  plain('place'),
  /** Another record of the same organisation, by its key; the file's column is `<name>_code`. */
  z.strictObject({ kind: z.literal('reference'), ...common, to: typeName }),
  /** An entity of another organisation, by its code; the file's column is `<name>_code`. */
  z.strictObject({
    kind: z.literal('entity'),
    ...common,
    type: typeName,
    /** The meaning of the code, in the words of the entity's owner. */
    code: text,
  }),
  /** A person: the file has number, name, sex, year of birth and commune; the table has the pseudonym. */
  z.strictObject({
    kind: z.literal('person'),
    /**
     * The record that has the same person: this file has the number alone, which an earlier row of that record had too.
     */
    of: typeName.optional(),
    /**
     * The columns of these three that the file has; default: all. A person reaches a goal only where the file has all
     * three.
     */
    has: z.array(z.enum(['sex', 'birth_year', 'commune_code'])).optional(),
    /** Whether the file has the full name, which is checked and not stored; default: true. */
    named: z.boolean().optional(),
    /** The columns of these that may be empty, because the value is unknown or lies in another province. */
    mayLack: z.array(z.literal('commune_code')).optional(),
    /** How erasing the data of a person changes the rows; see `PersonalTable`. */
    whenErased: z.enum(['delete', 'anonymise']),
    /** The columns of the file that the table keeps in addition to the pseudonym. */
    keeps: z.array(z.enum(['sex', 'birth_year', 'commune_code'])).optional(),
    /** The allowed sexes; default: both. */
    sexes: z
      .array(z.enum(['FEMALE', 'MALE']))
      .nonempty()
      .optional(),
  }),
]);

/**
 * A number that a record shows, through disclosure control. It counts one of these three; if it names none, a table
 * outside the records counts it by the record's key.
 */
const countDeclaration = z
  .strictObject({
    /** The name of its measure among the organisation's published counts. */
    measure: word,
    description: text,
    /** The people of another record that refers to this one. */
    people: typeName.optional(),
    /** A column with a number of people. */
    number: columnName.optional(),
    /** A column with occurrences, which are shown as one number. */
    occurrences: columnName.optional(),
    /** The goal that its people or occurrences count for. */
    goal: word.optional(),
    /** Of occurrences that count for a goal: the column of their day. */
    on: columnName.optional(),
    /** Its cost; see `Cost`. */
    cost: z.int().positive().optional(),
  })
  .refine(
    ({ people, number, occurrences }) => [people, number, occurrences].filter((one) => one !== undefined).length <= 1,
    {
      message: 'expected one of people, number, occurrences',
    },
  )
  .refine(({ people, occurrences, goal }) => goal === undefined || people !== undefined || occurrences !== undefined, {
    message: 'expected people or occurrences beside goal',
  })
  .refine(({ occurrences, goal, on }) => occurrences === undefined || (goal === undefined) === (on === undefined), {
    message: 'expected on, the column of the day, beside goal',
  });

/** The number of rows in each commune and in all communes, through disclosure control. */
const placeCountDeclaration = z.strictObject({
  measure: word,
  /** The column (`word`, or `integer` between two bounds) whose values group the rows. */
  by: columnName.optional(),
  /** The fields of `Query` and `Commune` that show it; absent where the organisation's own logic shows it. */
  shown: z
    .strictObject({
      field: fieldName,
      /** The description of `Query`'s field. */
      inAll: text,
      /** The description of `Commune`'s field. */
      inCommune: text,
      /** Where a column groups the rows: the type of one entry, its description, and the description of its count. */
      type: typeName.optional(),
      typeDescription: text.optional(),
      count: fieldName.optional(),
      countDescription: text.optional(),
      cost: z.int().positive().optional(),
    })
    .optional(),
});

/** A claim of a row about a goal: that its person reached it. */
const reachedDeclaration = z.strictObject({
  goal: word,
  /** The column of the day of reaching; an empty value makes no claim. */
  on: columnName,
  /** A column, and the words of it that count as reaching; default: any. */
  where: z.strictObject({ column: columnName, is: z.array(word).nonempty() }).optional(),
});

/** The declaration of a record; in YAML it is one file. */
export const recordDeclaration = z.strictObject({
  /** The type of GraphQL. */
  name: typeName,
  /** The kind of its file: `learning-groups`. */
  file: z.string().regex(/^[a-z][a-z\d]*(-[a-z\d]+)*$/, 'expected a name such as learning-groups'),
  /** The table, or the view; default: the type's name in lower case. */
  table: columnName.optional(),
  /** Whether it is read from an existing view: then no file of it is imported. */
  view: z.boolean().optional(),
  /** The title in a list of kinds of files, in both languages; default: the term of the description. */
  title: z.strictObject({ vi: text, en: text }).optional(),
  /** The description of one record, with the Vietnamese term. */
  description: text,
  /** The words for one and for several records inside a sentence; needed where they are listed. */
  called: z.strictObject({ one: text, many: text }).optional(),
  /** The right that shows them: `records:read` or `persons:read`; `nobody` where they are counted only. */
  shown: z.enum(['records', 'persons', 'nobody']).optional(),
  /** Whether records of other organisations may refer to them: an entity by its code. */
  entity: z.boolean().optional(),
  columns: z.record(columnName, columnDeclaration),
  /** Whether a file of them is taken whole or not at all; always so where the logic has rules across rows. */
  whole: z.boolean().optional(),
  /** The columns of the row's key; default: the first. */
  key: z.array(columnName).nonempty().optional(),
  /** The field of `Query` that gives one by its code. */
  one: z
    .strictObject({
      field: fieldName,
      description: text.optional(),
      /** The description of its argument, where the column's does not fit. */
      code: text.optional(),
    })
    .optional(),
  lists: z.array(listDeclaration).optional(),
  counts: z.record(fieldName, countDeclaration).optional(),
  perPlace: z.array(placeCountDeclaration).optional(),
  reaches: z.array(reachedDeclaration).optional(),
  /**
   * Whether its rows can be typed in one by one: the mutation `put<Name>`, for the organisation's staff and services.
   */
  typedIn: z.boolean().optional(),
});

/** The declaration of a record, as data: the same in TypeScript and in YAML. */
export type RecordDeclaration = Readonly<z.input<typeof recordDeclaration>>;
export type ColumnDeclaration = z.input<typeof columnDeclaration>;
export type ColumnsDeclaration = Readonly<Record<string, ColumnDeclaration>>;
export type CountDeclaration = z.input<typeof countDeclaration>;
export type PlaceCountDeclaration = z.input<typeof placeCountDeclaration>;
export type WordsDeclaration = z.input<typeof words>;
