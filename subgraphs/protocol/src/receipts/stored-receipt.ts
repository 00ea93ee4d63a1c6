import { z } from 'zod';

/** A receipt as it is kept, and as the operator's endpoint gives it. */
export const storedReceipt = z.object({
  /** Its place among the subgraph's receipts. */
  number: z.int(),
  /** ISO 8601. */
  receivedAt: z.iso.datetime(),
  session: z.string(),
  /** The gateway's Ed25519 key: its name, and itself as SPKI in base64. */
  keyId: z.string(),
  publicKey: z.string(),
  /** The path that it came to, and the headers that it came with: all that its signature covers, and the signature. */
  target: z.string(),
  headers: z.record(z.string(), z.string()),
  /** Its body. */
  statement: z.string(),
  /** The numbers of the stated exchanges that the subgraph did not know as they were stated. */
  others: z.array(z.int()),
  /** The others: gzip, in base64, of lines of JSON, each an `Exchange`. */
  exchanges: z.base64(),
});

export type StoredReceipt = z.infer<typeof storedReceipt>;
