import { mapping } from '@hub/kit/service';
import { z } from 'zod';
import { duration } from './duration.js';

const minute = 60_000;
const day = 24 * 60 * minute;

/** What a source is called on the page and in the log. */
const name = z.string().regex(/^[a-z][a-z\d-]{0,39}$/, 'expected a name such as members-database');

/** A file of the folder, by its path from there. */
export const folderFile = z.string().min(1, 'expected the name of a file');

/** What is said of the rows of one kind, wherever they come from. */
const ofKind = {
  /** The kind of file that they are read as: a record's `file`. */
  kind: z.string().min(1),
  /** How they are read, as `hub import --mapping` has it; what it does not say is guessed. */
  mapping: mapping.optional(),
  /** Through which day they are complete when they are read; a release says so. */
  complete: z.enum(['today', 'yesterday'], 'expected today or yesterday').optional(),
  /** That rows which are not there any more are taken out: the largest share of those that were, from 0 to 1. */
  replace: z.strictObject({ atMost: z.number().min(0).max(1).optional() }).optional(),
};

/** A table or view, with its schema where it has one. */
const viewName = z
  .string()
  .regex(/^[\p{L}_][\p{L}\p{N}_$]*(\.[\p{L}_][\p{L}\p{N}_$]*){0,2}$/u, 'expected a view such as export.members');

/** Records of people from views of a database. */
const databaseSource = z.strictObject({
  from: z.literal('database'),
  name,
  engine: z.enum(['postgresql', 'mysql', 'sqlserver'], 'expected postgresql, mysql (MariaDB, too) or sqlserver'),
  /** The file with the database's address: `postgresql://USER:PASSWORD@HOST/DATABASE`; `mysql://…`, `sqlserver://…`. */
  urlFile: folderFile,
  /** Whether its certificate is verified and the connection encrypted; so it is outside this machine unless told. */
  tls: z.enum(['verify', 'off'], 'expected verify or off').optional(),
  /** The file of the authority that the certificate is of, where it is a private one. */
  caFile: folderFile.optional(),
  /** How often its views are read. */
  every: duration(minute, 7 * day),
  /** How long a page of rows may take. */
  within: duration(1000, 30 * minute).default(minute),
  views: z
    .array(
      z.strictObject({
        ...ofKind,
        view: viewName,
        /** The columns that a row is known by, in the order in which they are read; they are unique and never empty. */
        key: z.array(z.string().min(1)).nonempty('expected at least one column'),
        /** How many rows are read at once. */
        page: z.int().min(10).max(50_000).default(5000),
      }),
    )
    .nonempty('expected at least one view'),
});

/** Records of people from files that are put into a folder. */
const folderSource = z.strictObject({
  from: z.literal('folder'),
  name,
  path: folderFile,
  /** How often it is looked at. */
  every: duration(1000, day).default(10_000),
  /** For how long a file's size and time stay as they are before it is taken. */
  steady: duration(1000, 60 * minute).default(5000),
  files: z
    .array(
      z.strictObject({
        ...ofKind,
        /** What the files are called, with `*` for any letters; the first that fits counts. */
        names: z.string().min(1),
      }),
    )
    .nonempty('expected at least one kind of file'),
});

/** Records of people that the organisation's own program posts. */
const postSource = z.strictObject({
  from: z.literal('post'),
  name,
  /** The file of the token that the program shows. */
  tokenFile: folderFile,
  rows: z.array(z.strictObject(ofKind)).nonempty('expected at least one kind'),
});

/** Where records of people come from. */
export const sourceSettings = z.discriminatedUnion(
  'from',
  [databaseSource, folderSource, postSource],
  'expected database, folder or post',
);

export type SourceSettings = z.output<typeof sourceSettings>;
export type DatabaseSourceSettings = z.output<typeof databaseSource>;
export type FolderSourceSettings = z.output<typeof folderSource>;
export type PostSourceSettings = z.output<typeof postSource>;
/** What is said of the rows of one kind. */
export type KindSettings = Pick<PostSourceSettings['rows'][number], 'kind' | 'mapping' | 'complete' | 'replace'>;
