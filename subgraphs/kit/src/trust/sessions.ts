import { randomBytes } from 'node:crypto';
import type { SessionKeys } from '@hub/protocol';
import { ReplayWindow } from './replay-window.js';

/** The validity of a session, in seconds. */
export const sessionSeconds = 600;

/** The most sessions that are stored; a gateway uses one for each of its processes, and two during a renewal. */
const capacity = 1000;

/** Keys that a gateway and this subgraph have agreed on. */
export interface Session {
  readonly id: string;
  /** The Ed25519 key that signed the agreement; the session ends when the key is no longer trusted. */
  readonly gatewayKeyId: string;
  readonly keys: SessionKeys;
  /** In seconds since the epoch. */
  readonly expires: number;
  /** The numbers of the gateway's requests. */
  readonly seen: ReplayWindow;
}

/** Makes the name of a session that does not exist yet. */
export function newSessionId(): string {
  return randomBytes(16).toString('base64url');
}

/** The valid sessions. */
export class Sessions {
  /** In the order of their end. */
  readonly #sessions = new Map<string, Session>();

  open(id: string, gatewayKeyId: string, keys: SessionKeys, now: number): void {
    for (const [old, { expires }] of this.#sessions) {
      if (expires > now && this.#sessions.size < capacity) break;
      this.#sessions.delete(old);
    }
    this.#sessions.set(id, { id, gatewayKeyId, keys, expires: now + sessionSeconds, seen: new ReplayWindow() });
  }

  /** The session with an id, unless it has ended. */
  get(id: string, now: number): Session | undefined {
    const session = this.#sessions.get(id);
    return session && session.expires > now ? session : undefined;
  }

  /** Ends a session. */
  end(id: string): void {
    this.#sessions.delete(id);
  }
}
