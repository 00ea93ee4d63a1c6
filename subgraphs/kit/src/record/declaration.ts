import { z } from 'zod';
import { columnName, fieldName, text, typeName, word } from './declared-names.js';
import { listDeclaration } from './list-declaration.js';

/** A fixed set of words, each with its description: an enum of GraphQL. */
const words = z.strictObject({
  name: typeName,
  description: text,
  values: z.record(word, text).refine((values) => Object.keys(values).length > 0, 'expected at least one word'),
});

/** What every kind of column has. */
const common = {
  /** What the field is, with the Vietnamese term; needed where the column is shown. */
  description: text.optional(),
  /** Headers, beside its own name, that files of others have for it: `Ngày vào hội`. */
  names: z.array(text).optional(),
  /** The field's name where it is not the column's; false where the column is not shown. */
  field: z.union([z.literal(false), fieldName]).optional(),
  /** Whether it may be empty. */
  optional: z.boolean().optional(),
  /** Whether lists at the root can be put in its order. */
  sortable: z.boolean().optional(),
  /** False where the table does not have it: the ledger needs it, or `derive` makes other columns of it. */
  kept: z.boolean().optional(),
  /** False where the file does not have it: `derive`, of the record's logic, gives it. */
  given: z.boolean().optional(),
};

const plain = <Kind extends string>(kind: Kind) => z.strictObject({ kind: z.literal(kind), ...common });

const day = <Kind extends string>(kind: Kind) =>
  z.strictObject({
    kind: z.literal(kind),
    ...common,
    /** The column of a day that this one is not before. */
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
  /** As `commune`, or the code of the hub's root place where no more is known: then the table has none. */
  plain('place'),
  /** Another record of the organisation's own, by its key; the file's column is `<name>_code`. */
  z.strictObject({ kind: z.literal('reference'), ...common, to: typeName }),
  /** An entity of another organisation, by its code; the file's column is `<name>_code`. */
  z.strictObject({
    kind: z.literal('entity'),
    ...common,
    type: typeName,
    /** What the code is, as the entity's owner says it. */
    code: text,
  }),
  /** A person: the file has her number, name, sex, year of birth and commune, the table her pseudonym. */
  z.strictObject({
    kind: z.literal('person'),
    /** The record whose person she is: the file has her number alone, which came in with that record before. */
    of: typeName.optional(),
    /** Which of these three the file has; all unless told. A goal is reached only where it has all. */
    has: z.array(z.enum(['sex', 'birth_year', 'commune_code'])).optional(),
    /** Whether the file has her full name, which is checked and kept nowhere; it has one unless told. */
    named: z.boolean().optional(),
    /** Which of them may be empty, for it is not known or in another province. */
    mayLack: z.array(z.literal('commune_code')).optional(),
    /** What becomes of her rows when her data is erased; see `PersonalTable`. */
    whenErased: z.enum(['delete', 'anonymise']),
    /** Which of the file's columns the table has beside the pseudonym. */
    keeps: z.array(z.enum(['sex', 'birth_year', 'commune_code'])).optional(),
    /** Of which sexes the people can be; both unless told. */
    sexes: z
      .array(z.enum(['FEMALE', 'MALE']))
      .nonempty()
      .optional(),
  }),
]);

/**
 * A number that a record shows, through disclosure control; it says of which of these three, or of none where a table
 * beside the records counts it by the record's key.
 */
const countDeclaration = z
  .strictObject({
    /** By what it is known among the organisation's published counts. */
    measure: word,
    description: text,
    /** The people of another record that refers to this one. */
    people: typeName.optional(),
    /** A column with a number of people. */
    number: columnName.optional(),
    /** A column with occurrences: they are shown as one number. */
    occurrences: columnName.optional(),
    /** The goal whose people, or occurrences, it has. */
    goal: word.optional(),
    /** Of occurrences that count for a goal: the column of their day. */
    on: columnName.optional(),
    /** What it costs; see `Cost`. */
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

/** How many rows there are in each commune and in all of them, through disclosure control. */
const placeCountDeclaration = z.strictObject({
  measure: word,
  /** The column (`word`, or `integer` between two bounds) by whose values they are counted. */
  by: columnName.optional(),
  /** The fields of `Query` and `Commune` that show it; none where the organisation shows it by its own logic. */
  shown: z
    .strictObject({
      field: fieldName,
      /** What `Query`'s field is. */
      inAll: text,
      /** What `Commune`'s field is. */
      inCommune: text,
      /** Where they are counted by a column: the type of one entry, with its description and that of its count. */
      type: typeName.optional(),
      typeDescription: text.optional(),
      count: fieldName.optional(),
      countDescription: text.optional(),
      cost: z.int().positive().optional(),
    })
    .optional(),
});

/** What a row means for a goal: that its person reached it. */
const reachedDeclaration = z.strictObject({
  goal: word,
  /** The column of the day on which she did; nothing is said where it is empty. */
  on: columnName,
  /** A column, and the words of it with which she did; any unless told. */
  where: z.strictObject({ column: columnName, is: z.array(word).nonempty() }).optional(),
});

/** All that is said of a record; in YAML it is a file. */
export const recordDeclaration = z.strictObject({
  /** The type of GraphQL. */
  name: typeName,
  /** The kind of file that it comes in with: `learning-groups`. */
  file: z.string().regex(/^[a-z][a-z\d]*(-[a-z\d]+)*$/, 'expected a name such as learning-groups'),
  /** The table, or the view; the type's name in small letters unless told. */
  table: columnName.optional(),
  /** Whether it is read from a view of a database that is there: then no file of it is taken. */
  view: z.boolean().optional(),
  /** What a list of kinds of files has them under, in both languages; the term of the description unless told. */
  title: z.strictObject({ vi: text, en: text }).optional(),
  /** What one of them is, with the Vietnamese term. */
  description: text,
  /** What one and several are called, as it stands in a sentence; needed where they are listed. */
  called: z.strictObject({ one: text, many: text }).optional(),
  /** Who may see them: holders of `records:read` or `persons:read`; nobody, where they are counted only. */
  shown: z.enum(['records', 'persons', 'nobody']).optional(),
  /** Whether other organisations may refer to them: an entity by its code. */
  entity: z.boolean().optional(),
  columns: z.record(columnName, columnDeclaration),
  /** Whether a file of them is taken as a whole or not at all; so it is, too, where the logic has rules across rows. */
  whole: z.boolean().optional(),
  /** The columns that a row is known by; its first unless told. */
  key: z.array(columnName).nonempty().optional(),
  /** The field of `Query` that gives one by its code. */
  one: z
    .strictObject({
      field: fieldName,
      description: text.optional(),
      /** What its argument is, where that is not said as of the column. */
      code: text.optional(),
    })
    .optional(),
  lists: z.array(listDeclaration).optional(),
  counts: z.record(fieldName, countDeclaration).optional(),
  perPlace: z.array(placeCountDeclaration).optional(),
  reaches: z.array(reachedDeclaration).optional(),
  /** Whether its rows can be typed in one by one: the mutation `put<Name>`, for the organisation's staff and services. */
  typedIn: z.boolean().optional(),
});

/** All that is said of a record, as data: the same in TypeScript and in YAML. */
export type RecordDeclaration = Readonly<z.input<typeof recordDeclaration>>;
export type ColumnDeclaration = z.input<typeof columnDeclaration>;
export type ColumnsDeclaration = Readonly<Record<string, ColumnDeclaration>>;
export type CountDeclaration = z.input<typeof countDeclaration>;
export type PlaceCountDeclaration = z.input<typeof placeCountDeclaration>;
export type WordsDeclaration = z.input<typeof words>;
