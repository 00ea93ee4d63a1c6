import { mapping } from '@hub/kit/service';
import { z } from 'zod';
import { duration } from './duration.js';

const minute = 60_000;
const day = 24 * 60 * minute;

/** The name of a source on the page and in the log. */
const name = z.string().regex(/^[a-z][a-z\d-]{0,39}$/, 'expected a name such as members-database');

/** A file of the folder, by its relative path. */
export const folderFile = z.string().min(1, 'expected the name of a file');

/** The settings for the rows of one kind, from any source. */
const ofKind = {
  /** The kind of file for reading them: a record's `file`. */
  kind: z.string().min(1),
  /** The mapping for reading them, as for `hub import --mapping`; missing choices are guessed. */
  mapping: mapping.optional(),
  /** The last day for which they are complete when they are read; a release states it. */
  complete: z.enum(['today', 'yesterday'], 'expected today or yesterday').optional(),
  /** Removes rows that are no longer present; the largest share of the former rows that may be removed, from 0 to 1. */
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
  /**
   * Whether its certificate is verified and the connection encrypted; the default is yes for servers outside this
   * machine.
   */
  tls: z.enum(['verify', 'off'], 'expected verify or off').optional(),
  /** The file of the certificate's authority, where it is private. */
  caFile: folderFile.optional(),
  /** How often its views are read. */
  every: duration(minute, 7 * day),
  /** The time limit of a page of rows. */
  within: duration(1000, 30 * minute).default(minute),
  views: z
    .array(
      z.strictObject({
        ...ofKind,
        view: viewName,
        /** The columns of a row's key, in the order of reading; they are unique and never empty. */
        key: z.array(z.string().min(1)).nonempty('expected at least one column'),
        /** How many rows are read at once. */
        page: z.int().min(10).max(50_000).default(5000),
      }),
    )
    .nonempty('expected at least one view'),
});

/** Records of people from files in a folder. */
const folderSource = z.strictObject({
  from: z.literal('folder'),
  name,
  path: folderFile,
  /** How often the folder is searched. */
  every: duration(1000, day).default(10_000),
  /** How long a file's size and time must stay the same before it is imported. */
  steady: duration(1000, 60 * minute).default(5000),
  files: z
    .array(
      z.strictObject({
        ...ofKind,
        /** The names of the files, with `*` for any letters; the first match counts. */
        names: z.string().min(1),
      }),
    )
    .nonempty('expected at least one kind of file'),
});

/** Records of people that the organisation's own program posts. */
const postSource = z.strictObject({
  from: z.literal('post'),
  name,
  /** The file of the program's token. */
  tokenFile: folderFile,
  rows: z.array(z.strictObject(ofKind)).nonempty('expected at least one kind'),
});

/** The sources of records of people. */
export const sourceSettings = z.discriminatedUnion(
  'from',
  [databaseSource, folderSource, postSource],
  'expected database, folder or post',
);

export type DatabaseSourceSettings = z.output<typeof databaseSource>;
export type FolderSourceSettings = z.output<typeof folderSource>;
export type PostSourceSettings = z.output<typeof postSource>;
/** The settings for the rows of one kind. */
export type KindSettings = Pick<PostSourceSettings['rows'][number], 'kind' | 'mapping' | 'complete' | 'replace'>;
