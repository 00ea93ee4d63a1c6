import type { IncrementalFormat } from './incremental-format.js';
import type { Framing } from './response-stream.js';

/**
 * Responses as the parts of a multipart response.
 * @param specification which protocol it is that the parts speak, as a parameter of the media type.
 * @param wrap what a part holds, from the JSON text of a response.
 * @param keepAlive what a part holds that says no more than that the stream is alive; absent where there is no such.
 * @see https://www.rfc-editor.org/rfc/rfc2046#section-5.1
 */
function multipart(specification: string, wrap: (json: string) => string, keepAlive?: string): Framing {
  const boundary = '\r\n--graphql';
  // A part counts as complete once the boundary after it is there: so that goes with the part, not with the next.
  const part = (json: string) => `\r\ncontent-type: application/json\r\n\r\n${json}${boundary}`;
  return {
    contentType: `multipart/mixed;boundary="graphql";${specification}`,
    begin: boundary,
    response: (json) => part(wrap(json)),
    keepAlive: keepAlive && part(keepAlive),
    end: '--\r\n',
  };
}

/**
 * An answer in parts, which is how Apollo Client, Relay and urql ask for what is deferred.
 * @see https://github.com/graphql/graphql-over-http/blob/main/rfcs/IncrementalDelivery.md
 */
export const multipartIncremental: Readonly<Record<IncrementalFormat, Framing>> = {
  'deferSpec=20220824': multipart('deferSpec=20220824', (json) => json),
  'incrementalSpec=v0.2': multipart('incrementalSpec=v0.2', (json) => json),
};

/**
 * A subscription as a multipart response, which is how Apollo Client asks for one over HTTP: each response is the
 * `payload` of a part, and a part without one says that the stream is alive.
 * @see https://www.apollographql.com/docs/graphos/routing/operations/subscriptions/multipart-protocol
 */
export const multipartSubscription: Framing = {
  ...multipart('subscriptionSpec=1.0', (json) => `{"payload":${json}}`, '{}'),
  // A fault of the protocol's own: what Apollo's RetryLink asks again after. One of an event would be the caller's to read.
  again: (response) =>
    `\r\ncontent-type: application/json\r\n\r\n${JSON.stringify({ payload: null, ...errorsOf(response) })}\r\n--graphql--\r\n`,
};

function errorsOf(response: object): { readonly errors?: unknown } {
  return 'errors' in response ? { errors: response.errors } : {};
}
