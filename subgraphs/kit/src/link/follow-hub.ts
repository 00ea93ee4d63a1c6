import { whileListening } from '@hub/runtime';
import type { FastifyInstance } from 'fastify';
import { setTimeout as pause } from 'node:timers/promises';
import { HubLink, type HubLinkOptions } from './hub-link.js';

/** How often the log repeats that the hub is unreachable, in milliseconds. */
const saidEveryMs = 60 * 60_000;

/** The default wait between two exchanges, and the longest wait after failures, in milliseconds. */
const everyMs = 4000;
const longestPauseMs = 20_000;

/** An organisation's link to the hub while its server runs. */
export interface FollowedHub {
  /**
   * Exchanges all pending data with the hub; returns how many releases the hub accepted. @throws Error where it is not
   * reached.
   */
  run(): Promise<number>;
  /** Starts the next exchange at once, because there may be news. */
  soon(): void;
  /** The state of the link. */
  readonly state: HubState;
}

/** The state of the link between an organisation and the hub. */
export interface HubState {
  /** When the hub last accepted this organisation's message; undefined before the first. */
  readonly exchangedAt: Date | undefined;
  /** The number of the newest release in the hub, by its last answer; 0 before. */
  readonly held: number;
  /**
   * When the signing key ends, by the hub's last answer: null for no end, undefined where the answer did not include
   * it.
   */
  readonly keyUntil: string | null | undefined;
  /** Since when the hub is unreachable, and why; undefined while it is reached. */
  readonly away: { readonly since: Date; readonly reason: string } | undefined;
  /** The hub's refusal in the last exchange. */
  readonly refusal: { readonly code: string; readonly message: string } | undefined;
}

/** Exchanges with the hub repeatedly while the organisation's server listens. */
export function followHub(
  server: FastifyInstance,
  { everyMs: wait = everyMs, ...options }: HubLinkOptions & { readonly everyMs?: number | undefined },
): FollowedHub {
  const link = new HubLink(options);
  const absence = new Absence(options);
  let waking = new AbortController();
  const signal = whileListening(server, async (leaving) => {
    const isOver = () => leaving.aborted;
    let milliseconds = wait;
    while (!isOver()) {
      try {
        await link.run(leaving);
        milliseconds = wait;
        absence.over();
      } catch (error) {
        if (isOver()) return;
        milliseconds = Math.min(milliseconds * 2, longestPauseMs);
        absence.failed(error, milliseconds);
      }
      await pause(milliseconds, undefined, { signal: AbortSignal.any([leaving, waking.signal]) }).catch(
        () => undefined,
      );
      waking = new AbortController();
    }
  });
  return {
    run: async () => {
      const taken = await link.run(signal);
      absence.over();
      return taken;
    },
    soon: () => {
      waking.abort();
    },
    get state() {
      const { exchangedAt, held, refusal, keyUntil } = link;
      return { exchangedAt, held, refusal, keyUntil, away: absence.now };
    },
  };
}

/** Tracks whether the hub is unreachable: logs the beginning, each further hour, and the end. */
class Absence {
  #now: HubState['away'];
  #saidAt = -Infinity;

  constructor(private readonly options: Pick<HubLinkOptions, 'log' | 'now'>) {}

  get now(): HubState['away'] {
    return this.#now;
  }

  failed(error: unknown, milliseconds: number): void {
    const { log, now } = this.options;
    this.#now = { since: this.#now?.since ?? now(), reason: reasonOf(error) };
    const details = { err: error, milliseconds, since: this.#now.since.toISOString() };
    if (performance.now() - this.#saidAt < saidEveryMs) log.debug(details, 'the hub is still not reached');
    else {
      log.warn(details, 'the hub is not reached; trying again');
      this.#saidAt = performance.now();
    }
  }

  over(): void {
    if (!this.#now) return;
    this.options.log.warn({ since: this.#now.since.toISOString() }, 'the hub is reached again');
    this.#now = undefined;
    this.#saidAt = -Infinity;
  }
}

/** Why the hub is not reached, in one line: the cause of `fetch`'s error, where there is one. */
function reasonOf(error: unknown): string {
  const { message, cause } = error as Error;
  return cause instanceof Error ? `${message}: ${cause.message}` : message;
}
