import { z } from 'zod';

/** The audit log's newest entry at a time, signed by the log, for others to store. */
export const anchorSchema = z.object({
  /** The number of the newest entry; 0 where there is none. */
  sequence: z.int().min(0),
  /** Its hash: SHA-256, in hexadecimal. */
  hash: z.string().regex(/^[\da-f]{64}$/),
  /** ISO 8601, by the log's clock. */
  at: z.iso.datetime(),
  /** The log's Ed25519 key: SPKI, in base64. */
  publicKey: z.base64().max(100),
  /** In base64. */
  signature: z.base64().max(200),
});

export type Anchor = Readonly<z.infer<typeof anchorSchema>>;

/** The path where gateways report the audit log's newest entry to a subgraph, relative to its GraphQL endpoint. */
export const anchorPath = 'trust/anchor';

/** The size limit of such a message, in bytes. */
export const maxAnchorBytes = 2048;

/** A gateway's message as JSON, signed with its Ed25519 key. */
export const anchorMessage = z.strictObject({
  /** The subgraph that it is for. */
  audience: z.string(),
  anchor: anchorSchema,
});

/** Reads such a message; undefined where the text is none. */
export function readAnchorMessage(text: string): z.infer<typeof anchorMessage> | undefined {
  try {
    return anchorMessage.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
