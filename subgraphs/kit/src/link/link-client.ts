import { z } from 'zod';
import {
  checkReport,
  type CheckReport,
  linkAnswer,
  type LinkAnswer,
  linkPath,
  type LinkReceipt,
  linkRefusal,
  readLinkReceipt,
  sentReceipt,
  type SignedMessage,
} from '@hub/protocol';

/** A release or sketches as they are sent. */
type HandedOver = Readonly<Record<string, unknown>>;

/** The hub does not take something that was handed over: the code is stable, the message is the hub's. */
export class NotTaken extends Error {
  override readonly name = 'NotTaken';
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

const publishedVersion = z.object({
  version: z.int(),
  state: z.enum(['IN_FORCE', 'KEPT', 'WAITING']).optional(),
  reason: z.string().optional(),
});

/** What became of what was published. */
export type PublishedVersion = z.infer<typeof publishedVersion>;

/** How long a request may take, in milliseconds: a release of a country measures some megabytes. */
const timeoutMs = 60_000;

/**
 * Hands over to the hub, at its address. What it does throws an Error where the hub is not reached, or answers neither as
 * the protocol has it nor with a refusal (docs/link-protocol.md); `NotTaken` where it refuses.
 */
export class LinkClient {
  /** @param hub the hub's address, such as `https://hub.example/`. */
  constructor(private readonly hub: string) {}

  /** Tells what an organisation has, and asks what is there for it. */
  exchange(message: SignedMessage, signal: AbortSignal): Promise<LinkAnswer> {
    return this.#post('exchanges', message, linkAnswer, signal);
  }

  /** Hands a release over; the receipt for it. */
  async release(release: HandedOver, ticket: string, signal: AbortSignal): Promise<LinkReceipt> {
    const { receipt } = await this.#post('releases', release, sentReceipt, signal, ticket);
    return readLinkReceipt(receipt);
  }

  /** Hands sealed sketches over. */
  async sketches(sketches: HandedOver, ticket: string, signal: AbortSignal): Promise<void> {
    await this.#post('sketches', sketches, undefined, signal, ticket);
  }

  /** Has an invited organisation join. */
  async join(joining: HandedOver, signal: AbortSignal): Promise<void> {
    await this.#post('joins', joining, undefined, signal);
  }

  /** Publishes what a message says, or with a token of the organisation's programs a document. */
  publish(document: SignedMessage | object, signal: AbortSignal, token?: string): Promise<PublishedVersion> {
    return this.#post('documents', document, publishedVersion, signal, token);
  }

  /** Checks a schema with a token of the organisation's programs; nothing is kept of it. */
  check(schema: string, signal: AbortSignal, token: string): Promise<CheckReport> {
    return this.#post('checks', { schema }, checkReport, signal, token);
  }

  /** Makes a statement of the organisation's. */
  async state(message: SignedMessage, signal: AbortSignal): Promise<void> {
    await this.#post('statements', message, undefined, signal);
  }

  async #post<Answer>(
    what: string,
    body: object,
    schema: z.ZodType<Answer> | undefined,
    leaving: AbortSignal,
    ticket?: string,
  ): Promise<Answer> {
    const response = await fetch(new URL(`${linkPath}/${what}`, this.hub), {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(ticket !== undefined && { authorization: `Bearer ${ticket}` }),
      },
      body: JSON.stringify(body),
      signal: AbortSignal.any([leaving, AbortSignal.timeout(timeoutMs)]),
    });
    const said: unknown = await response.json().catch(() => undefined);
    if (response.ok) {
      const { data, error } = schema?.safeParse(said) ?? {};
      if (!error) return data as Answer;
      throw new Error(`The hub answered ${what} otherwise than expected: ${error.message}`);
    }
    const refusal = linkRefusal.safeParse(said).data;
    if (refusal && response.status < 500 && response.status !== 429) throw new NotTaken(refusal.code, refusal.message);
    throw new Error(
      `The hub answered ${what} with status ${response.status}: ${refusal?.message ?? 'no reason given'}`,
    );
  }
}
