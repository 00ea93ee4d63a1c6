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

/** A release or sketches, as sent. */
type HandedOver = Readonly<Record<string, unknown>>;

/** Thrown where the hub refuses sent data: the code is stable, the message is the hub's. */
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

/** The result of publishing. */
export type PublishedVersion = z.infer<typeof publishedVersion>;

/** How long a request may take, in milliseconds: a release of a country has some megabytes. */
const timeoutMs = 60_000;

/**
 * Sends an organisation's data to the hub's address. Its methods throw an Error where the hub is not reached, or its
 * answer follows neither the protocol nor the form of a refusal (docs/link-protocol.md); `NotTaken` where it refuses.
 */
export class LinkClient {
  /** @param hub the hub's address, such as `https://hub.example/`. */
  constructor(private readonly hub: string) {}

  /** Reports an organisation's state, and asks for its messages. */
  exchange(message: SignedMessage, signal: AbortSignal): Promise<LinkAnswer> {
    return this.#post('exchanges', message, linkAnswer, signal);
  }

  /** Sends a release; returns the receipt. */
  async release(release: HandedOver, ticket: string, signal: AbortSignal): Promise<LinkReceipt> {
    const { receipt } = await this.#post('releases', release, sentReceipt, signal, ticket);
    return readLinkReceipt(receipt);
  }

  /** Sends sealed sketches. */
  async sketches(sketches: HandedOver, ticket: string, signal: AbortSignal): Promise<void> {
    await this.#post('sketches', sketches, undefined, signal, ticket);
  }

  /** Lets an invited organisation join. */
  async join(joining: HandedOver, signal: AbortSignal): Promise<void> {
    await this.#post('joins', joining, undefined, signal);
  }

  /** Publishes a signed message or, with a token of the organisation's programs, a document. */
  publish(document: SignedMessage | object, signal: AbortSignal, token?: string): Promise<PublishedVersion> {
    return this.#post('documents', document, publishedVersion, signal, token);
  }

  /** Checks a schema with a token of the organisation's programs; the hub does not store it. */
  check(schema: string, signal: AbortSignal, token: string): Promise<CheckReport> {
    return this.#post('checks', { schema }, checkReport, signal, token);
  }

  /** Sends a statement of the organisation. */
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
