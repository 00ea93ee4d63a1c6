import type { Framing } from './response-stream.js';

/**
 * A subscription as a multipart response, which is how Apollo Client asks for one over HTTP: each response is the
 * `payload` of a part, and a part without one says that the stream is alive.
 * @see https://www.apollographql.com/docs/graphos/routing/operations/subscriptions/multipart-protocol
 */
export const multipartSubscription: Framing = {
  contentType: 'multipart/mixed;boundary="graphql";subscriptionSpec=1.0',
  response: (json) => part(`{"payload":${json}}`),
  keepAlive: part('{}'),
  end: '\r\n--graphql--\r\n',
};

function part(json: string): string {
  return `\r\n--graphql\r\ncontent-type: application/json\r\n\r\n${json}`;
}
