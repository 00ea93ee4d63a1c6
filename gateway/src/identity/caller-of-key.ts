import { endOfDayInProvince, type FeedKey, type KeyTerms, type RegisteredApp } from '@hub/protocol';
import { AddressList } from '@hub/runtime';
import type { Caller } from '../request/caller.js';
import { knownCaller } from './caller-of-token.js';
import { withinApp } from './within-app.js';

/** A key, ready to be used. */
export interface KnownKey {
  readonly caller: Caller;
  /** Whether it may come from an address. */
  readonly mayComeFrom: (address: string | undefined) => boolean;
}

/**
 * Reads who asks by a key: as of a token, with the one purpose that it is for, and named after the key.
 * @param revocation aborted once the key is revoked, or gone.
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
 * Reads who asks by the secret of an app: the app, as by a token of its own.
 * @param revocation aborted once the secret is revoked or gone, or the app is another.
 */
export function secretOf(secret: FeedKey, app: RegisteredApp, revocation: AbortController): KnownKey {
  const { id, scopes, purpose } = app;
  const known = { subject: id, app: id, organisation: undefined, roles: ['app'], purposes: [purpose], scopes };
  const asApp = withinApp(knownCaller(known), app);
  const caller = {
    ...asApp,
    // Each secret ends by itself: what is remembered of a class has that, too.
    identityClass: JSON.stringify([asApp.identityClass, secret.id]),
    expiresAt: endOfDayInProvince(secret.until),
    ended: revocation.signal,
  };
  return { caller, mayComeFrom: () => true };
}
