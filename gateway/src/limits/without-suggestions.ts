import { GraphQLError } from 'graphql';

/**
 * An error without the names that its message suggests, for callers that may not introspect. graphql-js ends messages
 * with suggestions.
 */
export function withoutSuggestions(error: GraphQLError): GraphQLError {
  const message = error.message.replace(/ Did you mean .*$/s, '');
  if (message === error.message) return error;
  const { nodes, source, positions, path, originalError, extensions } = error;
  return new GraphQLError(message, { nodes, source, positions, path, originalError, extensions });
}
