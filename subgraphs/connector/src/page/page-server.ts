import { addEndpoint, lookPrice, messagePrice, pricesOf } from '@hub/kit';
import { fastify, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { boundArrival, securityHeaders } from '@hub/runtime';
import type { Log } from '../state/board.js';
import type { PageLanguage } from './html.js';
import { guardPage, type PageGuard } from './own-requests.js';
import type { PageContent } from './page-content.js';
import { renderPage } from './render-page.js';
import { style } from './style.js';

/** The functions behind the page. */
export interface PageActs {
  readonly content: () => Promise<PageContent>;
  /** Reads a source now; false where there is none with that name. */
  readonly read: (source: string) => boolean;
  readonly test: () => Promise<void>;
  readonly release: () => Promise<void>;
  /** A part's rejected rows as CSV; undefined where there are none. */
  readonly rejected: (part: string) => string | undefined;
}

interface Asked {
  Querystring: { readonly lang?: string; readonly part?: string };
}

const policy = "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/** Makes the page's server; only its own forms make changes. */
export function pageServer(guard: PageGuard, acts: PageActs, log: Log): FastifyInstance {
  const server = fastify({ logger: false, forceCloseConnections: true });
  pricesOf(server);
  server.server.on('request', boundArrival(server.server));
  server.addHook('onRequest', (_request, reply, next) => {
    reply.headers({ ...securityHeaders, 'content-security-policy': policy, 'cache-control': 'no-store' });
    next();
  });
  guardPage(server, guard);
  server.setErrorHandler((error: Error & { readonly statusCode?: number }, _request, reply) => {
    const { statusCode = 500, message } = error;
    if (statusCode < 500) return reply.code(statusCode).send({ code: 'BAD_REQUEST', message });
    log.error({ err: error }, 'the page failed');
    return reply.code(500).send({ code: 'INTERNAL_SERVER_ERROR', message: 'The log says why.' });
  });
  server.addContentTypeParser('application/x-www-form-urlencoded', (_request, payload, done) => {
    payload.resume();
    payload.once('end', () => {
      done(null, {});
    });
  });
  addEndpoint<Asked>(server, {
    method: 'GET',
    url: '/',
    price: lookPrice,
    handler: async (request, reply) => {
      const page = renderPage(await acts.content(), languageOf(request));
      return reply.type('text/html; charset=utf-8').send(page);
    },
  });
  addEndpoint(server, {
    method: 'GET',
    url: '/style.css',
    price: lookPrice,
    handler: (_request, reply) => reply.type('text/css; charset=utf-8').send(style),
  });
  addEndpoint<Asked>(server, {
    method: 'GET',
    url: '/rejected',
    price: lookPrice,
    handler: (request, reply) => {
      const csv = acts.rejected(request.query.part ?? '');
      if (csv === undefined) return reply.code(404).send({ code: 'NOT_FOUND', message: 'No row of it was rejected.' });
      const name = encodeURIComponent(`${request.query.part ?? ''}.rejected.csv`);
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename*=UTF-8''${name}`)
        .send(csv);
    },
  });
  addEndpoint<Asked & { Params: { readonly source: string } }>(server, {
    method: 'POST',
    url: '/read/:source',
    price: messagePrice(64 * 1024),
    handler: (request, reply) =>
      acts.read(request.params.source)
        ? back(request, reply)
        : reply.code(404).send({ code: 'NOT_FOUND', message: 'Expected the name of a source.' }),
  });
  addEndpoint<Asked>(server, {
    method: 'POST',
    url: '/test',
    price: messagePrice(64 * 1024),
    handler: async (request, reply) => {
      await acts.test();
      return back(request, reply);
    },
  });
  addEndpoint<Asked>(server, {
    method: 'POST',
    url: '/release',
    price: messagePrice(64 * 1024),
    handler: async (request, reply) => {
      await acts.release();
      return back(request, reply);
    },
  });
  return server;
}

function languageOf({ query }: FastifyRequest<Asked>): PageLanguage {
  return query.lang === 'en' ? 'en' : 'vi';
}

function back(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const language = languageOf(request as FastifyRequest<Asked>);
  return reply.redirect(language === 'en' ? '/?lang=en' : '/', 303);
}
