import { endOfDayInProvince, type ProgramKeyRecord, type RegisteredAppRecord } from '@hub/protocol';
import { AddressList } from '@hub/runtime';
import type { Caller } from '../request/caller.js';
import { knownCaller } from './caller-of-token.js';
import { withinApp } from './within-app.js';

/** A key, ready to be looked up. */
export interface KnownKey {
  readonly record: ProgramKeyRecord;
  /** The app whose secret it is, as it was known then. */
  readonly app?: RegisteredAppRecord | undefined;
  readonly caller: Caller;
  /** Whether it may come from an address. */
  readonly mayComeFrom: (address: string | undefined) => boolean;
  /** Aborted once the key is revoked, or gone. */
  readonly revocation: AbortController;
}

/**
 * Reads who asks by a key: as of a token, with the one purpose that it is for, and named after the key. By the secret of
 * an app, it is that app which asks, as by a token of its own.
 * @param app the app whose secret it is.
 */
export function knownKey(record: ProgramKeyRecord, app?: RegisteredAppRecord): KnownKey {
  if (app) return secretOf(record, app);
  const { id, name, owner, role, organisation, scopes, purpose, tables, addresses, rate, until } = record;
  const networks = addresses && new AddressList(addresses);
  const revocation = new AbortController();
  const known = { subject: `key:${id}`, app: undefined, organisation, roles: [role], purposes: [purpose] };
  const caller: Caller = {
    ...knownCaller({ ...known, scopes: [...scopes].sort() }),
    usualPurpose: purpose,
    expiresAt: endOfDayInProvince(until),
    ended: revocation.signal,
    key: { id, name, owner, tables, rate },
  };
  return { record, caller, mayComeFrom: (address) => networks?.has(address) ?? true, revocation };
}

function secretOf(record: ProgramKeyRecord, app: RegisteredAppRecord): KnownKey {
  const revocation = new AbortController();
  const { id, scopes, purpose } = app;
  const known = { subject: id, app: id, organisation: undefined, roles: [record.role], purposes: [purpose], scopes };
  const asApp = withinApp(knownCaller(known), app);
  const caller = {
    ...asApp,
    // Each secret ends by itself: what is remembered of a class has that, too.
    identityClass: JSON.stringify([asApp.identityClass, record.id]),
    expiresAt: endOfDayInProvince(record.until),
    ended: revocation.signal,
  };
  return { record, app, caller, mayComeFrom: () => true, revocation };
}
