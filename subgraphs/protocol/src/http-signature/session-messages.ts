import { isSessionId, readObject } from './read-message.js';

/** Where gateways agree on sessions with a subgraph, relative to its GraphQL endpoint. */
export const sessionPath = 'trust/session';

/** Where a subgraph tells a registry, which signs with a key of its own, the schema that it serves. */
export const schemaPath = 'trust/schema';

/** What a gateway asks for a session with, as JSON; signed with its Ed25519 key. */
export interface SessionOffer {
  /** The subgraph that is meant, so that no other can pass the offer on. */
  readonly audience: string;
  /** See `Ephemeral`. */
  readonly publicKey: string;
}

/** What a subgraph answers, as JSON; signed with its Ed25519 key, over the offer's signature. */
export interface SessionGrant {
  /** Names the session's keys in the signatures made with them. */
  readonly session: string;
  /** See `Ephemeral`. */
  readonly publicKey: string;
  /** How long the session is good for. */
  readonly seconds: number;
}

/** What both sides have said, for `agreeOnKeys`. */
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
