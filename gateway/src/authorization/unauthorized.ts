import { GraphQLError } from 'graphql';
import type { DeniedField } from './denied-fields.js';
import type { AgreementRequirement, Requirement } from './requirement.js';

/** The code of errors about what a caller may not see, as Apollo Router has it. */
export const unauthorizedCode = 'UNAUTHORIZED_FIELD_OR_TYPE';

/** The code of errors about what cannot be shown, since an organisation's agreements cannot be used now. */
export const agreementsUnusableCode = 'AGREEMENTS_UNUSABLE';

/** What a client is told of a field that it may not see. */
export interface Denial {
  readonly message: string;
  readonly extensions: Readonly<Record<string, unknown>>;
}

/** What a client is told, given the requirement that it does not meet. */
export function denialOf(unmet: Requirement, field: string): Denial {
  if (!('organisation' in unmet)) {
    return { message: `Not authorised to see the field ${field}.`, extensions: { code: unauthorizedCode } };
  }
  const { organisation, agreement, unusable } = unmet;
  if (unusable !== undefined) {
    return {
      message: `The field ${field} is not shown: the agreements of ${unusable} cannot be used now.`,
      extensions: { code: agreementsUnusableCode, organisation: unusable },
    };
  }
  return {
    message: outside(unmet, field),
    extensions: { code: 'OUTSIDE_AGREEMENT', organisation, agreement: agreement ?? null },
  };
}

function outside({ kind, anyOf, organisation, agreement }: AgreementRequirement, field: string): string {
  if (agreement === undefined) return `No agreement of ${organisation} shares the field ${field}.`;
  if (kind === 'purposes') {
    return `Expected the header x-hub-purpose to be one of ${anyOf.flat().join(', ')}: for these ${organisation} shares the field ${field}.`;
  }
  return `The field ${field} is outside of what ${organisation} shares by ${agreement}: see with whom and how finely.`;
}

/** Why an operation is refused as a whole. */
export function unauthorized({ denial: { message, extensions }, path }: DeniedField): GraphQLError {
  return new GraphQLError(message, { path, extensions });
}
