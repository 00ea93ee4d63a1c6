import { type SubgraphContext, unauthorized } from '@hub/kit';
import { clientError } from '@hub/protocol';

/** The scopes for publishing: one to draft, correct and publish, one to approve. */
export const publishScope = 'progress:publish';
export const approveScope = 'progress:approve';

/** The person who takes a step: the token's subject and name. */
export interface Doer {
  readonly subject: string;
  readonly name: string;
}

/**
 * The person who makes a request.
 * @param scopes any of which is enough.
 * @throws GraphQLError `UNAUTHENTICATED` without a person; `UNAUTHORIZED_FIELD_OR_TYPE` for a key, or without a
 * scope.
 */
export function doerOf({ caller }: Pick<SubgraphContext, 'caller'>, ...scopes: readonly string[]): Doer {
  if (caller?.subject === undefined) throw clientError('UNAUTHENTICATED', 'Expected to know who publishes.');
  const mayDo = scopes.some((scope) => caller.scopes.includes(scope));
  if (!mayDo || caller.key !== undefined)
    throw unauthorized(`Not authorised: expected a person with ${scopes.join(' or ')}.`);
  return { subject: caller.subject, name: caller.name ?? caller.subject };
}
