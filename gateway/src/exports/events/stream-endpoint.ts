import { Refusal } from '../../errors/refusal.js';
import { answerOf, isStream, type Pipeline, type ResponseStream } from '../../graphql/graphql-response.js';
import { HttpError } from '../../http/http-error.js';
import { type Framing, sendStream } from '../../http/response-stream.js';
import { whenOver } from '../../http/when-over.js';
import type { Caller } from '../../request/caller.js';
import type { CallerRequest } from '../../request/context.js';
import type { Ask } from '../ask-pages.js';
import { askOperations } from '../ask-operation.js';
import { answered, endpointRefusals, type ExportEndpointOptions, headersOf } from '../export-endpoint.js';
import { addEndpoint, type EndpointServer } from '@hub/runtime';
import { eventParameters } from './event-parameters.js';
import { askEvents, eventsDocument, type EventsOfPage, type EventsWanted, readWanted } from './ask-events.js';

/** What is sent: an event, where a stream stands, or that events are missing. */
type Sent = { readonly cursor: string } & Readonly<Record<string, unknown>>;

/** Server-sent events whose ids are cursors, so that a browser's `EventSource` goes on where it was by itself. */
const framing: Framing = {
  contentType: 'text/event-stream; charset=utf-8',
  begin: 'retry: 3000\n\n',
  response: (json) => {
    const { cursor, ...event } = JSON.parse(json) as Sent;
    // An id alone says where a stream stands, and tells a reader nothing.
    if (Object.keys(event).length === 0) return `id: ${cursor}\n\n`;
    return 'missed' in event ? `event: missed\ndata: ${json}\n\n` : `id: ${cursor}\ndata: ${json}\n\n`;
  },
  keepAlive: ':\n\n',
  end: '',
};

const described = {
  summary: 'Events as they come (luồng tin)',
  description:
    'Server-sent events, each with a cursor as its id. `event: missed` says that the log holds no more all that followed.',
  tag: 'events' as const,
  takesToken: true,
  parameters: [
    ...eventParameters,
    {
      ...{ name: 'after', in: 'query' as const, description: 'The cursor to go on after; from now on unless told.' },
      schema: { type: 'string' },
    },
    {
      ...{ name: 'Last-Event-ID', in: 'header' as const, description: 'The same, as `EventSource` says it.' },
      schema: { type: 'string' },
    },
  ],
  answers: {
    200: { description: 'The stream.', content: { 'text/event-stream': { schema: { type: 'string' } } } },
    ...endpointRefusals,
  },
};

/**
 * Adds `GET /events` to a server: events as they come, as server-sent events that go on after `Last-Event-ID`, or
 * `?after=CURSOR`, and choose as feeds do. A stream is one subscription of its caller's, who counts and ends as with others.
 */
export function streamEndpoint(server: EndpointServer, options: ExportEndpointOptions): void {
  addEndpoint(server, {
    ...{ method: 'GET', url: '/events', config: { described } },
    price: { processorMs: 6, bytesIn: 0, bytesHeld: 250_000, connections: 1 },
    handler: (request, reply) =>
      answered(request, reply, options, async ({ context, pipeline, address }) => {
        const { caller } = context;
        const wanted = readWanted(address.searchParams, caller);
        const { 'last-event-id': last } = request.headers;
        const after = (typeof last === 'string' && last !== '' ? last : address.searchParams.get('after')) ?? undefined;
        whenOver(reply.raw, options.entry.admission.begin(context));
        const ask = askOperations({ table: eventsDocument, pipeline, entry: options.entry, context });
        // Asked once before the answer begins, so that what is wrong with it is told by a status.
        const wish = after === undefined ? { ...wanted, kinds: [] } : wanted;
        const first = await askEvents(ask, wish, caller, after);
        const bells = await listen(pipeline, context);
        reply.hijack();
        // What it sends later it is not charged for here: events are of one subscription for all.
        context.settle?.();
        whenOver(reply.raw, () => void bells.return(undefined));
        const headers = headersOf(context, request, options);
        await sendStream(reply.raw, told({ bells, ask, wanted, caller }, first), framing, {
          log: context.log,
          headers,
        });
        return reply;
      }),
  });
}

/** Subscribes to whether events were added. @throws Refusal; HttpError */
async function listen(pipeline: Pipeline, context: CallerRequest): Promise<ResponseStream['responses']> {
  const answer = answerOf(
    await pipeline.answer({
      parameters: { query: eventsDocument.document, operationName: 'EventsAdded' },
      ...{ context, method: 'GET', takes: (kind) => kind === 'subscription' },
    }),
  );
  if (isStream(answer)) return answer.responses;
  throw new HttpError(503, 'SUBSCRIPTION_LOST', 'Events cannot be followed now; ask again later.', {
    'retry-after': '3',
  });
}

interface Followed {
  readonly bells: ResponseStream['responses'];
  readonly ask: Ask;
  readonly wanted: EventsWanted;
  readonly caller: Caller;
}

/** What is sent, a first page before. Whatever ends the subscription ends the stream: its reader comes back with its last id. */
async function* told({ bells, ask, wanted, caller }: Followed, first: EventsOfPage): AsyncGenerator<Sent> {
  let page = first;
  try {
    yield* sentOf(page);
    for await (const { data } of bells) {
      const { eventsAdded } = (data ?? {}) as { readonly eventsAdded?: { readonly newest: string } | null };
      if (!eventsAdded) return;
      while (page.hasMore || page.cursor !== eventsAdded.newest) {
        const { cursor } = page;
        page = await askEvents(ask, wanted, caller, cursor);
        yield* sentOf(page);
        // It was told of something else than this says; the next time it is the same.
        if (page.cursor === cursor) break;
      }
    }
  } catch (error) {
    // What its caller may not have any more, or too often: it is told so when it comes back.
    if (!(error instanceof HttpError) && !(error instanceof Refusal)) throw error;
  } finally {
    await bells.return(undefined);
  }
}

function* sentOf({ events, cursor, isWhole }: EventsOfPage): Generator<Sent> {
  const [first = { cursor }] = events;
  if (!isWhole) yield { cursor: first.cursor, missed: true };
  for (const event of events) yield { ...event };
  yield { cursor };
}
