import type { RegisteredApp } from '@hub/protocol';
import type { Caller } from '../request/caller.js';
import { knownCaller } from './caller-of-token.js';

/**
 * What a caller may that asks through an app which registered here: of its own scopes those that were accepted, for the
 * one purpose that the app named. Through an app that is not accepted it sees what is public.
 * @param caller who asks, as its token or secret says.
 */
export function withinApp(caller: Caller, app: RegisteredApp): Caller {
  const { id, name, state, scopes, purpose, republish, attribution, rate } = app;
  const { subject, organisation, roles, purposes } = caller;
  const isAccepted = state === 'ACCEPTED';
  const accepted = new Set(isAccepted ? scopes : []);
  const registered = { id, name, state, republish, attribution: attribution ?? undefined, rate: rate ?? undefined };
  const mayName = purposes === undefined || purposes.includes(purpose) ? [purpose] : [];
  const known = knownCaller({
    ...{ subject, app: id, organisation },
    roles: isAccepted ? roles : [],
    purposes: mayName,
    scopes: [...caller.rights.scopes].filter((scope) => accepted.has(scope)).sort(),
  });
  return {
    ...caller,
    ...known,
    // Callers of one class are told the same of themselves, and so of their app.
    identityClass: JSON.stringify([known.identityClass, registered]),
    usualPurpose: mayName[0],
    registered,
  };
}
