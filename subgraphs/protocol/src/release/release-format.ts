import { valueFormats } from '../values/value-formats.js';
import { z } from 'zod';
import { canonicalText } from './canonical.js';

/** The version of the format that this program writes and reads. */
export const releaseFormat = 2;

/** The most cells of a page. */
export const maxPageCells = 20_000;

/** The most bytes of a page's text. */
export const maxPageBytes = 4 * 1024 * 1024;

/** A digest in headers and publications. */
export const digest = z.string().refine(valueFormats.digest.accepts, 'expected a SHA-256 in base64url');
/** A day in headers and publications. */
export const day = z.string().refine(valueFormats.date.accepts, `expected ${valueFormats.date.expected}`);
/** A month in headers and publications. */
export const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'expected a month as YYYY-MM');
const count = z.int().min(0);

const cellSchema = z
  .tuple([z.string().min(1), z.string().min(1), day, month, count, count, count])
  .refine(
    ([, , , , people, atMost]) => people <= atMost,
    'expected at most so many people, and not fewer than at least',
  );

/**
 * A published cell: goal, code and first day of the place, month; people (người) to date at the month's end (or on the
 * day `through`): at least, and at most; occurrences (lượt) of the month, rounded down to ten, of the whole to twenty.
 * Empty counts, and small ones that must look the same, are in no cell.
 */
export type Cell = readonly [
  goal: string,
  placeCode: string,
  placeFrom: string,
  month: string,
  people: number,
  atMost: number,
  occurrences: number,
];

const headerMembers = z.strictObject({
  format: z.literal(releaseFormat),
  organisation: z.string().min(1),
  number: z.int().min(1),
  /** The digest of the former header's canonical text; null for the first. */
  previous: digest.nullable(),
  /** Whether its pages contain all cells, or only cells that differ from the former release. */
  kind: z.enum(['FULL', 'CHANGES']),
  /** The versions of places and goals behind it; see `versions.ts`. */
  places: digest,
  goals: digest,
  /** The last day for which the data are complete; null without evidence. */
  through: day.nullable(),
  /** The last day of counted facts, where it differs. */
  until: day.optional(),
  madeAt: z.iso.datetime({ error: 'expected a moment in UTC, as RFC 3339 has it' }),
  madeBy: z.enum(['SCHEDULE', 'IMPORT', 'HAND']),
  note: z.string().nullable(),
  /** Whether it includes made-up data. */
  demonstration: z.boolean(),
  /** Records that were refused because they had no valid citizen's number. */
  withoutNumber: z.int().min(0),
  withdraws: z.array(z.strictObject({ number: z.int().min(1), reason: z.string().min(1) })),
  pages: z.array(z.strictObject({ digest, cells: z.int().min(1).max(maxPageCells) })),
  /**
   * Its sketches of people, sealed to movement's key, which replace former ones: goal, month, the id of the period's
   * key with the version of the pseudonyms, the digest of the sealed text. Absent for organisations without sketches.
   */
  sketches: z.array(z.strictObject({ goal: z.string().min(1), month, key: z.string().min(1), digest })).optional(),
});

const headerSchema = headerMembers.refine(
  ({ through, until }) => (until === undefined ? through !== null : through === null || through < until),
  'expected a day through which the data are complete, or a later one until which facts count',
);

/** The header of a release. Its canonical text is signed. */
export type ReleaseHeader = z.infer<typeof headerSchema>;

/** The last day whose facts are in a release. */
export function untilOf({ through, until }: Pick<ReleaseHeader, 'through' | 'until'>): string {
  // The schema requires one of them.
  return until ?? through ?? '';
}

/** The trigger of a release: its schedule, an import, or a person. */
export type MadeBy = ReleaseHeader['madeBy'];

/** A page in the header: the digest of its text, and its number of cells. */
export type PageEntry = ReleaseHeader['pages'][number];

/** The sealed sketches of one goal and month in the header. */
export type SketchEntry = NonNullable<ReleaseHeader['sketches']>[number];

