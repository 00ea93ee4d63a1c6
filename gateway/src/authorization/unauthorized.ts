import { GraphQLError } from 'graphql';
import { outsideAgreement } from './outside-agreement.js';
import type { Caller } from '../request/caller.js';
import type { RefusedPlace } from './refused-places.js';
import type { Requirement } from './requirement.js';

/** The error code for fields that the caller may not see, the same as in Apollo Router. */
export const unauthorizedCode = 'UNAUTHORIZED_FIELD_OR_TYPE';

/** The error code for fields that are hidden because an organisation's agreements cannot be used now. */
export const agreementsUnusableCode = 'AGREEMENTS_UNUSABLE';

/** The message and extensions of a refused field. */
export interface ShownRefusal {
  readonly message: string;
  readonly extensions: Readonly<Record<string, unknown>>;
}

/** A refused field and the requirement that is not met. Callers that share a plan share this object. */
export class FieldRefusal {
  constructor(
    readonly field: string,
    readonly refusedBy: Requirement,
  ) {}

  /** Describes what the caller lacks. */
  shownTo(caller: Caller): ShownRefusal {
    const { field, refusedBy } = this;
    if (!('organisation' in refusedBy)) {
      const message = `Not authorised to see the field ${field}: ${lacking(refusedBy, caller)}.`;
      return { message, extensions: { code: unauthorizedCode } };
    }
    const { unusable } = refusedBy;
    if (unusable === undefined) return outsideAgreement(refusedBy, field, caller);
    return {
      message: `The field ${field} is not shown: the agreements of ${unusable} cannot be used now.`,
      extensions: { code: agreementsUnusableCode, organisation: unusable },
    };
  }
}

/** An anonymous caller does not learn the names of scopes and policies. */
function lacking(refusedBy: Requirement, { rights }: Caller): string {
  if (refusedBy.kind === 'authenticated' || !rights.authenticated) {
    return 'anyOf' in refusedBy && refusedBy.anyOf.length === 0 ? 'nobody may' : 'expected a token, got none';
  }
  const ways = refusedBy.anyOf.map((all) => all.join(' and '));
  if (ways.length === 0) return 'nobody may';
  return `expected a token with the ${refusedBy.kind === 'scopes' ? 'scope' : 'policy'} ${ways.join(', or ')}`;
}

/** The error of an operation that is refused as a whole. */
export function unauthorized({ refusal, path }: RefusedPlace, caller: Caller): GraphQLError {
  const { message, extensions } = refusal.shownTo(caller);
  return new GraphQLError(message, { path, extensions });
}
