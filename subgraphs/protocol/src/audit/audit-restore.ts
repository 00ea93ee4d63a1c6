import { z } from 'zod';
import { anchorSchema } from './audit-anchor.js';

/** What the log's entry about a restore says: who accepted it, why, and what was lost. It is called the restore's mark. */
export const restoreRecord = z.strictObject({
  kind: z.literal('restore'),
  /** When it was accepted, by the log's clock: ISO 8601. */
  at: z.iso.datetime(),
  /** Who accepted it, as they say themselves. */
  by: z.string().trim().min(1).max(255),
  reason: z.string().trim().min(1).max(1000),
  /** The entry before it in the chain. Numbers between the two are of lost entries. */
  before: z.strictObject({ sequence: z.int().min(0), hash: z.string().regex(/^[\da-f]{64}$/) }),
  /** The last entry before the loss that a head kept by an organisation proves; 0 where there is none. */
  provenUpTo: z.int().min(0),
  /** The first and the last kept head, by organisation, that the log does not agree with any more. */
  lost: z
    .array(z.strictObject({ organisation: z.string().max(255), first: anchorSchema, last: anchorSchema }))
    .max(500),
  /** The requests that receipts prove and that are not in the log: how many were known, and when they were asked. */
  requests: z.strictObject({ count: z.int().min(1), from: z.iso.datetime(), until: z.iso.datetime() }).optional(),
});

export type RestoreRecord = Readonly<z.infer<typeof restoreRecord>>;

/** What an operator asks the log to accept; the log adds when, and the entry before. */
export const restoreRequest = restoreRecord.omit({ kind: true, at: true, before: true });

export type RestoreRequest = z.infer<typeof restoreRequest>;

/** A mark as organisations are told of it: its record, as it was hashed, and its place in the log, signed by the log. */
export const restoreMark = z.strictObject({ anchor: anchorSchema, record: z.string().max(500_000) });

export type RestoreMark = Readonly<z.infer<typeof restoreMark>>;

/** A mark as an organisation keeps it. */
export const keptMark = restoreMark.extend({
  /** When the organisation was told: ISO 8601. */
  receivedAt: z.iso.datetime(),
  /** The newest head before the mark that the organisation held then; null where it held none. */
  held: z.object({ sequence: z.int().min(0), hash: z.string() }).nullable(),
});

export type KeptMark = Readonly<z.infer<typeof keptMark>>;

/** The number of the last entry that a mark says is lost; 0 where it names none. */
export function lastLostOf({ lost }: Pick<RestoreRecord, 'lost'>): number {
  return Math.max(0, ...lost.map(({ last }) => last.sequence));
}

/** Reads an entry's record as a mark; undefined where it is another kind of record. */
export function readRestoreRecord(record: string): RestoreRecord | undefined {
  // Marks are few: other records are not parsed for this.
  if (!record.includes('"kind":"restore"')) return undefined;
  try {
    return restoreRecord.safeParse(JSON.parse(record)).data;
  } catch {
    return undefined;
  }
}
