import { z } from 'zod';
import { HttpError } from './http-error.js';
import type { GraphQLParameters } from '../graphql/graphql-response.js';

/** Any object. Its members are neither checked nor copied: a request may bring thousands of variables. */
const map = z.custom<Readonly<Record<string, unknown>>>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  { error: ({ input }) => `Invalid input: expected record, received ${Array.isArray(input) ? 'array' : typeof input}` },
);

/** The parameters of a GraphQL request over HTTP; others are ignored, and null counts as absent. */
const parameters = z.object({
  query: z.string().nullish(),
  documentId: z.string().nullish(),
  operationName: z.string().nullish(),
  variables: map.nullish(),
  extensions: map.nullish(),
});

/**
 * Reads the parameters in the body of a POST request.
 * @throws HttpError 400 when it is not a well-formed request.
 * @see https://graphql.github.io/graphql-over-http/draft/#sec-JSON-Encoding
 */
export function readParameters(body: unknown): GraphQLParameters {
  const result = parameters.safeParse(body);
  if (!result.success) {
    const problems = result.error.issues.map(({ path, message }) => [...path, message].join(': '));
    throw malformed(problems.join('; '));
  }
  const { query, documentId, extensions } = result.data;
  if (typeof query !== 'string' && typeof documentId !== 'string' && !extensions?.['persistedQuery']) {
    throw malformed('query: Invalid input: expected string');
  }
  // graphql-js would take it for the prototype of the variables' object.
  if (result.data.variables && Object.hasOwn(result.data.variables, '__proto__')) {
    const { ['__proto__']: _, ...variables } = result.data.variables;
    return { ...result.data, variables };
  }
  return result.data;
}

/**
 * Reads the query string of a GET request, in which the empty string counts as absent.
 * @param parseJson parses the JSON in it.
 * @throws HttpError 400 when it is not a well-formed request.
 * @see https://graphql.github.io/graphql-over-http/draft/#sec-GET
 */
export function readSearch(search: URLSearchParams, parseJson: (json: Buffer) => unknown): GraphQLParameters {
  const one = (name: keyof GraphQLParameters): string | undefined => {
    const values = search.getAll(name);
    if (values.length > 1) throw malformed(`${name}: expected once, got ${values.length} times`);
    return values[0] === '' && name !== 'query' ? undefined : values[0];
  };
  const json = (name: 'variables' | 'extensions'): unknown => {
    const text = one(name);
    if (text === undefined) return undefined;
    try {
      return parseJson(Buffer.from(text));
    } catch (error) {
      if (!(error instanceof HttpError)) throw error;
      throw malformed(`${name}: expected JSON`);
    }
  };
  return readParameters({
    query: one('query'),
    documentId: one('documentId'),
    operationName: one('operationName'),
    variables: json('variables'),
    extensions: json('extensions'),
  });
}

function malformed(problems: string): HttpError {
  return new HttpError(400, 'BAD_REQUEST', `This is not a well-formed GraphQL request. ${problems}.`);
}
