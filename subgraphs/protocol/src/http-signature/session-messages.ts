import { isSessionId, readObject } from './read-message.js';

/** The path where gateways agree on sessions with a subgraph, relative to its GraphQL endpoint. */
export const sessionPath = 'trust/session';

/** The path where a subgraph sends its served schema to a registry, which signs with a separate key. */
export const schemaPath = 'trust/schema';

/** A gateway's request for a session, as JSON; signed with its Ed25519 key. */
export interface SessionOffer {
  /** The subgraph that it is for, so that no other can forward the offer. */
  readonly audience: string;
  /** See `Ephemeral`. */
  readonly publicKey: string;
}

/** A subgraph's answer, as JSON; signed with its Ed25519 key, over the offer's signature. */
export interface SessionGrant {
  /** The name of the session's keys in signatures made with them. */
  readonly session: string;
  /** See `Ephemeral`. */
  readonly publicKey: string;
  /** The validity of the session. */
  readonly seconds: number;
}

/** The messages of both sides, for `agreeOnKeys`. */
export function sessionTranscript(offerSignature: string, grantBody: string): string {
  return `${offerSignature}\n${grantBody}`;
}

/** Reads an offer; undefined where the text is none. */
export function readSessionOffer(text: string): SessionOffer | undefined {
  const { audience, publicKey } = readObject(text);
  if (typeof audience !== 'string' || typeof publicKey !== 'string') return undefined;
  return { audience, publicKey };
}

/** Reads a grant; undefined where the text is none. */
export function readSessionGrant(text: string): SessionGrant | undefined {
  const { session, publicKey, seconds } = readObject(text);
  if (!isSessionId(session)) return undefined;
  if (typeof publicKey !== 'string' || typeof seconds !== 'number' || !(seconds > 0)) return undefined;
  return { session, publicKey, seconds };
}
