import { z } from 'zod';

const name = z.string().max(255);

/** Whether an operation has one record, or one at its begin and one at its end: streams and mutations have two. */
export const phases = ['WHOLE', 'BEGIN', 'END'] as const;

/** Result of an operation. */
export const decisions = ['ADMITTED', 'ANSWERED', 'PARTLY_ANSWERED', 'NOT_ANSWERED'] as const;

/** Audit record of an operation at a gateway. Contains neither its arguments nor any part of its answer. */
export const auditRecord = z.strictObject({
  /** ISO 8601. */
  at: z.iso.datetime(),
  /** The request id, which the client quotes and every log contains. */
  request: name,
  phase: z.enum(phases),
  caller: z.strictObject({
    /** The caller's identifier at the issuer. */
    subject: name.optional(),
    /** The organisation that the caller acts for. */
    organisation: name.optional(),
    /** The app of the caller. */
    app: name.optional(),
    roles: z.array(name).max(32),
    /** The program's key, and the person responsible for it. */
    key: z.strictObject({ id: name, name }).optional(),
  }),
  purpose: name.optional(),
  /** The caller's software by its own account, as `name@version`. */
  software: name.optional(),
  operation: z.strictObject({ type: z.enum(['query', 'mutation', 'subscription']), name: name.optional(), hash: name }),
  /** The organisations whose subgraphs received requests. */
  organisations: z.array(name).max(1000),
  /** The requested fields, as `Type.field`. */
  fields: z.array(z.string().max(512)).max(10_000),
  decision: z.enum(decisions),
  /** Codes of the errors. */
  codes: z.array(name).max(100),
  /** Number of objects in the answer. */
  rows: z.int().min(0),
});

const number = z.int().min(1);

/**
 * Number of public operations with equal records in a minute, and of operations that could not be recorded one by one.
 * The caller is left out, except for the app.
 */
export const countRecord = auditRecord.omit({ request: true, caller: true }).extend({
  kind: z.literal('count'),
  /** Begin of the minute, in ISO 8601. */
  at: z.iso.datetime(),
  caller: z.strictObject({ app: name.optional(), roles: z.array(name).max(0) }),
  /** Number of operations. */
  operations: number,
  /** Number of objects in all answers. */
  rows: z.int().min(0),
});

/** Record of a repeated request of a service of the hub: one row for all equal requests within about a minute. */
export const alikeRecord = auditRecord.omit({ request: true }).extend({
  kind: z.literal('alike'),
  /** Time of the first answer, in ISO 8601. */
  at: z.iso.datetime(),
  /** Time of the last answer. */
  until: z.iso.datetime(),
  /** The ids of all requests. */
  requests: z.array(name).min(1).max(1000),
  /** Number of requests. */
  operations: number,
});

/** HTTP headers with their values; at most ten, without any part of the request. */
const headers = z.record(name, z.string().max(2048)).refine((given) => Object.keys(given).length <= 10);

/** Record of a receipt that a subgraph acknowledged: enough to verify the acknowledgement. */
export const receiptRecord = z.strictObject({
  kind: z.literal('receipt'),
  /** ISO 8601. */
  at: z.iso.datetime(),
  /** Organisation of the subgraph. */
  organisation: name,
  session: name,
  /** Numbers of the first and the last stated exchange. */
  first: number,
  last: number,
  /** Number of stated exchanges that the subgraph confirms. */
  exchanges: z.int().min(0),
  /** Numbers of the exchanges that the subgraph does not confirm. */
  others: z.array(number).max(1000),
  /** Headers of the receipt; the organisation keeps its body. */
  receipt: headers,
  /** The subgraph's signed answer, which covers the receipt's signature. */
  answer: z.strictObject({ status: z.int(), headers, body: z.string().max(70_000) }),
});

/**
 * The log's own record of a fault in a gateway's stream: `MISSING` records never arrived, `ALTERED` records differ from
 * the signed ones.
 */
export interface GapRecord {
  readonly kind: 'gap';
  readonly at: string;
  readonly stream: string;
  /** Id of the gateway's key. */
  readonly key: string | undefined;
  readonly what: 'MISSING' | 'ALTERED';
  /** Numbers of the first and the last such record in the stream. */
  readonly first: number;
  readonly last: number;
}

/** Every kind of record that the log accepts. */
export const loggedRecord = z.union([auditRecord, countRecord, alikeRecord, receiptRecord]);

export type AuditRecord = z.infer<typeof auditRecord>;
export type CountRecord = z.infer<typeof countRecord>;
export type AlikeRecord = z.infer<typeof alikeRecord>;
