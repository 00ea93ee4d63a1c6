import { z } from 'zod';
import { membersSchema, type PublishedFigure, publishedFigure, rowSchema } from './published-figure.js';
import { day, digest, firstIssue, month, parsed, refuseOtherText, ReleaseFault } from '../release/release-format.js';

/** The version of the format of publications that this program writes. It reads those before, too. */
export const publicationFormat = 3;

/** The first version: an upper bound is capped by the denominator, whatever that leaves. */
export const firstPublicationFormat = 1;

const count = z.int().min(0);

const number = count.nullable();

/** What publications of all formats say of themselves. */
const head = {
  id: z.string().min(1),
  period: z.string().min(4),
  revision: z.int().min(1),
  /** The digest of the former revision's text; null for the first. */
  previous: digest.nullable(),
  publishedAt: z.iso.datetime({ error: 'expected a moment in UTC, as RFC 3339 has it' }),
  /** The subject of the token by which it was asked for. */
  publishedBy: z.string().min(1),
  note: z.string().nullable(),
  /** The note in English; documents from before notes had two languages have none. */
  noteEn: z.string().min(1).optional(),
  /** When its figures were made, where it was drafted, approved and published in steps. */
  asKnownAt: z.iso.datetime({ error: 'expected a moment in UTC, as RFC 3339 has it' }).optional(),
  /** What those are called who drafted, approved and published it, where it was done in steps. */
  people: z.strictObject({ drafted: z.string(), approved: z.string(), published: z.string() }).optional(),
  /** The codes of the goals whose last figures these are: no later data counts for them. */
  final: z.array(z.string().min(1)).optional(),
  demonstration: z.boolean(),
  /** The last month of the period. */
  month,
  /** The place that the hub is of, as releases name it. */
  root: z.strictObject({ code: z.string(), from: day }),
  /** The releases that it rests on: those that were current. */
  releases: z.array(
    z.strictObject({ organisation: z.string(), number: z.int().min(1), hash: digest, through: day.nullable() }),
  ),
};

/** A goal as it was laid down then, and what is the same in all places. */
const goalSchema = z.strictObject({
  code: z.string().min(1),
  target: z.number(),
  base: z.number(),
  startsOn: day,
  deadline: day,
  /** Which organisations it counts on; one without a release is not linked, or has released nothing. */
  expects: z.array(z.string()),
  /** The earliest day through which these have released complete data; null where none has. */
  completeThrough: day.nullable(),
  /** Places with fewer people are not judged. */
  leastDenominator: count,
  isComplete: z.boolean(),
  /** What each of them reported of the root place. */
  reports: z.array(z.strictObject({ organisation: z.string(), state: z.string().min(1), through: day.nullable() })),
  /** Where the denominator of the root place comes from; null where none is known. */
  denominator: z.strictObject({ source: z.string(), asOf: day, version: count }).nullable(),
  /** Where the root place's months lead; its members are those of the graph's `ProgressForecast`. */
  forecast: z.strictObject({
    people: count.nullable(),
    interval: z.strictObject({ lower: count, upper: count }).nullable(),
    reachesTargetOn: day.nullable(),
    basis: z.string().nullable(),
    months: count.nullable(),
    backTest: z.strictObject({ forecasts: count, within: count }).nullable(),
    notAvailable: z.string().nullable(),
  }),
});

const publicationSchema = z.strictObject({
  format: z.literal(publicationFormat),
  ...head,
  goals: z.array(goalSchema),
  /** The names of a row's values. */
  members: membersSchema,
  figures: z.array(rowSchema),
});

/**
 * The formats before: of each figure goal, place and its first day, lower and upper bound, the denominator, and the most
 * that it can be, which documents of the first format do not tell.
 */
const formerSchema = z.strictObject({
  format: z.literal([firstPublicationFormat, 2]),
  ...head,
  goals: z.array(z.strictObject({ code: z.string(), target: z.number(), expects: z.array(z.string()) })),
  figures: z.array(z.tuple([z.string(), z.string(), day, number, number, number, number.optional()])),
});

/** What the movement published of a period. Its canonical text is what is signed. */
export type NewPublication = z.infer<typeof publicationSchema>;

/** What was published before the document held more than bounds. */
export type FormerPublication = z.infer<typeof formerSchema>;

/** A publication of any format. */
export type Publication = NewPublication | FormerPublication;

/** A goal of a publication. */
export type PublishedGoal = NewPublication['goals'][number];

/** What both formats have of a figure. */
export type BoundedFigure = Pick<PublishedFigure, 'goal' | 'place' | 'from' | 'lower' | 'upper' | 'denominator'> &
  Partial<Pick<PublishedFigure, 'denominatorAtMost'>>;

const schemas = z.discriminatedUnion('format', [publicationSchema, formerSchema]);

/**
 * Reads a publication from its canonical text.
 * @throws ReleaseFault `UNREADABLE` or `NOT_CANONICAL`
 */
export function readPublication(text: string): Publication {
  const { data, error } = schemas.safeParse(parsed(text, 'a publication'));
  if (!data) throw new ReleaseFault('UNREADABLE', `Expected a publication: ${firstIssue(error)}.`);
  refuseOtherText(text, data);
  return data;
}

const headSchema = z.looseObject({ format: z.literal([firstPublicationFormat, 2, publicationFormat]), ...head });

/** What a publication says of itself, without its figures. */
export type PublicationHead = z.infer<typeof headSchema>;

/**
 * Reads what a publication says of itself: fast, since its figures are not looked at.
 * @throws ReleaseFault `UNREADABLE`
 */
export function readPublicationHead(text: string): PublicationHead {
  const { data, error } = headSchema.safeParse(parsed(text, 'a publication'));
  if (data) return data;
  throw new ReleaseFault('UNREADABLE', `Expected a publication: ${firstIssue(error)}.`);
}

/** The figures of a publication by their members; of the former format, it has these alone that it has. */
export function publishedFigures(publication: NewPublication): PublishedFigure[];
export function publishedFigures(publication: Publication): BoundedFigure[];
export function publishedFigures(publication: Publication): BoundedFigure[] {
  if (publication.format === publicationFormat) return publication.figures.map(publishedFigure);
  return publication.figures.map(([goal, place, from, lower, upper, denominator, atMost]) => {
    return { goal, place, from, lower, upper, denominator, ...(atMost !== undefined && { denominatorAtMost: atMost }) };
  });
}
