import { isSessionId, readObject } from './read-message.js';

/** Where gateways state what they asked a subgraph, relative to its GraphQL endpoint. */
export const receiptPath = 'trust/receipt';

/** How many exchanges a receipt has at most. */
export const maxReceiptExchanges = 1000;

/** The most that a receipt, or its answer, may measure, in bytes: all its exchanges with the longest numbers. */
export const maxReceiptBytes = 70_000;

/** An exchange as it stands in a receipt: its number, and its `exchangeDigest`. */
export type StatedExchange = readonly [number: number, digest: string];

/** What a gateway states of a session, as JSON; signed with the Ed25519 key that it agreed on the session with. */
export interface Receipt {
  /** The subgraph that is meant. */
  readonly audience: string;
  readonly session: string;
  /** In the order of their numbers. */
  readonly exchanges: readonly StatedExchange[];
}

/** What a subgraph answers, as JSON, once it keeps the receipt; signed with its Ed25519 key, over the receipt's signature. */
export interface ReceiptAnswer {
  readonly session: string;
  /** How many exchanges are as it knows them. */
  readonly exchanges: number;
  /** The numbers of those that it knows nothing of, or knows otherwise. */
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

/** Whether numbers from 1 on each are greater than the one before. */
function areAscending(numbers: readonly number[]): boolean {
  return numbers.every((number, index) => number > (numbers[index - 1] ?? 0));
}
