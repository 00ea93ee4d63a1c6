import type { IncomingHttpHeaders } from 'node:http';
import { createParser, type EventSourceMessage } from 'eventsource-parser';
import { errors } from 'undici';
import { openPool, readAtMost, TooLarge } from '../connection/pools.js';
import { subscriptionLost } from './pushed-events.js';
import type { SignedRequest } from '../trust/signer.js';
import { notGraphQL, SubgraphFault, untrusted } from '../errors/subgraph-fault.js';
import { readSubgraphResponse, type SubgraphResponse } from '../subgraph/subgraph-response.js';
import type { SubscriptionAsk, SubscriptionTransport, TransportOptions } from './subscription-transport.js';

/**
 * Subscribes by GraphQL over server-sent events, with one connection for each subscription. The subgraph is slowed down
 * to the reader's pace.
 * @see https://github.com/graphql/graphql-over-http/blob/main/rfcs/GraphQLOverSSE.md#distinct-connections-mode
 */
export function sseTransport({
  subgraph,
  timeoutMs,
  maxEventBytes,
  tls,
  signer,
}: TransportOptions): SubscriptionTransport {
  const { name, url } = subgraph;
  const { origin, pathname, search } = new URL(url);
  const target = pathname + search;
  // There is no limit on the time between two events.
  const pool = openPool(origin, { connections: null, headersMs: timeoutMs, bodyMs: 0, tls });

  const open = async ({ body, requestId, caller, purpose, signal }: SubscriptionAsk) => {
    const headers = { accept: 'text/event-stream', 'content-type': 'application/json', 'x-request-id': requestId };
    const signed = await signer?.signWhenReady({ method: 'POST', target, headers, body, caller, purpose });
    try {
      const sent = { path: target, method: 'POST' as const, headers: { ...headers, ...signed?.headers }, body, signal };
      return { response: await pool.request(sent), signed };
    } catch (cause) {
      if (cause instanceof errors.HeadersTimeoutError) {
        throw new SubgraphFault('SUBGRAPH_TIMEOUT', `${name} did not answer within ${timeoutMs} ms.`, { cause });
      }
      throw new SubgraphFault('SUBGRAPH_UNREACHABLE', `${name} cannot be reached.`, { cause });
    }
  };

  async function* answers(ask: SubscriptionAsk, mayAgreeAnew: boolean): AsyncGenerator<SubgraphResponse> {
    const { response, signed } = await open(ask);
    const { statusCode: status, headers } = response;
    if (status === 200 && isEventStream(headers)) {
      if (signed && signed.check({ status, headers, body: undefined }) !== 'genuine') {
        response.body.destroy();
        throw untrusted(name, new Error('the stream of events is not signed as agreed'));
      }
      yield* readEvents(response.body, name, maxEventBytes, signed);
      return;
    }
    const body = await readWhole(response.body, name, maxEventBytes);
    const verdict = signed?.check({ status, headers, body }) ?? 'genuine';
    if (verdict === 'refused' && mayAgreeAnew) yield* answers(ask, false);
    else if (verdict !== 'genuine') throw untrusted(name, new Error(`HTTP status ${status}, ${verdict}`));
    else yield readRefusal(body, status, name);
  }

  return {
    async *subscribe(ask) {
      try {
        yield* answers(ask, true);
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
  signed: SignedRequest | undefined,
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
  const seals = signed?.openSeals();
  try {
    for await (const chunk of body) {
      parser.feed(decoder.decode(chunk, { stream: true }));
      for (const { event, data, id } of arrived.splice(0)) {
        if (seals && !seals.isNext(event ?? 'message', data, id)) {
          throw untrusted(name, new Error('an event is not signed as agreed'));
        }
        // The parser's own limit does not apply to an event that arrives in one chunk.
        if (data.length > maxEventBytes) throw notGraphQL(name, `an event of more than ${maxEventBytes} bytes`);
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

async function readWhole(body: AsyncIterable<unknown>, name: string, maxBytes: number): Promise<Buffer> {
  try {
    return await readAtMost(body, maxBytes);
  } catch (error) {
    throw error instanceof TooLarge ? notGraphQL(name, error.message) : error;
  }
}

/** Reads the response of a subgraph that opens no event stream, for example because the operation is invalid. */
function readRefusal(body: Buffer, status: number, name: string): SubgraphResponse {
  const response = readSubgraphResponse(body.toString());
  if (response && response.errors.length > 0) return response;
  throw notGraphQL(name, `HTTP status ${status} and no event stream`);
}
