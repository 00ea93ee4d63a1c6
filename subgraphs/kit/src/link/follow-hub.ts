import type { FastifyInstance } from 'fastify';
import { setTimeout as pause } from 'node:timers/promises';
import { HubLink, type HubLinkOptions } from './hub-link.js';

/** How often it is said anew that the hub is away, in milliseconds. */
const saidEveryMs = 60 * 60_000;

/** How long to wait between two exchanges unless told, and at most after failures, in milliseconds. */
const everyMs = 4000;
const longestPauseMs = 20_000;

/** An organisation's link to the hub while its server runs. */
export interface FollowedHub {
  /** Exchanges all that there is with the hub; how many releases it took. @throws Error where it is not reached. */
  run(): Promise<number>;
  /** Has the next exchange begin at once: there may be something new. */
  soon(): void;
  /** How it stands between the two. */
  readonly state: HubState;
}

/** How it stands between an organisation and the hub. */
export interface HubState {
  /** When the hub last took what this organisation says; undefined before. */
  readonly exchangedAt: Date | undefined;
  /** The number of the newest release that the hub holds, as it last said; 0 before. */
  readonly held: number;
  /** When the key that signs ends, as the hub last said: null for no end, undefined where it did not say. */
  readonly keyUntil: string | null | undefined;
  /** Since when the hub is not reached, and why; undefined while it is. */
  readonly away: { readonly since: Date; readonly reason: string } | undefined;
  /** What the hub refused when it was last asked. */
  readonly refusal: { readonly code: string; readonly message: string } | undefined;
}

/** Has an organisation exchange with the hub while its server listens, again and again. */
export function followHub(
  server: FastifyInstance,
  { everyMs: wait = everyMs, ...options }: HubLinkOptions & { readonly everyMs?: number | undefined },
): FollowedHub {
  const link = new HubLink(options);
  const stop = new AbortController();
  let waking = new AbortController();
  const rest = async (milliseconds: number) => {
    await pause(milliseconds, undefined, { signal: waking.signal }).catch(() => undefined);
    waking = new AbortController();
  };
  const absence = new Absence(options);
  let following = Promise.resolve();
  server.addHook('onListen', (done) => {
    following = follow(link, absence, { signal: stop.signal, wait, rest });
    done();
  });
  server.addHook('preClose', async () => {
    stop.abort();
    waking.abort();
    await following;
  });
  return {
    run: async () => {
      const taken = await link.run(stop.signal);
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

/** Whether the hub is away: it is said when that begins, each hour, and when it is over. */
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

/** Why the hub is not reached, in one line: what `fetch` was stopped by, where it says so. */
function reasonOf(error: unknown): string {
  const { message, cause } = error as Error;
  return cause instanceof Error ? `${message}: ${cause.message}` : message;
}

async function follow(
  link: HubLink,
  absence: Absence,
  {
    signal,
    wait,
    rest,
  }: {
    readonly signal: AbortSignal;
    readonly wait: number;
    readonly rest: (milliseconds: number) => Promise<void>;
  },
): Promise<void> {
  let milliseconds = wait;
  const isOver = () => signal.aborted;
  while (!isOver()) {
    try {
      await link.run(signal);
      milliseconds = wait;
      absence.over();
    } catch (error) {
      if (isOver()) return;
      milliseconds = Math.min(milliseconds * 2, longestPauseMs);
      absence.failed(error, milliseconds);
    }
    if (!isOver()) await rest(milliseconds);
  }
}
