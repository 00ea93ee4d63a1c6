import { createHash } from 'node:crypto';
import { atomText, pageOfEvent } from '@hub/protocol';
import type { FastifyInstance } from 'fastify';
import { askOperations } from '../ask-operation.js';
import { answered, endpointRefusals, type ExportEndpointOptions, headersOf } from '../export-endpoint.js';
import { ifNoneMatch, notModified } from '../../http/described-endpoint.js';
import { askEvents, eventsDocument, readWanted } from './ask-events.js';
import { eventParameters } from './event-parameters.js';

/** How long anybody on the way may give a feed that everyone is given alike. */
const publicFor = 'public, max-age=10';

/** What a feed says of itself. */
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
 * `?lang=en`. `?kind=`, `?goal=`, `?organisation=` and `?commune=` choose among them.
 */
export function feedEndpoint(server: FastifyInstance, options: ExportEndpointOptions): void {
  server.get('/events.atom', { config: { described } }, (request, reply) =>
    answered(request, reply, options, async ({ context, pipeline, address }) => {
      const { caller } = context;
      const ask = askOperations({ table: eventsDocument, pipeline, entry: options.entry, context });
      const { events } = await askEvents(ask, readWanted(address.searchParams, caller), caller);
      const language = address.searchParams.get('lang') === 'en' ? 'en' : 'vi';
      const { origin } = address;
      const text = atomText(
        { ...words[language], url: address.href, language, page: `${origin}/` },
        events.toReversed().map((event) => ({
          id: `${origin}/events#${event.cursor}`,
          title: language === 'vi' ? event.titleVi : event.titleEn,
          ...{ updated: event.at, page: `${origin}${pageOfEvent(event)}`, category: event.kind },
        })),
      );
      const tag = `"${createHash('sha256').update(text).digest('base64url')}"`;
      const isPublic = request.headers.authorization === undefined;
      void reply.headers({ ...headersOf(context, request, options), etag: tag });
      if (isPublic) void reply.headers({ 'cache-control': publicFor, vary: 'authorization, host, origin' });
      if (request.headers['if-none-match']?.split(/, */).includes(tag)) return reply.code(304).send();
      return reply.type('application/atom+xml; charset=utf-8').send(text);
    }),
  );
}
