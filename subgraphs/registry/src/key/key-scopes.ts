import { badUserInput } from '@hub/protocol';
import type { KeyRequest } from './key-request.js';

/**
 * The scopes of a key: the requested ones, or all allowed ones.
 * @param allowed the scopes that it may have.
 * @throws GraphQLError `BAD_USER_INPUT`
 */
export function chosenScopes({ scopes }: Pick<KeyRequest, 'scopes'>, allowed: readonly string[]): readonly string[] {
  if (!scopes) return allowed;
  const more = scopes.filter((scope) => !allowed.includes(scope));
  if (more.length === 0) return [...new Set(scopes)];
  throw badUserInput(`scopes: expected some of ${allowed.join(', ') || 'none'}, got ${more.join(', ')}.`);
}
