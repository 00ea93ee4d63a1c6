import type { IncomingHttpHeaders } from 'node:http';
import type { WholeAnswer } from './http-answer.js';
import { graphqlResponse } from './media-type.js';

/**
 * An answer as its caller tells it from others. That the same may be answered later (429, 503) is a response of
 * GraphQL like another, unless the caller asks for faults of HTTP: then it is plain JSON, which is not taken for
 * GraphQL's, so that what retries sees a fault. A caller asks by `Prefer: handling=strict`, or by taking plain JSON alone.
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
