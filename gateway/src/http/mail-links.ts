import { addEndpoint, type EndpointPrice, type EndpointServer, namedPlugin, securityHeaders } from '@hub/runtime';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import type { Entry } from '../entry/entry.js';
import { notReady } from '../errors/refusal.js';
import { answerOf, isStream, type Pipeline } from '../graphql/graphql-response.js';
import { HttpError, httpError } from './http-error.js';
import { whenOver } from './when-over.js';

export interface MailLinksOptions {
  readonly entry: Entry;
  /** Gives the pipeline that answers operations; undefined while the gateway starts. */
  readonly pipeline: () => Pipeline | undefined;
  /** Gives the graph that callers see; undefined while the gateway starts. */
  readonly graph: () => { readonly schema: GraphQLSchema } | undefined;
}

/** The links in mails: the field that each calls, and its texts. */
const links = {
  confirm: {
    field: 'confirmMailAlert',
    ask: ['Nhận tin của Bình dân học vụ số qua thư?', 'Have news of Digital Education for All sent to you by mail?'],
    button: 'Xác nhận / Confirm',
    done: ['Đã xác nhận. Tin sẽ đến qua thư.', 'Confirmed. News will come by mail.'],
    gone: ['Liên kết đã hết hạn hoặc đã dùng.', 'The link has expired, or was used already.'],
  },
  app: {
    field: 'confirmApp',
    ask: [
      'Ứng dụng này, hay khóa mới của ứng dụng, là do anh, chị đăng ký?',
      'Did you register this app, or make its new secret?',
    ],
    button: 'Xác nhận / Confirm',
    done: ['Đã xác nhận.', 'Confirmed.'],
    gone: ['Liên kết đã hết hạn hoặc đã dùng.', 'The link has expired, or was used already.'],
  },
  end: {
    field: 'endMailAlert',
    ask: ['Không nhận tin qua thư nữa?', 'Have no more news sent to you by mail?'],
    button: 'Dừng / Stop',
    done: ['Đã dừng. Địa chỉ của anh, chị đã được xóa.', 'Stopped. Your address is forgotten.'],
    gone: ['Đã dừng từ trước.', 'It was stopped already.'],
  },
} as const;

/** The form's body is not read. */
const price: EndpointPrice = { processorMs: 6, bytesIn: 0, bytesHeld: 4096, connections: 1 };

type LinkEndpoint = { Params: { what: string }; Querystring: { token?: string } };

/**
 * Adds `/mail/confirm`, `/mail/app` and `/mail/end` to a server, the targets of links in mails. Opening a link changes
 * nothing, since mail scanners open links too: the page has a button that acts. Mail programs post to the last address
 * by themselves (RFC 8058). Only the token in the link identifies the reader; the operation runs as an anonymous
 * caller.
 */
export function mailLinks(http: EndpointServer, options: MailLinksOptions): void {
  void http.register(
    namedPlugin('mail-links', (endpoint: EndpointServer, _options, done) => {
      // The token is in the address: the body of a form or a mail program is not read.
      endpoint.removeAllContentTypeParsers();
      endpoint.addContentTypeParser('*', (_request, payload, parsed) => {
        payload.resume();
        parsed(null);
      });
      for (const method of ['GET', 'POST'] as const) {
        addEndpoint<LinkEndpoint>(endpoint, {
          ...{ method, url: '/mail/:what', price },
          handler: (request, reply) => answer(request, reply, method, options),
        });
      }
      done();
    }),
  );
}

async function answer(
  request: FastifyRequest<LinkEndpoint>,
  reply: FastifyReply,
  method: 'GET' | 'POST',
  { entry, pipeline, graph }: MailLinksOptions,
): Promise<FastifyReply> {
  const context = entry.beginHttp(request.raw, price);
  reply.raw.once('close', () => {
    entry.over(context, { status: reply.raw.statusCode });
  });
  void reply.headers({ ...securityHeaders, 'cache-control': 'no-store', 'x-request-id': context.requestId });
  try {
    const { link, token, ready } = await entry.admit(context, () => linkOf(request, pipeline(), graph()?.schema));
    whenOver(reply.raw, entry.admission.begin(context));
    if (method === 'GET') return await reply.type(html).send(page(link.ask, link.button));
    const answered = answerOf(
      await ready.answer({
        parameters: {
          query: `mutation ($token: ID!) { done: ${link.field}(token: $token) }`,
          variables: { token },
        },
        ...{ context, method: 'POST', takes: () => false },
      }),
    );
    const done = isStream(answered) ? undefined : (answered.data as { readonly done?: boolean | null } | null)?.done;
    if (typeof done !== 'boolean')
      throw new HttpError(503, 'HUB_UNREACHABLE', 'That cannot be done now; try again later.');
    return await reply.type(html).send(page(done ? link.done : link.gone));
  } catch (error) {
    const { status, code, message, headers } = httpError(error, context);
    entry.refused(context, code);
    return reply.code(status).headers(headers).send({ code, message });
  }
}

/** @throws HttpError; Refusal `NOT_READY` */
function linkOf(
  { params: { what }, query: { token } }: FastifyRequest<LinkEndpoint>,
  ready: Pipeline | undefined,
  schema: GraphQLSchema | undefined,
) {
  const link = Object.hasOwn(links, what) ? links[what as keyof typeof links] : undefined;
  if (!ready || !schema) throw notReady();
  if (!link || !schema.getMutationType()?.getFields()[link.field])
    throw new HttpError(404, 'NOT_FOUND', 'There is no such page.');
  if (typeof token !== 'string' || !/^[\w-]{40}$/.test(token))
    throw new HttpError(400, 'BAD_USER_INPUT', 'Expected the whole link of the mail.');
  return { link, token, ready };
}

const html = 'text/html; charset=utf-8';

/** A page of two lines, with a button if an action is left. It has no text from the request. */
function page(lines: readonly string[], button?: string): string {
  const form = button === undefined ? '' : `<form method="post"><button>${button}</button></form>`;
  return `<!doctype html><html lang="vi"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Bình dân học vụ số</title><p>${lines[0] ?? ''}</p><p lang="en">${lines[1] ?? ''}</p>${form}</html>`;
}
