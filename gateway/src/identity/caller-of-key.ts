import { endOfDayInProvince, type ProgramKeyRecord } from '@hub/protocol';
import { AddressList } from '@hub/runtime';
import type { Caller } from '../request/caller.js';
import { knownCaller } from './caller-of-token.js';

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
