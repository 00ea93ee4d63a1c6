import { endOfDayInProvince, type FeedKey, type KeyTerms, type RegisteredApp } from '@hub/protocol';
import { AddressList } from '@hub/runtime';
import type { Caller } from '../request/caller.js';
import { knownCaller } from './caller-of-token.js';
import { withinApp } from './within-app.js';

/** A key with its caller. */
export interface KnownKey {
  readonly caller: Caller;
  /** Whether the key may be used from an address. */
  readonly mayComeFrom: (address: string | undefined) => boolean;
}

/**
 * Makes the caller of a key: like a token's caller, with the key's one purpose, and named after the key.
 * @param revocation aborted when the key is revoked or removed.
 */
export function knownKey({ id, until }: FeedKey, terms: KeyTerms, revocation: AbortController): KnownKey {
  const { name, owner, role, organisation, scopes, purpose, tables, addresses, rate } = terms;
  const networks = addresses && new AddressList(addresses);
  const known = {
    ...{ subject: `key:${id}`, app: undefined, organisation: organisation ?? undefined },
    ...{ roles: [role], purposes: [purpose] },
  };
  const caller: Caller = {
    ...knownCaller({ ...known, scopes: [...scopes].sort() }),
    usualPurpose: purpose,
    expiresAt: endOfDayInProvince(until),
    ended: revocation.signal,
    key: { id, name, owner: owner ?? undefined, tables: tables ?? undefined, rate: rate ?? undefined },
  };
  return { caller, mayComeFrom: (address) => networks?.has(address) ?? true };
}

/**
 * Makes the caller of an app's secret: the app itself, as with its own token.
 * @param revocation aborted when the secret is revoked or removed, or the app changes.
 */
export function secretOf(secret: FeedKey, app: RegisteredApp, revocation: AbortController): KnownKey {
  const { id, scopes, purpose } = app;
  const known = { subject: id, app: id, organisation: undefined, roles: ['app'], purposes: [purpose], scopes };
  const asApp = withinApp(knownCaller(known), app);
  const caller = {
    ...asApp,
    // Each secret ends separately, so the identity class contains the secret.
    identityClass: JSON.stringify([asApp.identityClass, secret.id]),
    expiresAt: endOfDayInProvince(secret.until),
    ended: revocation.signal,
  };
  return { caller, mayComeFrom: () => true };
}
