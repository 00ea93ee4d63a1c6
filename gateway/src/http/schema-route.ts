import { createHash } from 'node:crypto';
import { roles } from '@hub/schema';
import type { FastifyInstance } from 'fastify';
import { type Introspection, mayIntrospect } from '../authorization/restrict-introspection.js';
import type { SchemaView } from '../authorization/schema-view.js';
import type { Engine } from '../engine/engine.js';
import { notReady, Refusal } from '../errors/refusal.js';
import type { Entry } from '../entry/entry.js';
import { quotaFields } from './rate-limit-fields.js';
import { HttpError, httpError } from './http-error.js';

export interface SchemaRouteOptions {
  /** Gives the engine, once there is one. */
  readonly engine: () => Engine | undefined;
  readonly entry: Entry;
  /** Who may ask about the schema. */
  readonly introspection: Introspection;
}

const views = ['anonymous', ...roles];

/** The codes of organisations, as agreements have them. */
const organisationCode = /^[a-z][a-z\d-]{0,63}$/;

/**
 * Adds `GET /schema.graphql` to a server: the schema that clients see, whole, or with `?role=app` as that role sees it
 * (`?role=staff&organisation=youth-union` within an organisation). Who may introspect may read it. An answer has an
 * `ETag`, so that whoever looks again is sent it only when it changed.
 */
export function schemaRoute(server: FastifyInstance, options: SchemaRouteOptions): void {
  const { engine, entry, introspection } = options;
  server.get<{ Querystring: Record<string, unknown> }>('/schema.graphql', async (request, reply) => {
    const { headers, raw, query } = request;
    const context = entry.beginHttp(raw);
    reply.raw.once('close', () => {
      entry.over(context, { status: reply.raw.statusCode });
    });
    try {
      await entry.admit(context, () => undefined);
      const open = engine();
      if (!open?.schemaText) throw notReady();
      if (!mayIntrospect(introspection, context.caller.rights)) {
        const code = context.caller.rights.authenticated ? 'UNAUTHORIZED_FIELD_OR_TYPE' : 'UNAUTHENTICATED';
        throw new Refusal(code, 'Expected a caller that may ask about the schema.');
      }
      const text = open.schemaText(readView(query));
      const tag = `"${createHash('sha256').update(text).digest('base64url')}"`;
      void reply.headers({
        etag: tag,
        'cache-control': 'private, no-cache',
        vary: 'authorization',
        ...quotaFields(context),
      });
      if (headers['if-none-match']?.split(/, */).includes(tag)) return await reply.code(304).send();
      return await reply.type('application/graphql; charset=utf-8').send(text);
    } catch (error) {
      const { status, code, message, headers: told, extensions } = httpError(error, context);
      entry.refused(context, code);
      const body = { errors: [{ message, extensions: { code, ...extensions } }] };
      return reply
        .code(status)
        .headers({ ...told, ...quotaFields(context) })
        .send(body);
    }
  });
}

/** @throws HttpError 400 */
function readView({ role, organisation }: Record<string, unknown>): SchemaView | undefined {
  if (role === undefined && organisation === undefined) return undefined;
  if (typeof role !== 'string' || !views.includes(role)) {
    throw new HttpError(400, 'BAD_REQUEST', `Expected role to be one of ${views.join(', ')}.`);
  }
  if (organisation !== undefined && (typeof organisation !== 'string' || !organisationCode.test(organisation))) {
    throw new HttpError(400, 'BAD_REQUEST', 'Expected organisation to be the code of one, such as youth-union.');
  }
  return { role, organisation };
}
