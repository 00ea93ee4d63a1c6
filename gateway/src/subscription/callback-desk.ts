import { randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { type PushedEvents, subscriptionLost } from './pushed-events.js';

/** How often a subgraph is to say that a subscription is still there, in milliseconds; three times without is the end. */
const heartbeatMs = 5000;

/** A message of a subgraph about one of its subscriptions; others' fields are ignored. */
const message = z.discriminatedUnion('action', [
  z.object({ action: z.literal('check'), id: z.string(), verifier: z.string() }),
  z.object({ action: z.literal('next'), id: z.string(), verifier: z.string(), payload: z.unknown() }),
  z.object({
    action: z.literal('complete'),
    id: z.string(),
    verifier: z.string(),
    errors: z.array(z.unknown()).nullish(),
  }),
]);

/** What a subgraph is told about where to post events: `extensions.subscription` of its request. */
export interface CallbackExtension {
  readonly callbackUrl: string;
  readonly subscriptionId: string;
  /** Known to the gateway and this subgraph alone: whoever has it may post events. */
  readonly verifier: string;
  readonly heartbeatIntervalMs: number;
}

/** Whether a message, as it was sent, is the next one of a subscription. */
export type IsNextPost = (body: string, seal: string | undefined) => boolean;

interface Callback {
  readonly subgraph: string;
  readonly isNext: IsNextPost;
  readonly verifier: Buffer;
  readonly events: PushedEvents;
  heartbeat: NodeJS.Timeout;
}

/**
 * Where subgraphs post the events of their subscriptions, by Apollo's HTTP callback protocol.
 * @see https://www.apollographql.com/docs/graphos/routing/operations/subscriptions/callback-protocol
 */
export class CallbackDesk {
  readonly #callbacks = new Map<string, Callback>();

  /** @param url the URL at which subgraphs reach the desk, without a subscription's id. */
  constructor(private readonly url: () => string) {}

  /**
   * Expects the events of a subscription.
   * @param isNext judges messages that have the verifier; all are the subgraph's unless told otherwise.
   */
  open(
    subgraph: string,
    events: PushedEvents,
    isNext: IsNextPost = () => true,
  ): { readonly extension: CallbackExtension; readonly close: () => void } {
    const id = randomUUID();
    const verifier = randomBytes(32).toString('base64url');
    const callback = {
      subgraph,
      isNext,
      verifier: Buffer.from(verifier),
      events,
      heartbeat: expectHeartbeat(subgraph, events),
    };
    this.#callbacks.set(id, callback);
    return {
      extension: {
        callbackUrl: `${this.url()}/${id}`,
        subscriptionId: id,
        verifier,
        heartbeatIntervalMs: heartbeatMs,
      },
      close: () => {
        clearTimeout(callback.heartbeat);
        this.#callbacks.delete(id);
      },
    };
  }

  /** Whether events of a subscription are awaited: nobody but its subgraph knows its id. */
  awaits(id: string): boolean {
    return this.#callbacks.has(id);
  }

  /** Whether what was posted for a subscription has its verifier in it, so that it is worth parsing. */
  isFor(id: string, posted: Buffer): boolean {
    return this.#callbacks.has(id) && posted.includes(this.#callbacks.get(id)?.verifier ?? '');
  }

  /**
   * Takes a message, as it was posted for a subscription.
   * @param seal what came with it: see `sealHeader`.
   * @returns the HTTP status to answer with: 204; 400 where it is no message; 404 where there is no such subscription,
   * for whoever posted it: then the subgraph is to end it.
   */
  receive(id: string, posted: string, seal: string | undefined): 204 | 400 | 404 {
    const callback = this.#callbacks.get(id);
    if (!callback) return 404;
    const data = readMessage(posted);
    if (!data) return 400;
    if (data.id !== id || !isVerifier(data.verifier, callback.verifier)) return 404;
    if (!callback.isNext(posted, seal)) return 404;
    clearTimeout(callback.heartbeat);
    callback.heartbeat = expectHeartbeat(callback.subgraph, callback.events);
    if (data.action === 'next') callback.events.next(data.payload);
    if (data.action === 'complete') {
      if (data.errors?.length) callback.events.next({ data: null, errors: data.errors });
      callback.events.complete();
    }
    return 204;
  }
}

function readMessage(posted: string): z.infer<typeof message> | undefined {
  try {
    return message.safeParse(JSON.parse(posted)).data;
  } catch {
    return undefined;
  }
}

function expectHeartbeat(subgraph: string, events: PushedEvents): NodeJS.Timeout {
  return setTimeout(() => {
    events.fail(subscriptionLost(subgraph, new Error('no heartbeat')));
  }, 3 * heartbeatMs);
}

function isVerifier(given: string, expected: Buffer): boolean {
  const bytes = Buffer.from(given);
  return bytes.length === expected.length && timingSafeEqual(bytes, expected);
}
