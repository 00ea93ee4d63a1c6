import type { RegisteredApp } from '@hub/protocol';
import type { Caller } from '../request/caller.js';
import { knownCaller } from './caller-of-token.js';

/**
 * Limits a caller to the rights of the registered app that it uses: only accepted scopes, and the app's one purpose.
 * Through an app that is not accepted, it sees only public data.
 * @param caller as its token or secret gives it.
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
    // Callers with equal identity class get equal answers about themselves, including their app.
    identityClass: JSON.stringify([known.identityClass, registered]),
    usualPurpose: mayName[0],
    registered,
  };
}
