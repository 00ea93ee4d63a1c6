import { GraphQLError } from 'graphql';
import type { DeniedField } from './denied-fields.js';

/** The code of errors about what a caller may not see, as Apollo Router has it. */
export const unauthorizedCode = 'UNAUTHORIZED_FIELD_OR_TYPE';

/** What a client is told of a field that it may not see. */
export const unauthorizedMessage = (field: string): string => `Not authorised to see the field ${field}.`;

/** Why an operation is refused as a whole. */
export function unauthorized({ name, path }: DeniedField): GraphQLError {
  return new GraphQLError(unauthorizedMessage(name), { path, extensions: { code: unauthorizedCode } });
}
