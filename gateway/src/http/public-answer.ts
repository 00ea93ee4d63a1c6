import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { RequestContext } from '../request/context.js';
import type { WholeAnswer } from './http-answer.js';

/** How long a cache may serve a public answer without revalidation. */
const cacheControl = 'public, max-age=10';

/** The request headers on which a public answer depends. */
const vary = 'accept, accept-encoding, authorization, origin, x-hub-purpose';

/**
 * Adds cache headers and a tag to an answer that is the same for everyone; 304 without a body if the caller has that
 * tag. Other answers stay unchanged: to POST, to authenticated callers, and with errors.
 */
export function publicAnswer<A extends WholeAnswer | object>(
  answer: A,
  method: 'GET' | 'POST',
  headers: Readonly<IncomingHttpHeaders>,
  { isSameForAll }: Pick<RequestContext, 'isSameForAll'>,
): A | WholeAnswer {
  if (method !== 'GET' || !isSameForAll || headers.authorization !== undefined || !isWhole(answer)) return answer;
  if (answer.status !== 200) return answer;
  const etag = `W/"${createHash('sha256').update(answer.body).digest('base64url')}"`;
  const told = { 'cache-control': cacheControl, etag, vary };
  const isKnown = headers['if-none-match']?.split(/, */).includes(etag) ?? false;
  if (isKnown) return { ...answer, status: 304, body: Buffer.alloc(0), headers: { ...answer.headers, ...told } };
  return { ...answer, headers: { ...answer.headers, ...told } };
}

function isWhole(answer: object): answer is WholeAnswer {
  return 'body' in answer;
}
