import { isSessionId, readObject } from './read-message.js';

/** The path where gateways state their exchanges with a subgraph, relative to its GraphQL endpoint. */
export const receiptPath = 'trust/receipt';

/** The most exchanges of a receipt. */
export const maxReceiptExchanges = 1000;

/** The size limit of a receipt, or its answer, in bytes: all its exchanges with the longest numbers. */
export const maxReceiptBytes = 70_000;

/** An exchange in a receipt: its number, and its `exchangeDigest`. */
export type StatedExchange = readonly [number: number, digest: string];

/** A gateway's statement about a session, as JSON; signed with the Ed25519 key that it used to agree on the session. */
export interface Receipt {
  /** The subgraph that it is for. */
  readonly audience: string;
  readonly session: string;
  /** In the order of their numbers. */
  readonly exchanges: readonly StatedExchange[];
}

/**
 * A subgraph's answer, as JSON, once it has stored the receipt; signed with its Ed25519 key, over the receipt's
 * signature.
 */
export interface ReceiptAnswer {
  readonly session: string;
  /** How many exchanges match its knowledge. */
  readonly exchanges: number;
  /** The numbers of unknown or different exchanges. */
  readonly others: readonly number[];
}

/** Reads a receipt; undefined where the text is none. */
export function readReceipt(text: string): Receipt | undefined {
  const { audience, session, exchanges, ...more } = readObject(text);
  if (typeof audience !== 'string' || !isSessionId(session) || Object.keys(more).length > 0) return undefined;
  if (!Array.isArray(exchanges) || exchanges.length === 0 || exchanges.length > maxReceiptExchanges) return undefined;
  if (!exchanges.every(isStated) || !areAscending(exchanges.map(([number]) => number))) return undefined;
  return { audience, session, exchanges };
}

/** Reads the answer to a receipt; undefined where the text is none. */
export function readReceiptAnswer(text: string): ReceiptAnswer | undefined {
  const { session, exchanges, others, ...more } = readObject(text);
  if (!isSessionId(session) || !isCount(exchanges) || Object.keys(more).length > 0) return undefined;
  if (!Array.isArray(others) || others.length > maxReceiptExchanges) return undefined;
  if (!others.every(isCount) || !areAscending(others)) return undefined;
  return { session, exchanges, others };
}

function isStated(value: unknown): value is StatedExchange {
  if (!Array.isArray(value) || value.length !== 2) return false;
  const [number, digest] = value as [unknown, unknown];
  return isCount(number) && typeof digest === 'string' && /^[\w-]{43}$/.test(digest);
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** Whether each number is greater than the one before, from 1 on. */
function areAscending(numbers: readonly number[]): boolean {
  return numbers.every((number, index) => number > (numbers[index - 1] ?? 0));
}
