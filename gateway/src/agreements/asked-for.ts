import { type Agreements, dayInProvince, holds } from '@hub/schema';
import { HttpError } from '../http/http-error.js';
import type { Authenticate } from '../identity/authenticate.js';
import type { Caller } from '../identity/caller.js';
import { LruCache } from '../lru-cache.js';

/** How many callers, each with a purpose, are known at a time. */
const maxKnown = 10_000;

/** Tells which agreements hold for callers, for what they ask for. */
export class AskedFor {
  #known = new LruCache<Caller>(maxKnown);
  #day = '';

  constructor(
    private readonly agreements: Agreements,
    private readonly now = () => new Date(),
  ) {}

  /**
   * A caller with the agreements that hold for the purpose of its request.
   * @param purpose as its header `x-hub-purpose` has it.
   * @throws HttpError 400 `UNKNOWN_PURPOSE`
   */
  by(caller: Caller, purpose: string | undefined): Caller {
    const { purposes, organisations } = this.agreements;
    if (purpose !== undefined && !purposes.some(({ code }) => code === purpose)) {
      const known = purposes.map(({ code }) => code).join(', ');
      throw new HttpError(
        400,
        'UNKNOWN_PURPOSE',
        `Expected x-hub-purpose to be one of ${known}, got ${JSON.stringify(purpose)}.`,
      );
    }
    const day = dayInProvince(this.now());
    if (day !== this.#day) [this.#day, this.#known] = [day, new LruCache(maxKnown)];
    const identityClass = JSON.stringify([caller.identityClass, caller.roles, purpose]);
    const known = this.#known.get(identityClass);
    if (known && known.expiresAt === caller.expiresAt) return known;
    const { roles, organisation, app } = caller;
    const held = organisations
      .flatMap(({ agreements }) => agreements)
      .filter((agreement) => holds(agreement, { roles, organisation, app, purpose }, day));
    const rights = { ...caller.rights, agreements: new Set(held.map(({ id }) => id)) };
    const admitted: Caller = { ...caller, identityClass, rights };
    this.#known.set(identityClass, admitted, 1);
    return admitted;
  }
}

/** Tells who makes a request, with the agreements that hold for its purpose. */
export function withPurposes(authenticate: Authenticate, agreements: Agreements): Authenticate {
  const askedFor = new AskedFor(agreements);
  return async (authorization, request) => {
    const purpose = request.headers?.['x-hub-purpose'];
    const caller = authenticate(authorization, request);
    return askedFor.by(caller instanceof Promise ? await caller : caller, [purpose].flat().join(', ') || undefined);
  };
}
