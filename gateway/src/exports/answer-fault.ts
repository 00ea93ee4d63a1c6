import { type Caller, isKnown } from '../request/caller.js';
import type { GraphQLResponse } from '../graphql/graphql-response.js';
import { HttpError } from '../http/http-error.js';
import { isNotShared } from './content/cell.js';

/** The challenge to an anonymous caller: the two schemes by which it can authenticate. */
export const challenge = {
  'www-authenticate': 'Basic realm="hub", charset="UTF-8", Bearer realm="hub"',
};

/** Codes of answers without rows by the request's own fault. */
const callerFaults = new Set(['BAD_USER_INPUT', 'UNKNOWN_CURSOR', 'LIMIT_EXCEEDED', 'GRAPHQL_VALIDATION_FAILED']);

/**
 * The HTTP error for an answer without rows.
 * @param code the code of the error in their place; undefined if there is none, or the operation was not executed.
 */
export function answerFault(response: GraphQLResponse, caller: Caller, code?: string): HttpError {
  const error = response.errors?.find(({ extensions }) => code === undefined || extensions?.['code'] === code);
  if (!error) return nothingFound();
  const { code: _code, ...extensions } = error.extensions ?? {};
  const told = typeof _code === 'string' ? _code : 'INTERNAL_SERVER_ERROR';
  const message = error.message.replace(/^Variable "\$(\w+)"/, 'Parameter $1');
  if (isNotShared(told)) {
    const status = isKnown(caller) ? 403 : 401;
    return new HttpError(status, told, message, status === 401 ? challenge : {}, extensions);
  }
  const seconds = extensions['retryAfterSeconds'];
  const headers = typeof seconds === 'number' ? { 'retry-after': String(seconds) } : undefined;
  const status = headers ? (told === 'LIMIT_EXCEEDED' ? 429 : 503) : callerFaults.has(told) ? 400 : 502;
  return new HttpError(status, told, message, headers, extensions);
}

/** The error if the parameters name something that does not exist. */
export function nothingFound(): HttpError {
  return new HttpError(404, 'NOT_FOUND', 'Nothing of what the parameters name was found.');
}
