import type { IncrementalFormat } from './incremental-format.js';
import type { Framing } from './response-stream.js';

/**
 * Responses as the parts of a multipart response.
 * @param specification the protocol of the parts, as a parameter of the media type.
 * @param wrap makes a part's content from a response's JSON text.
 * @param keepAlive content of a part that only keeps the stream alive; absent if the protocol has none.
 * @see https://www.rfc-editor.org/rfc/rfc2046#section-5.1
 */
function multipart(specification: string, wrap: (json: string) => string, keepAlive?: string): Framing {
  const boundary = '\r\n--graphql';
  // A part counts as complete once its closing boundary arrives, so each part carries the boundary after it.
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
 * An answer in parts, the form in which Apollo Client, Relay and urql request deferred fields.
 * @see https://github.com/graphql/graphql-over-http/blob/main/rfcs/IncrementalDelivery.md
 */
export const multipartIncremental: Readonly<Record<IncrementalFormat, Framing>> = {
  'deferSpec=20220824': multipart('deferSpec=20220824', (json) => json),
  'incrementalSpec=v0.2': multipart('incrementalSpec=v0.2', (json) => json),
};

/**
 * A subscription as a multipart response, the form in which Apollo Client requests one over HTTP: each response is the
 * `payload` of a part, and a part without one keeps the stream alive.
 * @see https://www.apollographql.com/docs/graphos/routing/operations/subscriptions/multipart-protocol
 */
export const multipartSubscription: Framing = {
  ...multipart('subscriptionSpec=1.0', (json) => `{"payload":${json}}`, '{}'),
  // An error of the transport, after which Apollo's RetryLink retries. It would pass an event's error to the
  // application.
  again: (response) =>
    `\r\ncontent-type: application/json\r\n\r\n${JSON.stringify({ payload: null, ...errorsOf(response) })}\r\n--graphql--\r\n`,
};

function errorsOf(response: object): { readonly errors?: unknown } {
  return 'errors' in response ? { errors: response.errors } : {};
}
