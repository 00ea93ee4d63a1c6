import { z } from 'zod';
import { anchorSchema } from './audit-anchor.js';

/**
 * The log's entry about a restore: the person who accepted it, the reason, and the lost entries. This entry is the
 * restore's mark.
 */
export const restoreRecord = z.strictObject({
  kind: z.literal('restore'),
  /** When it was accepted, by the log's clock: ISO 8601. */
  at: z.iso.datetime(),
  /** The name that the accepting person gave. */
  by: z.string().trim().min(1).max(255),
  reason: z.string().trim().min(1).max(1000),
  /** The entry before it in the chain. Numbers between the two belong to lost entries. */
  before: z.strictObject({ sequence: z.int().min(0), hash: z.string().regex(/^[\da-f]{64}$/) }),
  /** The last entry before the loss that an organisation's stored head proves; 0 without one. */
  provenUpTo: z.int().min(0),
  /** The first and the last stored head of each organisation that contradict the log now. */
  lost: z
    .array(z.strictObject({ organisation: z.string().max(255), first: anchorSchema, last: anchorSchema }))
    .max(500),
  /** The requests in receipts that the log lacks: how many are known, and their times. */
  requests: z.strictObject({ count: z.int().min(1), from: z.iso.datetime(), until: z.iso.datetime() }).optional(),
});

export type RestoreRecord = Readonly<z.infer<typeof restoreRecord>>;

/** An operator's request to accept a restore; the log adds the time and the entry before. */
export const restoreRequest = restoreRecord.omit({ kind: true, at: true, before: true });

export type RestoreRequest = z.infer<typeof restoreRequest>;

/** A mark as organisations get it: its record as hashed, and its place in the log, signed by the log. */
export const restoreMark = z.strictObject({ anchor: anchorSchema, record: z.string().max(500_000) });

export type RestoreMark = Readonly<z.infer<typeof restoreMark>>;

/** A mark as an organisation stores it. */
export const keptMark = restoreMark.extend({
  /** When the organisation received it: ISO 8601. */
  receivedAt: z.iso.datetime(),
  /** The organisation's newest head before the mark at that time; null without one. */
  held: z.object({ sequence: z.int().min(0), hash: z.string() }).nullable(),
});

export type KeptMark = Readonly<z.infer<typeof keptMark>>;

/** The number of the last lost entry in a mark; 0 where it names none. */
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
