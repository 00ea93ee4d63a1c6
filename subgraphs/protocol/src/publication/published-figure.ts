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
  /** The first and the last possible rank of a commune by ratio; null for the root place. */
  rankFirst: count,
  rankLast: count,
  flags: z.array(code),
} as const;

/** The names of a figure's members, in the order of its row. */
export const figureMembers = Object.keys(members) as (keyof typeof members)[];

const figure = z.strictObject(members);

/** A figure of a publication: one goal in one place. */
export type PublishedFigure = z.infer<typeof figure>;

/** A value of a row, of a type in `members`. */
type Value = PublishedFigure[keyof PublishedFigure];

/** The list of members in a publication. */
export const membersSchema = z.array(z.string()).refine((names) => names.join() === figureMembers.join(), {
  error: `expected the members ${figureMembers.join(', ')}`,
});

const value = z.union([z.string(), z.number(), z.null(), z.array(z.string())]);

/** A figure's row. */
export const rowSchema = z.array(value).superRefine((row, context) => {
  const { error } = figure.safeParse(objectOf(row));
  const [issue] = error?.issues ?? [];
  if (issue || row.length !== figureMembers.length) {
    context.addIssue({ code: 'custom', message: `${issue?.path.join('.') ?? 'row'}: ${issue?.message ?? 'too long'}` });
  }
});

/** A figure as a row. */
export function rowOf(of: PublishedFigure): Value[] {
  return figureMembers.map((name) => of[name]);
}

/** The figure of a row that `rowSchema` accepted. */
export function publishedFigure(row: readonly Value[]): PublishedFigure {
  return objectOf(row) as PublishedFigure;
}

function objectOf(row: readonly Value[]): Record<string, Value> {
  return Object.fromEntries(figureMembers.map((name, index) => [name, row[index] as Value]));
}
