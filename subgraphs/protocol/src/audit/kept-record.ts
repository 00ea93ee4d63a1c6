import { type Anchor, anchorSchema } from './audit-anchor.js';
import { keptMark, type KeptMark } from './audit-restore.js';
import { z } from 'zod';
import { isSigned } from './anchor.js';
import type { AcceptedRestore, KeptHead } from './chain.js';

/** An organisation's stored anchors and marks of the audit log. */
export interface KeptRecord {
  /** The organisation's code; where the file does not state it, the file's name. */
  readonly keptBy: string;
  readonly anchors: readonly Anchor[];
  /** The restores that were reported to it. */
  readonly marks: readonly KeptMark[];
}

/** An organisation's stored anchors and marks in a file: see `hub audit anchor`. */
const fileSchema = z.union([
  z.array(anchorSchema).transform((anchors) => ({ organisation: undefined, anchors, marks: [] })),
  z.object({ organisation: z.string(), anchors: z.array(anchorSchema), marks: z.array(keptMark) }),
]);

/**
 * Reads an organisation's stored anchors and marks from JSON: `{organisation, anchors, marks}`, or a list of anchors
 * alone.
 * @throws Error where it has another form, or an anchor is not signed.
 */
export function readKeptRecord(read: unknown, from: string): KeptRecord {
  const { data, error } = fileSchema.safeParse(read);
  if (!data) throw new Error(z.prettifyError(error));
  const { organisation = from, anchors, marks } = data;
  const unsigned = [...anchors, ...marks.map(({ anchor }) => anchor)].find((anchor) => !isSigned(anchor));
  if (unsigned) throw new Error(`the anchor of entry ${unsigned.sequence} is not signed by the key that it names`);
  return { keptBy: organisation, anchors, marks };
}

/** The heads in an organisation's record, for comparison with the log. */
export function headsOf({ keptBy, anchors }: KeptRecord): KeptHead[] {
  return anchors.map(({ sequence, hash, at }) => ({ sequence, hash, keptBy, at: Date.parse(at) }));
}

/** The organisations that stored heads before a restore was accepted, and do not know the restore. */
export function untold({ sequence, hash }: AcceptedRestore, records: readonly KeptRecord[]): string[] {
  return records
    .filter(({ anchors }) => anchors.some((anchor) => anchor.sequence < sequence))
    .filter(({ marks }) => !marks.some(({ anchor }) => anchor.sequence === sequence && anchor.hash === hash))
    .map(({ keptBy }) => keptBy);
}
