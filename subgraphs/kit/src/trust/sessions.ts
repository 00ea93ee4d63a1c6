import { randomBytes } from 'node:crypto';
import type { SessionKeys } from '@hub/protocol';
import { ReplayWindow } from './replay-window.js';

/** How long a session is good for, in seconds. */
export const sessionSeconds = 600;

/** The most sessions that are kept; a gateway uses one for each of its processes, and two while it renews one. */
const capacity = 1000;

/** Keys that a gateway and this subgraph have agreed on. */
export interface Session {
  readonly id: string;
  /** The Ed25519 key that the gateway signed the agreement with; the session ends when that is not trusted any more. */
  readonly gatewayKeyId: string;
  readonly keys: SessionKeys;
  /** In seconds since the epoch. */
  readonly expires: number;
  /** Of the gateway's requests, which it numbers. */
  readonly seen: ReplayWindow;
}

/** Names a session that is not open yet. */
export function newSessionId(): string {
  return randomBytes(16).toString('base64url');
}

/** The sessions that are good now. */
export class Sessions {
  /** In the order in which they end. */
  readonly #sessions = new Map<string, Session>();

  open(id: string, gatewayKeyId: string, keys: SessionKeys, now: number): void {
    for (const [old, { expires }] of this.#sessions) {
      if (expires > now && this.#sessions.size < capacity) break;
      this.#sessions.delete(old);
    }
    this.#sessions.set(id, { id, gatewayKeyId, keys, expires: now + sessionSeconds, seen: new ReplayWindow() });
  }

  /** The session of an id, unless it has ended. */
  get(id: string, now: number): Session | undefined {
    const session = this.#sessions.get(id);
    return session && session.expires > now ? session : undefined;
  }

  /** Ends a session. */
  end(id: string): void {
    this.#sessions.delete(id);
  }
}
