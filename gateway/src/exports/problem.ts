import type { HttpError } from '../http/http-error.js';

/**
 * A refusal as `application/problem+json` (RFC 9457): `detail` is for people, `code` for programs.
 * @see docs/apps.md for the codes
 */
export function problemOf({ status, code, message, extensions }: HttpError, requestId: string): object {
  return {
    type: 'about:blank',
    title: titles[status] ?? 'Error',
    status,
    detail: message,
    code,
    requestId,
    ...extensions,
  };
}

const titles: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  406: 'Not Acceptable',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
};
