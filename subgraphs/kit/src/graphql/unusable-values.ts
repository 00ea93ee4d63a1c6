import type { ApolloServerPlugin } from '@apollo/server';
import { badUserInput } from '@hub/protocol';
import { DriverException } from '@mikro-orm/core';
import { type DocumentNode, GraphQLError, visit } from 'graphql';
import type { SubgraphContext } from './context.js';

const message =
  'Expected values that the database can hold, but got one that it cannot: a text with a NUL character, or a cursor that was made up.';

/** What a client sees of a value that PostgreSQL cannot take. */
export const unusableValue: GraphQLError = badUserInput(message);

/**
 * Whether PostgreSQL could not take a value (SQLSTATE class 22, data exception), such as a day in a forged cursor: it
 * came from the client. Numbers that we compute (22003 out of range, 22012 by zero) are our own fault.
 */
export function isUnusableValue(error: GraphQLError | undefined): boolean {
  const cause = error?.originalError;
  return cause instanceof DriverException && /^22(?!003|012)/.test(cause.code ?? '');
}

/** Whether an operation holds a NUL character, which PostgreSQL has in no text, and which ends one in the wire protocol. */
export function holdsUnusableValue(document: DocumentNode, variables: unknown): boolean {
  return holdsNul(variables) || literalHoldsNul(document);
}

/** Refuses operations with unusable values before these come near a statement. */
export const nulPlugin: ApolloServerPlugin<SubgraphContext> = {
  requestDidStart: () =>
    Promise.resolve({
      didResolveOperation: ({ request, document }) => {
        if (holdsUnusableValue(document, request.variables)) {
          // Without a status of its own, an error before execution is answered as one of ours (500).
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
