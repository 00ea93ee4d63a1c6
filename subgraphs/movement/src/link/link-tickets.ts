import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** Lifetime of a ticket, in milliseconds. */
const goodForMs = 10 * 60_000;

/**
 * Issues tickets to organisations that have proved their identity. A ticket opens the endpoints for large messages,
 * in this process alone.
 */
export class LinkTickets {
  readonly #secret = randomBytes(32);

  constructor(private readonly now: () => Date) {}

  /** Makes an organisation's ticket. */
  issue(organisation: string): string {
    return this.#sealed(`${organisation}.${this.now().getTime() + goodForMs}`);
  }

  /** The organisation whose ticket is in `Authorization`; undefined if it is not a valid ticket, or expired. */
  organisationOf(authorization: string | undefined): string | undefined {
    const [, ticket = '', said = '', organisation, until] =
      /^Bearer ((([a-z\d-]+)\.(\d+))\.[\w-]+)$/.exec(authorization ?? '') ?? [];
    const [given, expected] = [Buffer.from(ticket), Buffer.from(this.#sealed(said))];
    const isGenuine = given.length === expected.length && timingSafeEqual(given, expected);
    return isGenuine && Number(until) > this.now().getTime() ? organisation : undefined;
  }

  #sealed(said: string): string {
    return `${said}.${createHmac('sha256', this.#secret).update(said).digest('base64url')}`;
  }
}
