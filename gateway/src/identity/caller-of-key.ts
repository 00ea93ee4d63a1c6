import { AddressList, endOfDayInProvince, type ProgramKeyRecord } from '@hub/schema';
import type { Caller } from '../request/caller.js';

/** A key, ready to be looked up. */
export interface KnownKey {
  readonly record: ProgramKeyRecord;
  readonly caller: Caller;
  /** Whether it may come from an address. */
  readonly mayComeFrom: (address: string | undefined) => boolean;
  /** Aborted once the key is revoked, or gone. */
  readonly revocation: AbortController;
}

/** Reads who asks by a key: as of a token, with the one purpose that it is for, and named after the key. */
export function knownKey(record: ProgramKeyRecord): KnownKey {
  const { id, name, role, organisation, scopes, purpose, tables, addresses, rate, until } = record;
  const sorted = [...scopes].sort();
  const policies = [role, ...(organisation === undefined ? [] : [`organisation:${organisation}`])].sort();
  const subject = `key:${id}`;
  const networks = addresses && new AddressList(addresses);
  const revocation = new AbortController();
  const caller: Caller = {
    identityClass: JSON.stringify([subject, undefined, organisation, sorted, policies, [purpose]]),
    rights: { authenticated: true, scopes: new Set(sorted), policies: new Set(policies) },
    roles: [role],
    subject,
    organisation,
    purposes: [purpose],
    usualPurpose: purpose,
    expiresAt: endOfDayInProvince(until),
    ended: revocation.signal,
    key: { id, name, tables, rate },
  };
  return { record, caller, mayComeFrom: (address) => networks?.has(address) ?? true, revocation };
}
