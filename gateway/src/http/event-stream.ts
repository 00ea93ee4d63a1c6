import { responseText } from '../base/response-text.js';
import type { Framing } from './response-stream.js';

/**
 * GraphQL over server-sent events, a connection for each operation: an event `next` for each response, and `complete`
 * at the end.
 * @see https://github.com/graphql/graphql-over-http/blob/main/rfcs/GraphQLOverSSE.md#distinct-connections-mode
 */
export const eventStream: Framing = {
  contentType: 'text/event-stream; charset=utf-8',
  begin: '',
  // JSON text has no line breaks, which would end the field.
  response: (json) => `event: next\ndata: ${json}\n\n`,
  keepAlive: ':\n\n',
  // A browser's EventSource drops an event without the field `data`.
  end: 'event: complete\ndata:\n\n',
  // Without `complete`: a caller reopens a stream that breaks off.
  again: (response) => `event: next\ndata: ${responseText(response)}\n\n`,
};
