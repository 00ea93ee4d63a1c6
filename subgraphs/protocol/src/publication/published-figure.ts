import { z } from 'zod';
import { day } from '../release/release-format.js';

const count = z.int().min(0).nullable();
const number = z.number().nullable();
const code = z.string().min(1);

/**
 * The members of a figure in the order of its row, with their types. Codes are values of the graph's enums; null means
 * unknown.
 */
const members = {
  goal: code,
  place: code,
  /** The first day of the place: code and day identify it. */
  from: day,
  lower: count,
  upper: count,
  estimate: count,
  intervalLower: count,
  intervalUpper: count,
  method: code.nullable(),
  noEstimate: code.nullable(),
  denominator: count,
  /** Its upper bound: equal for a census, ten or more above for records. */
  denominatorAtMost: count,
  denominatorVersion: count,
  ratio: number,
  gapPeople: count,
  gapPoints: number,
  pace: number,
  status: code,
  doubts: z.array(code),
  /**
   * The most likely rank of a commune by ratio, the ends of its 90 % range, its tier, and the probability of being among
   * the ten with the lowest ratio; null for the root place.
   */
  rank: count,
  rankFirst: count,
  rankLast: count,
  rankTier: code.nullable(),
  amongLastTen: number,
  flags: z.array(code),
} as const;

/** The names of a figure's members, in the order of its row. */
export const figureMembers = Object.keys(members) as (keyof typeof members)[];

/** The members that figures of format 3 lack; their `rankFirst` and `rankLast` are the first and last possible rank. */
const sinceFormat4 = ['rank', 'rankTier', 'amongLastTen'] as const;

type SinceFormat4 = (typeof sinceFormat4)[number];

const figure = z.strictObject(members);

/** A figure of a publication: one goal in one place. */
export type PublishedFigure = Omit<z.infer<typeof figure>, SinceFormat4> &
  Partial<Pick<z.infer<typeof figure>, SinceFormat4>>;

/** A value of a row, of a type in `members`. */
type Value = Exclude<PublishedFigure[keyof PublishedFigure], undefined>;

const value = z.union([z.string(), z.number(), z.null(), z.array(z.string())]);

const formats = {
  3: {
    names: figureMembers.filter((name) => !sinceFormat4.some((one) => one === name)),
    figure: z.object(members).omit({ rank: true, rankTier: true, amongLastTen: true }).strict(),
  },
  4: { names: figureMembers, figure },
} as const;

/** A format of documents with figures by their members. */
export type FigureFormat = keyof typeof formats;

/** The schemas of a format's list of members, and of a figure's row. */
export function figureSchemas(format: FigureFormat) {
  const { names, figure: ofFormat } = formats[format];
  return {
    members: z.array(z.string()).refine((given) => given.join() === names.join(), {
      error: `expected the members ${names.join(', ')}`,
    }),
    figures: z.array(
      z.array(value).superRefine((row, context) => {
        const { error } = ofFormat.safeParse(objectOf(row, names));
        const [issue] = error?.issues ?? [];
        if (issue || row.length !== names.length) {
          context.addIssue({
            code: 'custom',
            message: `${issue?.path.join('.') ?? 'row'}: ${issue?.message ?? 'too long'}`,
          });
        }
      }),
    ),
  };
}

/** The format of a document that has these members. */
export function formatOfMembers(given: readonly string[]): FigureFormat {
  return given.includes('rankTier') ? 4 : 3;
}

/** A figure as a row. */
export function rowOf(of: PublishedFigure): Value[] {
  return figureMembers.map((name) => of[name] ?? null);
}

/** The figure of an accepted row. */
export function publishedFigure(row: readonly Value[], names: readonly string[]): PublishedFigure {
  return objectOf(row, names) as PublishedFigure;
}

function objectOf(row: readonly Value[], names: readonly string[]): Record<string, Value> {
  return Object.fromEntries(names.map((name, index) => [name, row[index] as Value]));
}
