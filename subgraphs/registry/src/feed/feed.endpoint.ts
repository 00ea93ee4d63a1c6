import { addEndpoint, type Endpoints, lookPrice } from '@hub/kit';
import type { FastifyReply } from 'fastify';
import { openKeyBook } from '../key/key-book.js';
import { FeedBook } from './feed-book.js';
import { FeedContent, QuotaExceeded } from './feed-content.js';

interface Asked {
  readonly Querystring: { readonly after?: string; readonly nonce?: string; readonly wait?: string };
}

interface Named {
  readonly Params: { readonly id: string; readonly hash: string };
}

/**
 * For gateways and movement, whose token has the scope `follow`: `GET /operator/registry/feed?after=SEQUENCE&nonce=TEXT`
 * answers the next feed when there is one, and otherwise, after a while or at once with `wait=0`, that the feed is the same. The texts of its
 * digests are under `feed/keys/ID`, `feed/apps/ID`, `feed/apps/ID/documents`,
 * `feed/apps/ID/documents/HASH` and `feed/organisations/CODE`.
 */
export function feedEndpoint({ operator, server, ...endpoints }: Endpoints): void {
  const { watch } = openKeyBook(endpoints);
  const { em, now, config } = endpoints;
  const book = new FeedBook(em.fork(), { now, watch, key: () => config.releaseKey });
  const content = new FeedContent(em.fork());
  // Waiting followers get an answer, so that the server can stop.
  server.addHook('preClose', (done) => {
    watch.close();
    done();
  });
  const path = '/operator/registry/feed';
  addEndpoint<Asked>(operator, {
    method: 'GET',
    url: path,
    price: lookPrice,
    handler: async ({ query: { after, nonce = '', wait } }, reply) => {
      const left = new AbortController();
      reply.raw.once('close', () => {
        left.abort();
      });
      const answer = await book.after(
        { after: Number(after ?? 0) || 0, nonce: nonce.slice(0, 100), waits: wait !== '0' },
        left.signal,
      );
      return reply.type('application/json').send(answer);
    },
  });
  const addText = (url: string, read: (params: Named['Params']) => Promise<string | undefined>) => {
    addEndpoint<Named>(operator, {
      method: 'GET',
      url: `${path}/${url}`,
      price: lookPrice,
      handler: ({ params }, reply) => send(reply, () => read(params)),
    });
  };
  addText('keys/:id', ({ id }) => content.keyTerms(id));
  addText('apps/:id', ({ id }) => content.appTerms(id));
  addText('apps/:id/documents', ({ id }) => content.documentList(id));
  addText('apps/:id/documents/:hash', ({ id, hash }) => content.document(id, hash));
  addText('organisations/:id', ({ id }) => content.agreements(id));
}

async function send(reply: FastifyReply, read: () => Promise<string | undefined>): Promise<FastifyReply> {
  try {
    const text = await read();
    if (text === undefined) return await reply.code(404).send({ code: 'NOT_FOUND', message: 'There is no such text.' });
    return await reply.type('text/plain; charset=utf-8').send(text);
  } catch (error) {
    if (!(error instanceof QuotaExceeded)) throw error;
    return reply.code(429).send({ code: 'LIMIT_EXCEEDED', message: error.message });
  }
}
