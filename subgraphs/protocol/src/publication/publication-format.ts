import { z } from 'zod';
import { figureSchemas, formatOfMembers, type PublishedFigure, publishedFigure } from './published-figure.js';
import { day, digest, firstIssue, month, parsed, refuseOtherText, ReleaseFault } from '../release/release-format.js';

/** The version of the format that this program writes. It also reads earlier ones. */
export const publicationFormat = 4;

/** The first version: the denominator limits an upper bound, even if fewer than ten values are left. */
export const firstPublicationFormat = 1;

const count = z.int().min(0);

const number = count.nullable();

/** The head of publications in all formats. */
const head = {
  id: z.string().min(1),
  period: z.string().min(4),
  revision: z.int().min(1),
  /** The digest of the former revision's text; null for the first. */
  previous: digest.nullable(),
  publishedAt: z.iso.datetime({ error: 'expected a moment in UTC, as RFC 3339 has it' }),
  /** The subject of the token of the publishing caller. */
  publishedBy: z.string().min(1),
  note: z.string().nullable(),
  /** The note in English; documents from before notes had two languages have none. */
  noteEn: z.string().min(1).optional(),
  /** When its figures were computed, where drafting, approving and publishing were separate steps. */
  asKnownAt: z.iso.datetime({ error: 'expected a moment in UTC, as RFC 3339 has it' }).optional(),
  /** The names of the people who drafted, approved and published it, where these were separate steps. */
  people: z.strictObject({ drafted: z.string(), approved: z.string(), published: z.string() }).optional(),
  /** The codes of the goals whose figures are final: later data do not change them. */
  final: z.array(z.string().min(1)).optional(),
  demonstration: z.boolean(),
  /** The last month of the period. */
  month,
  /** The hub's root place, as in releases. */
  root: z.strictObject({ code: z.string(), from: day }),
  /** The current releases at that time, which its figures are computed from. */
  releases: z.array(
    z.strictObject({ organisation: z.string(), number: z.int().min(1), hash: digest, through: day.nullable() }),
  ),
};

/** A goal's terms at that time, and its values that are equal in all places. */
const goalSchema = z.strictObject({
  code: z.string().min(1),
  target: z.number(),
  base: z.number(),
  startsOn: day,
  deadline: day,
  /** The organisations that it expects; one without a release is not linked, or has released no figures. */
  expects: z.array(z.string()),
  /** The earliest day through which these have released complete data; null where none has. */
  completeThrough: day.nullable(),
  /** Places with fewer people get no verdict. */
  leastDenominator: count,
  isComplete: z.boolean(),
  /** The reports of each organisation about the root place. */
  reports: z.array(z.strictObject({ organisation: z.string(), state: z.string().min(1), through: day.nullable() })),
  /** The source of the root place's denominator; null where none is known. */
  denominator: z.strictObject({ source: z.string(), asOf: day, version: count }).nullable(),
  /** The forecast for the root place; it has the members of the graph's `ProgressForecast`. */
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

/** The members of a document that has figures by their members, beside its format. */
const withMembers = <Format extends 3 | 4>(format: Format) =>
  z.strictObject({
    format: z.literal(format),
    ...head,
    goals: z.array(goalSchema),
    /** `members` has the names of a row's values. */
    ...figureSchemas(format),
  });

const publicationSchema = withMembers(publicationFormat);

/** Before format 4, ranks were ranges without a probability. */
const rangedSchema = withMembers(3);

/**
 * The first two formats: for each figure goal, place and its first day, lower and upper bound, the denominator, and its
 * upper bound, which documents of the first format lack.
 */
const formerSchema = z.strictObject({
  format: z.literal([firstPublicationFormat, 2]),
  ...head,
  goals: z.array(z.strictObject({ code: z.string(), target: z.number(), expects: z.array(z.string()) })),
  figures: z.array(z.tuple([z.string(), z.string(), day, number, number, number, number.optional()])),
});

/** A publication of the movement about a period. Its canonical text is signed. */
export type NewPublication = z.infer<typeof publicationSchema> | z.infer<typeof rangedSchema>;

/** A publication from before the document held more than bounds. */
export type FormerPublication = z.infer<typeof formerSchema>;

/** A publication of any format. */
export type Publication = NewPublication | FormerPublication;

/** A goal of a publication. */
export type PublishedGoal = NewPublication['goals'][number];

/** The members of a figure in both formats. */
export type BoundedFigure = Pick<PublishedFigure, 'goal' | 'place' | 'from' | 'lower' | 'upper' | 'denominator'> &
  Partial<Pick<PublishedFigure, 'denominatorAtMost'>>;

const schemas = z.discriminatedUnion('format', [publicationSchema, rangedSchema, formerSchema]);

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

const headSchema = z.looseObject({ format: z.literal([firstPublicationFormat, 2, 3, publicationFormat]), ...head });

/** A publication without its figures. */
export type PublicationHead = z.infer<typeof headSchema>;

/**
 * Reads a publication's head: fast, because its figures are not checked.
 * @throws ReleaseFault `UNREADABLE`
 */
export function readPublicationHead(text: string): PublicationHead {
  const { data, error } = headSchema.safeParse(parsed(text, 'a publication'));
  if (data) return data;
  throw new ReleaseFault('UNREADABLE', `Expected a publication: ${firstIssue(error)}.`);
}

/** Whether a publication has figures by their members; the first two formats have bounds only. */
export function hasMembers(publication: Publication): publication is NewPublication {
  return 'members' in publication;
}

/** A new publication of a format that its members tell. */
export function withFormat<Of extends Pick<NewPublication, 'members'>>(of: Of): Of & Pick<NewPublication, 'format'> {
  return { format: formatOfMembers(of.members), ...of };
}

/** The figures of a publication by their members; figures of a former format have that format's members only. */
export function publishedFigures(publication: Pick<NewPublication, 'members' | 'figures'>): PublishedFigure[];
export function publishedFigures(publication: Publication): BoundedFigure[];
export function publishedFigures(
  publication: Publication | Pick<NewPublication, 'members' | 'figures'>,
): BoundedFigure[] {
  if ('members' in publication) return publication.figures.map((row) => publishedFigure(row, publication.members));
  return publication.figures.map(([goal, place, from, lower, upper, denominator, atMost]) => {
    return { goal, place, from, lower, upper, denominator, ...(atMost !== undefined && { denominatorAtMost: atMost }) };
  });
}
