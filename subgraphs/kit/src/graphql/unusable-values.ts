import type { ApolloServerPlugin } from '@apollo/server';
import { badUserInput } from '@hub/protocol';
import { DriverException } from '@mikro-orm/core';
import { type DocumentNode, GraphQLError, visit } from 'graphql';
import type { SubgraphContext } from './context.js';

const message =
  'Expected values that the database can hold, but got one that it cannot: a text with a NUL character, or a cursor that was made up.';

/** The client's error for a value that PostgreSQL does not accept. */
export const unusableValue: GraphQLError = badUserInput(message);

/**
 * Whether PostgreSQL rejected a value (SQLSTATE class 22, data exception), such as a day in a forged cursor: the value
 * came from the client. Computed numbers (22003 out of range, 22012 division by zero) are the hub's fault.
 */
export function isUnusableValue(error: GraphQLError | undefined): boolean {
  const cause = error?.originalError;
  return cause instanceof DriverException && /^22(?!003|012)/.test(cause.code ?? '');
}

/**
 * Whether an operation contains a NUL character, which no text in PostgreSQL may have, and which ends a text in the
 * wire protocol.
 */
export function holdsUnusableValue(document: DocumentNode, variables: unknown): boolean {
  return holdsNul(variables) || literalHoldsNul(document);
}

/** Refuses operations with such values before they reach a statement. */
export const nulPlugin: ApolloServerPlugin<SubgraphContext> = {
  requestDidStart: () =>
    Promise.resolve({
      didResolveOperation: ({ request, document }) => {
        if (holdsUnusableValue(document, request.variables)) {
          // Without its own status, an error before execution gets the status 500.
          throw new GraphQLError(message, { extensions: { ...unusableValue.extensions, http: { status: 400 } } });
        }
        return Promise.resolve();
      },
    }),
};

function holdsNul(value: unknown): boolean {
  if (typeof value === 'string') return value.includes('\0');
  return typeof value === 'object' && value !== null && Object.values(value).some(holdsNul);
}

function literalHoldsNul(document: DocumentNode): boolean {
  let found = false;
  visit(document, {
    StringValue: ({ value }) => {
      found ||= value.includes('\0');
    },
  });
  return found;
}
