import { randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { type PushedEvents, subscriptionLost } from './pushed-events.js';

/** The heartbeat interval of a subgraph, in milliseconds; after three missing heartbeats the subscription ends. */
const heartbeatMs = 5000;

/** A subgraph's message about one of its subscriptions. Unknown fields are ignored. */
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

/** The callback address of events, sent as `extensions.subscription` of the request. */
export interface CallbackExtension {
  readonly callbackUrl: string;
  readonly subscriptionId: string;
  /** A secret of the gateway and this subgraph: with it, a sender may post events. */
  readonly verifier: string;
  readonly heartbeatIntervalMs: number;
}

/** Whether a message, in its original bytes, is the next one of a subscription. */
export type IsNextPost = (body: string, seal: string | undefined) => boolean;

interface Callback {
  readonly subgraph: string;
  readonly isNext: IsNextPost;
  readonly verifier: Buffer;
  readonly events: PushedEvents;
  heartbeat: NodeJS.Timeout;
}

/**
 * Receives the events that subgraphs post by Apollo's HTTP callback protocol.
 * @see https://www.apollographql.com/docs/graphos/routing/operations/subscriptions/callback-protocol
 */
export class CallbackDesk {
  readonly #callbacks = new Map<string, Callback>();

  /** @param url the callback URL for subgraphs, without the subscription's id. */
  constructor(private readonly url: () => string) {}

  /**
   * Opens a subscription for posted events.
   * @param isNext checks each message with the right verifier; by default accepts all.
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

  /** Whether a subscription with this id is open. Only its subgraph knows the id. */
  awaits(id: string): boolean {
    return this.#callbacks.has(id);
  }

  /** Whether a posted body contains the subscription's verifier. Other bodies are not parsed. */
  isFor(id: string, posted: Buffer): boolean {
    return this.#callbacks.has(id) && posted.includes(this.#callbacks.get(id)?.verifier ?? '');
  }

  /**
   * Receives a posted message of a subscription.
   * @param seal the value of `sealHeader`.
   * @returns the HTTP status: 204; 400 if the body is not a message; 404 if the subscription does not exist for this
   * sender, so that the subgraph ends it.
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
