import { type Agreements, dayInProvince, endsAt, holds } from '@hub/protocol';
import { LRUCache } from 'lru-cache';
import { Refusal } from '../errors/refusal.js';
import type { Authenticate } from '../identity/authenticate.js';
import { anonymous, type Caller } from '../request/caller.js';
import { purposeFor } from '../request/purpose.js';
import { agreementKey, levelOf } from './agreement-requirements.js';
import { combinedBy, HoldingAgreements } from './held-agreements.js';
import { mayName } from '../authorization/outside-agreement.js';

/** The maximum number of cached callers, each with a purpose. */
const maxKnown = 10_000;

/** A caller by its token, and the same caller with its agreements. */
interface Known {
  readonly expiresAt: number | undefined;
  /** Differs after a change of key or app, for example a suspended app that is accepted again. */
  readonly ended: AbortSignal | undefined;
  readonly admitted: Caller;
}

/** Finds the agreements in force between organisations and a caller for a purpose. */
export class AskedFor {
  #agreements: Agreements;
  readonly #known = new LRUCache<string, Known>({ max: maxKnown });
  #day = '';
  /** Changes with the agreements and the day, which callers' rights depend on. */
  #edition = 0;

  constructor(
    agreements: Agreements,
    private readonly now = () => new Date(),
  ) {
    this.#agreements = agreements;
  }

  /** The agreements in force. */
  get agreements(): Agreements {
    return this.#agreements;
  }

  /**
   * Puts other agreements in force.
   * @returns whether they differ.
   */
  replace(agreements: Agreements): boolean {
    if (JSON.stringify(agreements) === JSON.stringify(this.#agreements)) return false;
    this.#agreements = agreements;
    this.#forget();
    return true;
  }

  /**
   * Adds to a caller the agreements for its request's purpose; its rights end when the first of them ends.
   * @param purpose from the header `x-hub-purpose`.
   * @throws Refusal `UNKNOWN_PURPOSE`, `PURPOSE_NOT_ALLOWED`
   */
  by(caller: Caller, purpose: string | undefined): Caller {
    const { purposes, organisations, communeLevel, figuresIn = [] } = this.#agreements;
    const day = dayInProvince(this.now());
    if (day !== this.#day) {
      this.#day = day;
      this.#forget();
    }
    const identityClass = JSON.stringify([caller.identityClass, caller.roles, purpose, this.#edition]);
    const known = this.#known.get(identityClass);
    if (known && known.expiresAt === caller.expiresAt && known.ended === caller.ended) return known.admitted;
    if (purpose !== undefined) checkPurpose(purpose, purposes, caller);
    const { roles, organisation, app } = caller;
    const held = organisations.flatMap((one) =>
      one.agreements
        .filter((agreement) => holds(agreement, { roles, organisation, app, purpose }, day))
        .map((agreement) => ({
          ...{ key: agreementKey(one.organisation, agreement.id), organisation: one.organisation, agreement },
        })),
    );
    const rights = {
      ...caller.rights,
      agreements: new HoldingAgreements(
        new Map(held.map(({ key, agreement }) => [key, agreement])),
        levelOf(communeLevel),
        {
          of: new Set(held.flatMap((one) => (one.agreement.figures.length > 0 ? [one.organisation] : []))),
          in: figuresIn,
          combined: { province: combinedBy(held, 'province'), commune: combinedBy(held, 'commune') },
        },
      ),
    };
    const expiresAt = Math.min(caller.expiresAt ?? Infinity, ...held.map(({ agreement }) => endsAt(agreement)));
    const admitted: Caller = { ...caller, identityClass, rights, purpose, expiresAt };
    this.#known.set(identityClass, { expiresAt: caller.expiresAt, ended: caller.ended, admitted });
    return admitted;
  }

  /** An anonymous caller. It gets the purpose if every caller may name it. */
  anyone(purpose: string | undefined): Caller {
    const isAnyones = this.#agreements.purposes.some((one) => one.code === purpose && mayName(one, anonymous));
    return this.by(anonymous, isAnyones ? purpose : undefined);
  }

  #forget(): void {
    this.#known.clear();
    this.#edition += 1;
  }
}

/** @throws Refusal if the purpose does not exist, or the caller may not name it. */
function checkPurpose(purpose: string, purposes: Agreements['purposes'], caller: Caller): void {
  const found = purposes.find(({ code }) => code === purpose);
  if (found && mayName(found, caller)) return;
  const expected = purposes.filter((one) => !found || mayName(one, caller)).map(({ code }) => code);
  const got = JSON.stringify(purpose);
  if (!found) {
    const message = `Expected x-hub-purpose to be one of ${expected.join(', ')}, got ${got}.`;
    throw new Refusal('UNKNOWN_PURPOSE', message);
  }
  const message = `Expected x-hub-purpose to be one that this caller may name (${expected.join(', ') || 'none'}), got ${got}.`;
  throw new Refusal('PURPOSE_NOT_ALLOWED', message);
}

/** Authenticates a request, and adds the agreements for its purpose. */
export function withPurposes(authenticate: Authenticate, askedFor: AskedFor): Authenticate {
  return async (authorization, request) => {
    const authenticated = authenticate(authorization, request);
    const caller = authenticated instanceof Promise ? await authenticated : authenticated;
    return askedFor.by(caller, purposeFor(request.purpose, caller));
  };
}
