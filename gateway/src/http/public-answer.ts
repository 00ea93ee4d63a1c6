import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { RequestContext } from '../request/context.js';
import type { WholeAnswer } from './http-answer.js';

/** How long anybody on the way may give an answer that everyone may see without asking again. */
const cacheControl = 'public, max-age=10';

/** What of a request decides an answer that everyone may see. */
const vary = 'accept, accept-encoding, authorization, origin, x-hub-purpose';

/**
 * An answer that everyone is given alike, with how long it may be kept, and its tag; 304 without a body for a caller that has
 * it. Any other answer stays as it is: what was asked by POST, by somebody who is known, or failed in part.
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
