import { GraphQLError } from 'graphql';
import { outsideAgreement } from './outside-agreement.js';
import type { Caller } from '../request/caller.js';
import type { DeniedField } from './denied-fields.js';
import type { Requirement } from './requirement.js';

/** The code of errors about what a caller may not see, as Apollo Router has it. */
export const unauthorizedCode = 'UNAUTHORIZED_FIELD_OR_TYPE';

/** The code of errors about what cannot be shown, since an organisation's agreements cannot be used now. */
export const agreementsUnusableCode = 'AGREEMENTS_UNUSABLE';

/** What a client is told of a field that it may not see. */
export interface Denial {
  readonly message: string;
  readonly extensions: Readonly<Record<string, unknown>>;
}

/** A field that is refused, and the requirement that is not met. Callers that share a plan share it. */
export class FieldRefusal {
  constructor(
    readonly field: string,
    readonly unmet: Requirement,
  ) {}

  /** What a caller is told: what it lacks. */
  toldTo(caller: Caller): Denial {
    const { field, unmet } = this;
    if (!('organisation' in unmet)) {
      const message = `Not authorised to see the field ${field}: ${lacking(unmet, caller)}.`;
      return { message, extensions: { code: unauthorizedCode } };
    }
    const { unusable } = unmet;
    if (unusable === undefined) return outsideAgreement(unmet, field, caller);
    return {
      message: `The field ${field} is not shown: the agreements of ${unusable} cannot be used now.`,
      extensions: { code: agreementsUnusableCode, organisation: unusable },
    };
  }
}

/** What a schema demands is named only to those who are known. */
function lacking(unmet: Requirement, { rights }: Caller): string {
  if (unmet.kind === 'authenticated' || !rights.authenticated) {
    return 'anyOf' in unmet && unmet.anyOf.length === 0 ? 'nobody may' : 'expected a token, got none';
  }
  const ways = unmet.anyOf.map((all) => all.join(' and '));
  if (ways.length === 0) return 'nobody may';
  return `expected a token with the ${unmet.kind === 'scopes' ? 'scope' : 'policy'} ${ways.join(', or ')}`;
}

/** Why an operation is refused as a whole. */
export function unauthorized({ refusal, path }: DeniedField, caller: Caller): GraphQLError {
  const { message, extensions } = refusal.toldTo(caller);
  return new GraphQLError(message, { path, extensions });
}
