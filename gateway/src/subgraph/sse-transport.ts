import type { IncomingHttpHeaders } from 'node:http';
import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { errors, Pool } from 'undici';
import { subscriptionLost } from './pushed-events.js';
import { notGraphQL, SubgraphFault } from './subgraph-fault.js';
import { readSubgraphResponse, type SubgraphResponse } from './subgraph-response.js';
import type { SubscriptionAsk, SubscriptionTransport, TransportOptions } from './subscription-transport.js';

/**
 * Subscribes by GraphQL over server-sent events, a connection for each subscription. A subgraph is slowed down to the
 * pace at which its events are taken.
 * @see https://github.com/graphql/graphql-over-http/blob/main/rfcs/GraphQLOverSSE.md#distinct-connections-mode
 */
export function sseTransport({ subgraph, timeoutMs, maxEventBytes }: TransportOptions): SubscriptionTransport {
  const { name, url } = subgraph;
  const { origin, pathname, search } = new URL(url);
  // Between two events any time may pass.
  const pool = new Pool(origin, { connections: null, pipelining: 1, headersTimeout: timeoutMs, bodyTimeout: 0 });

  const open = async ({ body, requestId, signal }: SubscriptionAsk) => {
    try {
      return await pool.request({
        path: pathname + search,
        method: 'POST',
        headers: { accept: 'text/event-stream', 'content-type': 'application/json', 'x-request-id': requestId },
        body,
        signal,
      });
    } catch (cause) {
      if (cause instanceof errors.HeadersTimeoutError) {
        throw new SubgraphFault('SUBGRAPH_TIMEOUT', `${name} did not answer within ${timeoutMs} ms.`, { cause });
      }
      throw new SubgraphFault('SUBGRAPH_UNREACHABLE', `${name} cannot be reached.`, { cause });
    }
  };

  return {
    async *subscribe(ask) {
      try {
        const { statusCode, headers, body } = await open(ask);
        if (statusCode === 200 && isEventStream(headers)) yield* readEvents(body, name, maxEventBytes);
        else yield await readRefusal(body, statusCode, name, maxEventBytes);
      } catch (fault) {
        if (!ask.signal.aborted) throw fault;
      }
    },
    close: () => pool.destroy(),
  };
}

function isEventStream({ 'content-type': type }: IncomingHttpHeaders): boolean {
  return /^text\/event-stream(?:\s*;|$)/i.test(type ?? '');
}

async function* readEvents(
  body: AsyncIterable<Buffer>,
  name: string,
  maxEventBytes: number,
): AsyncGenerator<SubgraphResponse> {
  const arrived: EventSourceMessage[] = [];
  const parser = createParser({
    onEvent: (event) => arrived.push(event),
    onError: ({ type }) => {
      if (type === 'max-buffer-size-exceeded') throw notGraphQL(name, `an event of more than ${maxEventBytes} bytes`);
    },
    maxBufferSize: maxEventBytes,
  });
  const decoder = new TextDecoder();
  try {
    for await (const chunk of body) {
      parser.feed(decoder.decode(chunk, { stream: true }));
      for (const { event, data } of arrived.splice(0)) {
        if (event === 'complete') return;
        if (event !== 'next') continue;
        const response = readSubgraphResponse(data);
        if (!response) throw notGraphQL(name, 'an event of a subscription');
        yield response;
      }
    }
  } catch (error) {
    throw error instanceof SubgraphFault ? error : subscriptionLost(name, error);
  }
  throw subscriptionLost(name, new Error('the stream ended without an event `complete`'));
}

/** What a subgraph says that has no events to tell of, such as that the operation is not valid. */
async function readRefusal(
  body: AsyncIterable<Buffer>,
  status: number,
  name: string,
  maxBytes: number,
): Promise<SubgraphResponse> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > maxBytes) throw notGraphQL(name, `more than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  const response = readSubgraphResponse(Buffer.concat(chunks).toString());
  if (response && response.errors.length > 0) return response;
  throw notGraphQL(name, `HTTP status ${status} and no event stream`);
}
