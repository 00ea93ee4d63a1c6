import { type Caller, type SubgraphContext, unauthorized } from '@hub/kit';
import { badUserInput, clientError, programScopes } from '@hub/protocol';
import type { KeyRequest } from './key-request.js';
import { chosenScopes } from './key-scopes.js';

/** A manager of keys. */
export interface KeyManager {
  readonly subject: string;
  readonly caller: Caller;
  /** Whether it manages all keys; otherwise only its own. */
  readonly isOperator: boolean;
}

/**
 * The manager of keys in a request.
 * @throws GraphQLError `UNAUTHENTICATED` for an anonymous caller, `UNAUTHORIZED_FIELD_OR_TYPE` for a caller with a
 * key: no key creates, lists or revokes any, with any role.
 */
export function keyManager({ caller }: Pick<SubgraphContext, 'caller'>): KeyManager {
  if (caller?.key !== undefined) throw unauthorized('Not authorised to manage keys by a key.');
  if (caller?.subject === undefined) throw clientError('UNAUTHENTICATED', 'Expected to know who manages keys.');
  return { subject: caller.subject, caller, isOperator: caller.roles.includes('operator') };
}

/**
 * The scopes of a person's request for a key, limited to the person's roles, organisation, scopes and purposes.
 * Operators may create a key with any role that keys may have.
 * @throws GraphQLError `BAD_USER_INPUT`
 */
export function withinOwn(request: KeyRequest, { caller, isOperator }: KeyManager): readonly string[] {
  const { role, organisation, purpose } = request;
  const ofRole = programScopes(role);
  if (isOperator) return chosenScopes(request, ofRole);
  if (!caller.roles.includes(role)) {
    throw badUserInput(`role: expected one that you have (${caller.roles.join(', ')}), got ${role}.`);
  }
  if (organisation != null && organisation !== caller.organisation) {
    throw badUserInput(`organisation: expected your own (${caller.organisation ?? 'none'}), got ${organisation}.`);
  }
  if (caller.purposes && !caller.purposes.includes(purpose)) {
    const may = caller.purposes.join(', ') || 'none';
    throw badUserInput(`purpose: expected one that your token lets you name (${may}), got ${purpose}.`);
  }
  return chosenScopes(
    request,
    ofRole.filter((scope) => caller.scopes.includes(scope)),
  );
}
