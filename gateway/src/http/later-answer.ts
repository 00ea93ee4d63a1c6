import type { IncomingHttpHeaders } from 'node:http';
import type { WholeAnswer } from './http-answer.js';
import { graphqlResponse } from './media-type.js';

/**
 * Sends an answer that says "later" (429, 503) as plain JSON to a caller that asks for HTTP faults, so that its retries
 * see a fault. Other callers get it as a GraphQL response. A caller asks by `Prefer: handling=strict`, or by accepting
 * plain JSON alone.
 * @see https://www.rfc-editor.org/rfc/rfc7240#section-4.4
 */
export function laterAnswer<A extends WholeAnswer | object>(answer: A, headers: Readonly<IncomingHttpHeaders>): A {
  if (!('status' in answer) || (answer.status !== 429 && answer.status !== 503) || !asksForFaults(headers))
    return answer;
  return { ...answer, type: 'application/json' };
}

function asksForFaults({ prefer, accept = '' }: Readonly<IncomingHttpHeaders>): boolean {
  if (/(?:^|[,;\s])handling=strict(?:$|[,;\s])/i.test([prefer].flat().join())) return true;
  return accept.includes('application/json') && !accept.includes(graphqlResponse) && !accept.includes('*/*');
}