/** Thrown where a release, or one of its pages, is invalid. The code is stable; the message gives the actual value. */
export class ReleaseFault extends Error {
  constructor(
    readonly code:
      | 'UNREADABLE'
      | 'UNKNOWN_FORMAT'
      | 'NOT_CANONICAL'
      | 'UNKNOWN_KEY'
      | 'KEY_NOT_VALID'
      | 'UNKNOWN_PLACES'
      | 'UNKNOWN_GOALS'
      | 'BAD_SIGNATURE'
      | 'OTHER_ORGANISATION'
      | 'OTHER_NUMBER'
      | 'OUT_OF_ORDER'
      | 'OTHER_DIGEST'
      | 'NOT_FULL'
      | 'FUTURE_THROUGH'
      | 'THROUGH_WENT_BACK'
      | 'WRONG_CLOCK'
      | 'TOO_LARGE'
      | 'OTHER_FIGURE'
      | 'NOT_ROUNDED'
      | 'OTHER_PUBLICATION'
      | 'NOTHING'
      | 'SURPLUS',
    message: string,
  ) {
    super(message);
  }
}

/** The format of a header that cannot be read as this one. */
const anyFormat = z.looseObject({ format: z.unknown() });

/** The format in a header, known or unknown. */
export function formatOf(text: string): unknown {
  return anyFormat.safeParse(parsed(text, "a release's header")).data?.format;
}

/**
 * Reads a header from its canonical text.
 * @throws ReleaseFault `UNREADABLE`, `UNKNOWN_FORMAT` or `NOT_CANONICAL`
 */
export function readHeader(text: string): ReleaseHeader {
  const json = parsed(text, "a release's header");
  const format = formatOf(text);
  if (format !== undefined && format !== releaseFormat) {
    throw new ReleaseFault(
      'UNKNOWN_FORMAT',
      `Expected the format ${releaseFormat}, but got ${JSON.stringify(format)}.`,
    );
  }
  const { data, error } = headerSchema.safeParse(json);
  if (!data) throw new ReleaseFault('UNREADABLE', `Expected a release's header: ${firstIssue(error)}.`);
  refuseOtherText(text, data);
  return data;
}

/**
 * Reads the cells of a page from its canonical text.
 * @throws ReleaseFault `TOO_LARGE`, `UNREADABLE` or `NOT_CANONICAL`
 */
export function readPage(text: string): Cell[] {
  const bytes = Buffer.byteLength(text);
  if (bytes > maxPageBytes) {
    throw new ReleaseFault('TOO_LARGE', `Expected a page of at most ${maxPageBytes} bytes, but got ${bytes}.`);
  }
  const { data, error } = z.array(cellSchema).safeParse(parsed(text, 'a page of cells'));
  if (!data) throw new ReleaseFault('UNREADABLE', `Expected a page of cells: ${firstIssue(error)}.`);
  if (data.length > maxPageCells) {
    throw new ReleaseFault('TOO_LARGE', `Expected a page of at most ${maxPageCells} cells, but got ${data.length}.`);
  }
  refuseOtherText(text, data);
  return data;
}

/**
 * Reads JSON.
 * @throws ReleaseFault `UNREADABLE`
 */
export function parsed(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ReleaseFault('UNREADABLE', `Expected ${what} in JSON: ${(error as Error).message}.`);
  }
}

/** @throws ReleaseFault `NOT_CANONICAL` where a text is not the canonical text of its data. */
export function refuseOtherText(text: string, data: object): void {
  if (text === canonicalText(data)) return;
  throw new ReleaseFault('NOT_CANONICAL', 'Expected the canonical text (RFC 8785), but got another text of the same.');
}

/** The first fault, and its place. */
export function firstIssue({ issues }: z.ZodError): string {
  const [issue] = issues;
  return `${issue?.path.join('.') || 'the whole'}: ${issue?.message ?? 'not as expected'}`;
}
