import { atomText, pageOfEvent } from '@hub/protocol';
import { askOperations } from '../ask-operation.js';
import { answered, endpointRefusals, type ExportEndpointOptions, headersOf } from '../export-endpoint.js';
import { KeptTexts, sendText } from '../kept-texts.js';
import { ifNoneMatch, notModified } from '../../http/described-endpoint.js';
import { askEvents, eventsDocument, readWanted } from './ask-events.js';
import { addEndpoint, type EndpointServer } from '@hub/runtime';
import { eventParameters } from './event-parameters.js';

/** How long a cache may serve a public feed without revalidation. */
const publicFor = 'public, max-age=10';

/** The title and texts of a feed. */
const words = {
  vi: { title: 'Tin của Bình dân học vụ số', author: 'Ban Chỉ đạo' },
  en: { title: 'News of Digital Education for All', author: 'The steering committee' },
} as const;

const described = {
  summary: 'The newest events as a feed (nguồn tin)',
  description: 'The newest events, 100 at most, as Atom (RFC 4287). With a token it has what its caller may see.',
  tag: 'events' as const,
  takesToken: true,
  parameters: [
    ...eventParameters,
    {
      ...{ name: 'lang', in: 'query' as const, description: 'The language of titles.' },
      schema: { type: 'string', enum: ['vi', 'en'], default: 'vi' },
    },
    ifNoneMatch,
  ],
  answers: {
    200: { description: 'The feed.', content: { 'application/atom+xml': { schema: { type: 'string' } } } },
    304: { description: notModified },
    ...endpointRefusals,
  },
};

/**
 * Adds `GET /events.atom` to a server: the newest events as an Atom feed (RFC 4287), in Vietnamese, or in English with
 * `?lang=en`. `?kind=`, `?goal=`, `?organisation=` and `?commune=` filter them.
 */
export function feedEndpoint(server: EndpointServer, options: ExportEndpointOptions): void {
  const kept = new KeptTexts();
  addEndpoint(server, {
    ...{ method: 'GET', url: '/events.atom', config: { described } },
    price: { processorMs: 2, bytesIn: 0, bytesHeld: 250_000, connections: 0 },
    handler: (request, reply) =>
      answered(request, reply, options, async ({ context, pipeline, graph, address }) => {
        const { caller } = context;
        const wanted = readWanted(address.searchParams, caller);
        const language = address.searchParams.get('lang') === 'en' ? 'en' : 'vi';
        const { origin } = address;
        const make = async () => {
          const ask = askOperations({ table: eventsDocument, pipeline, entry: options.entry, context });
          const { events } = await askEvents(ask, wanted, caller);
          return atomText(
            { ...words[language], url: address.href, language, page: `${origin}/` },
            events.toReversed().map((event) => ({
              id: `${origin}/events#${event.cursor}`,
              title: language === 'vi' ? event.titleVi : event.titleEn,
              ...{ updated: event.at, page: `${origin}${pageOfEvent(event)}`, category: event.kind },
            })),
          );
        };
        const text = await kept.give({ context, schema: graph.schema, address }, make);
        const isPublic = request.headers.authorization === undefined;
        void reply.headers(headersOf(context, request, options));
        if (isPublic) void reply.headers({ 'cache-control': publicFor, vary: 'authorization, host, origin' });
        return sendText(request, reply, text, 'application/atom+xml; charset=utf-8');
      }),
  });
}
