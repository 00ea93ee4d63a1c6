import { type ExecutionResult, GraphQLError } from 'graphql';

/**
 * Makes of what @apollo/gateway's executor answers what the GraphQL specification says:
 * - `data` is there, if only as null;
 * - a value that breaks the schema is an error, where the executor only mentions it under `extensions`;
 * - a path leads to a place in the response, where the executor leaves `@` for every item of a list.
 */
export function executionResult({ data, errors = [], extensions }: ExecutionResult): ExecutionResult {
  const invalid = (extensions?.['valueCompletion'] ?? []) as readonly GraphQLError[];
  const all = [...errors, ...invalid.map(invalidValue)].map(atResponsePath);
  return { data: data ?? null, ...(all.length > 0 && { errors: all }) };
}

function invalidValue({ message, path }: GraphQLError): GraphQLError {
  return new GraphQLError(message, { path, extensions: { code: 'SUBGRAPH_INVALID_RESPONSE' } });
}

function atResponsePath(error: GraphQLError): GraphQLError {
  const { message, path, extensions, originalError } = error;
  if (!path) return error;
  const everyItem = path.indexOf('@');
  const place = everyItem < 0 ? path : path.slice(0, everyItem);
  if (place.length > 0 && place.length === path.length) return error;
  return new GraphQLError(message, { path: place.length > 0 ? place : undefined, extensions, originalError });
}
