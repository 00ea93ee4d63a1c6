import { z } from 'zod';

/** A receipt as stored, and in the operator's endpoint's answer. */
export const storedReceipt = z.object({
  /** Its place among the subgraph's receipts. */
  number: z.int(),
  /** ISO 8601. */
  receivedAt: z.iso.datetime(),
  session: z.string(),
  /** The gateway's Ed25519 key: its name, and the key as SPKI in base64. */
  keyId: z.string(),
  publicKey: z.string(),
  /** The path and the headers that its signature covers, and the signature. */
  target: z.string(),
  headers: z.record(z.string(), z.string()),
  /** Its body. */
  statement: z.string(),
  /** The numbers of the stated exchanges that do not match the subgraph's knowledge. */
  others: z.array(z.int()),
  /** The matching exchanges: gzip, in base64, of lines of JSON, each an `Exchange`. */
  exchanges: z.base64(),
});

export type StoredReceipt = z.infer<typeof storedReceipt>;
