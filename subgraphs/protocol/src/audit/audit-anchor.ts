import { z } from 'zod';

/** How far the audit log had come at a time, signed by the log, for others to keep. */
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

/** Where gateways tell a subgraph how far the audit log has come, relative to its GraphQL endpoint. */
export const anchorPath = 'trust/anchor';

/** The most that such a message may measure, in bytes. */
export const maxAnchorBytes = 2048;

/** What a gateway tells, as JSON; signed with its Ed25519 key. */
export const anchorMessage = z.strictObject({
  /** The subgraph that is meant. */
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
