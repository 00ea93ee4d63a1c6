import { z } from 'zod';
import { day, digest, firstIssue, parsed, refuseOtherText, ReleaseFault } from './release-format.js';

/** The version of the format of publications that this program writes. */
export const publicationFormat = 2;

/** The first version, which it still reads: an upper bound is capped by the denominator, whatever that leaves. */
export const firstPublicationFormat = 1;

const count = z.int().min(0);

const number = count.nullable();

/**
 * A published figure: goal, code and first day of the place, lower and upper bound of the people, the denominator in
 * force, and the most that it can be, which documents of the first format do not tell. Null where it is not known.
 */
const figureSchema = z.tuple([z.string(), z.string(), day, number, number, number, number.optional()]);

const publicationSchema = z.strictObject({
  format: z.literal([firstPublicationFormat, publicationFormat]),
  id: z.string().min(1),
  period: z.string().min(4),
  revision: z.int().min(1),
  /** The digest of the former revision's text; null for the first. */
  previous: digest.nullable(),
  publishedAt: z.iso.datetime({ error: 'expected a moment in UTC, as RFC 3339 has it' }),
  /** The subject of the token by which it was asked for. */
  publishedBy: z.string().min(1),
  note: z.string().nullable(),
  demonstration: z.boolean(),
  /** The last month of the period, or the one of the day of publication. */
  month: z.string().regex(/^\d{4}-\d{2}$/),
  /** The place that the hub is of, as releases name it. */
  root: z.strictObject({ code: z.string(), from: day }),
  /** The releases that it rests on: those that were current. */
  releases: z.array(
    z.strictObject({ organisation: z.string(), number: z.int().min(1), hash: digest, through: day.nullable() }),
  ),
  /** Which organisations each goal counts on; one without a release is not linked, or has released nothing. */
  goals: z.array(z.strictObject({ code: z.string(), target: z.number(), expects: z.array(z.string()) })),
  figures: z.array(figureSchema),
});

/** What the movement published of a period. Its canonical text is what is signed. */
export type Publication = z.infer<typeof publicationSchema>;

/** See `figureSchema`. */
export type PublishedFigure = Publication['figures'][number];

/**
 * Reads a publication from its canonical text.
 * @throws ReleaseFault `UNREADABLE` or `NOT_CANONICAL`
 */
export function readPublication(text: string): Publication {
  const { data, error } = publicationSchema.safeParse(parsed(text, 'a publication'));
  if (!data) throw new ReleaseFault('UNREADABLE', `Expected a publication: ${firstIssue(error)}.`);
  refuseOtherText(text, data);
  return data;
}
