import { type SubgraphContext, unauthorized } from '@hub/kit';
import { clientError } from '@hub/protocol';

/** The scopes of those who publish: some draft, correct and publish, others approve. */
export const publishScope = 'progress:publish';
export const approveScope = 'progress:approve';

/** Who does something: a person, by the token's subject and what it is called. */
export interface Doer {
  readonly subject: string;
  readonly name: string;
}

/**
 * Who asks for something to be done, in person.
 * @param scopes any of which is enough.
 * @throws GraphQLError `UNAUTHENTICATED` where nobody is known; `UNAUTHORIZED_FIELD_OR_TYPE` for a key, or without a scope.
 */
export function doerOf({ caller }: Pick<SubgraphContext, 'caller'>, ...scopes: readonly string[]): Doer {
  if (caller?.subject === undefined) throw clientError('UNAUTHENTICATED', 'Expected to know who publishes.');
  const mayDo = scopes.some((scope) => caller.scopes.includes(scope));
  if (!mayDo || caller.key !== undefined)
    throw unauthorized(`Not authorised: expected a person with ${scopes.join(' or ')}.`);
  return { subject: caller.subject, name: caller.name ?? caller.subject };
}
