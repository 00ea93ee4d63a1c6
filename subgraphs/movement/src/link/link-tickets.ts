import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** For how long a ticket opens what it is for, in milliseconds. */
const goodForMs = 10 * 60_000;

/** Gives organisations that have shown who they are what opens the endpoints for large messages; good for this process alone. */
export class LinkTickets {
  readonly #secret = randomBytes(32);

  constructor(private readonly now: () => Date) {}

  /** Makes an organisation's ticket. */
  issue(organisation: string): string {
    return this.#sealed(`${organisation}.${this.now().getTime() + goodForMs}`);
  }

  /** Whose ticket `Authorization` carries; undefined where it is none, or is over. */
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
