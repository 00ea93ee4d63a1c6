import { GraphQLError } from 'graphql';
import type { DeniedField } from './denied-fields.js';
import type { Requirement } from './requirement.js';

/** The code of errors about what a caller may not see, as Apollo Router has it. */
export const unauthorizedCode = 'UNAUTHORIZED_FIELD_OR_TYPE';

/** What a client is told of a field that it may not see. */
export interface Denial {
  readonly message: string;
  readonly extensions: Readonly<Record<string, unknown>>;
}

/** What a client is told, given the requirement that it does not meet. */
export function denialOf(unmet: Requirement, field: string): Denial {
  if (unmet.kind !== 'agreements') {
    return { message: `Not authorised to see the field ${field}.`, extensions: { code: unauthorizedCode } };
  }
  const { organisation, agreement } = unmet;
  return {
    message:
      agreement === undefined
        ? `No agreement of ${organisation} shares the field ${field}.`
        : `The field ${field} is outside of what ${organisation} shares by ${agreement}: see with whom, for which x-hub-purpose and how finely.`,
    extensions: { code: 'OUTSIDE_AGREEMENT', organisation, agreement: agreement ?? null },
  };
}

/** Why an operation is refused as a whole. */
export function unauthorized({ denial: { message, extensions }, path }: DeniedField): GraphQLError {
  return new GraphQLError(message, { path, extensions });
}
