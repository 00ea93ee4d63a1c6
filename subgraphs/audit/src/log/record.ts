import { z } from 'zod';

const name = z.string().max(255);

/** Whether an operation is recorded once, or as it begins and as it ends: what streams, and what changes something. */
export const phases = ['WHOLE', 'BEGIN', 'END'] as const;

/** What became of an operation. */
export const decisions = ['ADMITTED', 'ANSWERED', 'PARTLY_ANSWERED', 'NOT_ANSWERED'] as const;

/** What is recorded of an operation that a gateway was asked: neither its arguments nor anything of its answer. */
export const auditRecord = z.strictObject({
  /** ISO 8601. */
  at: z.iso.datetime(),
  /** The request id that the client quotes and every log is searched by. */
  request: name,
  phase: z.enum(phases),
  caller: z.strictObject({
    /** The issuer's identifier of who asked. */
    subject: name.optional(),
    /** For which organisation. */
    organisation: name.optional(),
    /** Through which app. */
    app: name.optional(),
    roles: z.array(name).max(32),
    /** By which key for programs, and who answers for that. */
    key: z.strictObject({ id: name, name }).optional(),
  }),
  purpose: name.optional(),
  /** What the caller's software says it is, as `name@version`. */
  software: name.optional(),
  operation: z.strictObject({ type: z.enum(['query', 'mutation', 'subscription']), name: name.optional(), hash: name }),
  /** The organisations whose subgraphs were asked. */
  organisations: z.array(name).max(1000),
  /** The fields that were asked for, as `Type.field`. */
  fields: z.array(z.string().max(512)).max(10_000),
  decision: z.enum(decisions),
  /** The codes of the errors. */
  codes: z.array(name).max(100),
  /** How many objects were in the answer. */
  rows: z.int().min(0),
});

const number = z.int().min(1);

/**
 * What is recorded of public operations that are alike in all that is said of them, and of those that could not be
 * recorded one by one: how many there were in a minute. Of their callers, the app alone is kept.
 */
export const countRecord = auditRecord.omit({ request: true, caller: true }).extend({
  kind: z.literal('count'),
  /** When the minute began: ISO 8601. */
  at: z.iso.datetime(),
  caller: z.strictObject({ app: name.optional(), roles: z.array(name).max(0) }),
  /** How many operations there were. */
  operations: number,
  /** How many objects were in all their answers. */
  rows: z.int().min(0),
});

/**
 * What is recorded of requests that a service of the hub repeats, and that are alike in all that is said of them: one row
 * for all that came within a minute or so.
 */
export const alikeRecord = auditRecord.omit({ request: true }).extend({
  kind: z.literal('alike'),
  /** When the first was answered: ISO 8601. */
  at: z.iso.datetime(),
  /** When the last was. */
  until: z.iso.datetime(),
  /** The ids of all. */
  requests: z.array(name).min(1).max(1000),
  /** How many they are. */
  operations: number,
});

/** Headers, each with its value; few, and none of what was asked. */
const headers = z.record(name, z.string().max(2048)).refine((given) => Object.keys(given).length <= 10);

/** What is recorded of a receipt that a subgraph acknowledged: enough to verify that it did, and which one. */
export const receiptRecord = z.strictObject({
  kind: z.literal('receipt'),
  /** ISO 8601. */
  at: z.iso.datetime(),
  /** Whose subgraph it is. */
  organisation: name,
  session: name,
  /** The numbers of the first and the last exchange that were stated. */
  first: number,
  last: number,
  /** How many exchanges the subgraph knows as they were stated. */
  exchanges: z.int().min(0),
  /** The numbers of the others. */
  others: z.array(number).max(1000),
  /** What the receipt was sent with: its body is the organisation's to keep. */
  receipt: headers,
  /** What the subgraph answered and signed, over the receipt's signature. */
  answer: z.strictObject({ status: z.int(), headers, body: z.string().max(70_000) }),
});

/**
 * What the log itself records where records of a gateway's stream are not there as the gateway made them: `MISSING` were
 * never brought, `ALTERED` are others than it signed.
 */
export interface GapRecord {
  readonly kind: 'gap';
  readonly at: string;
  readonly stream: string;
  /** The id of the gateway's key. */
  readonly key: string | undefined;
  readonly what: 'MISSING' | 'ALTERED';
  /** The numbers of the first and the last such record in the stream. */
  readonly first: number;
  readonly last: number;
}

/** What the log takes. */
export const loggedRecord = z.union([auditRecord, countRecord, alikeRecord, receiptRecord]);

export type AuditRecord = z.infer<typeof auditRecord>;
export type CountRecord = z.infer<typeof countRecord>;
export type AlikeRecord = z.infer<typeof alikeRecord>;
