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

/** A message of the stream: an event, the stream's cursor, or a notice that events are missing. */
type Sent = { readonly cursor: string } & Readonly<Record<string, unknown>>;

/** Server-sent events whose ids are cursors, so that a browser's `EventSource` resumes by itself. */
const framing: Framing = {
  contentType: 'text/event-stream; charset=utf-8',
  begin: 'retry: 3000\n\n',
  response: (json) => {
    const { cursor, ...event } = JSON.parse(json) as Sent;
    // An id alone moves the cursor, and is no event for the reader.
    if (Object.keys(event).length === 0) return `id: ${cursor}\n\n`;
    return 'missed' in event ? `event: missed\ndata: ${json}\n\n` : `id: ${cursor}\ndata: ${json}\n\n`;
  },
  keepAlive: ':\n\n',
  end: '',
};

const described = {
  summary: 'Events as they come (luồng tin)',
  description:
    'Server-sent events, each with a cursor as its id. `event: missed` says that the log no longer holds every later event.',
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
 * Adds `GET /events` to a server: new events as server-sent events. They resume after `Last-Event-ID` or
 * `?after=CURSOR`, and have the filters of feeds. A stream is one subscription of its caller, and counts and ends as
 * other subscriptions do.
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
        // A first read before the answer begins, so that an error gets a status.
        const wish = after === undefined ? { ...wanted, kinds: [] } : wanted;
        const first = await askEvents(ask, wish, caller, after);
        const signals = await listen(pipeline, context);
        reply.hijack();
        // Later events are not charged here: all streams share one subscription.
        context.settle?.();
        whenOver(reply.raw, () => void signals.return(undefined));
        const headers = headersOf(context, request, options);
        await sendStream(reply.raw, told({ signals, ask, wanted, caller }, first), framing, {
          log: context.log,
          headers,
        });
        return reply;
      }),
  });
}

/** Subscribes to notices of added events. @throws Refusal; HttpError */
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
  readonly signals: ResponseStream['responses'];
  readonly ask: Ask;
  readonly wanted: EventsWanted;
  readonly caller: Caller;
}

/**
 * The messages of a stream, after a first page. The end of the subscription ends the stream: its reader reconnects with
 * the last id.
 */
async function* told({ signals, ask, wanted, caller }: Followed, first: EventsOfPage): AsyncGenerator<Sent> {
  let page = first;
  try {
    yield* sentOf(page);
    for await (const { data } of signals) {
      const { eventsAdded } = (data ?? {}) as { readonly eventsAdded?: { readonly newest: string } | null };
      if (!eventsAdded) return;
      while (page.hasMore || page.cursor !== eventsAdded.newest) {
        const { cursor } = page;
        page = await askEvents(ask, wanted, caller, cursor);
        yield* sentOf(page);
        // The page and the notice disagree about the newest event; they agree again at a later notice.
        if (page.cursor === cursor) break;
      }
    }
  } catch (error) {
    // The caller lost the right, or exceeds a limit: it gets the error when it reconnects.
    if (!(error instanceof HttpError) && !(error instanceof Refusal)) throw error;
  } finally {
    await signals.return(undefined);
  }
}

function* sentOf({ events, cursor, isWhole }: EventsOfPage): Generator<Sent> {
  const [first = { cursor }] = events;
  if (!isWhole) yield { cursor: first.cursor, missed: true };
  for (const event of events) yield { ...event };
  yield { cursor };
}
