import { createHash } from 'node:crypto';
import { roles } from '@hub/protocol';
import { addEndpoint, type EndpointPrice, type EndpointServer } from '@hub/runtime';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Introspection, mayIntrospect } from '../authorization/restrict-introspection.js';
import type { SchemaView } from '../authorization/schema-view.js';
import type { Engine } from '../engine/engine.js';
import { notReady, Refusal } from '../errors/refusal.js';
import type { Entry } from '../entry/entry.js';
import { quotaFields } from './rate-limit-fields.js';
import {
  type DescribedParameter,
  type DescribedEndpoint,
  graphqlFault,
  ifNoneMatch,
  notModified,
  refusals,
  usualRefusals,
} from './described-endpoint.js';
import { HttpError, httpError } from './http-error.js';

export interface SchemaEndpointOptions {
  /** Gives the engine; undefined while the gateway starts. */
  readonly engine: () => Engine | undefined;
  readonly entry: Entry;
  /** The callers that may introspect. */
  readonly introspection: Introspection;
}

const views = ['anonymous', ...roles];

const roleParameter: DescribedParameter = {
  name: 'role',
  in: 'query',
  description: 'The role whose view is given; the whole schema by default.',
  schema: { type: 'string', enum: views },
};

const organisationParameter: DescribedParameter = {
  name: 'organisation',
  in: 'query',
  description: 'Within which organisation, by its code, beside `role`.',
  schema: { type: 'string', pattern: '^[a-z][a-z\\d-]{0,63}$' },
};

const describedBy = (parameters: readonly DescribedParameter[]): DescribedEndpoint => ({
  summary: 'The schema of the graph (lược đồ)',
  description:
    'The schema as callers see it, in the schema definition language: whole, or without what a role can never see.',
  tag: 'schema',
  takesToken: true,
  parameters: [...parameters, ifNoneMatch],
  answers: {
    200: { description: 'The schema.', content: { 'application/graphql': { schema: { type: 'string' } } } },
    304: { description: notModified },
    ...refusals(graphqlFault, usualRefusals),
  },
});

/** The view for callers that may not introspect. */
const publicView = 'anonymous';

/** The price of a request: a view is written once, and hashed each time. */
const price: EndpointPrice = { processorMs: 3, bytesIn: 0, bytesHeld: 1_000_000, connections: 0 };

/** The codes of organisations, as in agreements. */
const organisationCode = /^[a-z][a-z\d-]{0,63}$/;

/**
 * Adds `GET /schema.graphql` to a server: the schema that callers see, whole, or with `?role=app` as that role sees it
 * (`?role=staff&organisation=farmers-union` within an organisation); `GET /schema/app.graphql` is another address for
 * the same view. Callers that may introspect may read every view. The others may read the view of `anonymous`, unless
 * introspection is off. An answer has an `ETag`, so that a caller fetches the schema again only after a change.
 */
export function schemaEndpoint(server: EndpointServer, options: SchemaEndpointOptions): void {
  const { engine, entry, introspection } = options;
  const answer = async (request: FastifyRequest, reply: FastifyReply, query: Record<string, unknown>) => {
    const { headers, raw } = request;
    const context = entry.beginHttp(raw, request.routeOptions.config.price);
    reply.raw.once('close', () => {
      entry.over(context, { status: reply.raw.statusCode });
    });
    try {
      await entry.admit(context, () => undefined);
      const open = engine();
      if (!open?.schemaText) throw notReady();
      const view = readView(query);
      const isPublic = view?.role === publicView && introspection !== 'none';
      if (!isPublic && !mayIntrospect(introspection, context.caller.rights)) {
        const code = context.caller.rights.authenticated ? 'UNAUTHORIZED_FIELD_OR_TYPE' : 'UNAUTHENTICATED';
        throw new Refusal(code, 'Expected a caller that may ask about the schema.');
      }
      const text = open.schemaText(view);
      const tag = `"${createHash('sha256').update(text).digest('base64url')}"`;
      void reply.headers({
        etag: tag,
        'cache-control': isPublic ? 'public, max-age=60' : 'private, no-cache',
        vary: isPublic ? 'origin' : 'authorization, origin',
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
  };
  addEndpoint<{ Querystring: Record<string, unknown> }>(server, {
    ...{ method: 'GET', url: '/schema.graphql', price },
    config: { described: describedBy([roleParameter, organisationParameter]) },
    handler: (request, reply) => answer(request, reply, request.query),
  });
  // Tools take such an address for a file.
  for (const role of views) {
    addEndpoint<{ Querystring: Record<string, unknown> }>(server, {
      ...{ method: 'GET', url: `/schema/${role}.graphql`, price },
      config: { described: describedBy([organisationParameter]) },
      handler: (request, reply) => answer(request, reply, { ...request.query, role }),
    });
  }
}

/** @throws HttpError 400 */
function readView({ role, organisation }: Record<string, unknown>): SchemaView | undefined {
  if (role === undefined && organisation === undefined) return undefined;
  if (typeof role !== 'string' || !views.includes(role)) {
    throw new HttpError(400, 'BAD_REQUEST', `Expected role to be one of ${views.join(', ')}.`);
  }
  if (organisation !== undefined && (typeof organisation !== 'string' || !organisationCode.test(organisation))) {
    throw new HttpError(400, 'BAD_REQUEST', 'Expected organisation to be the code of one, such as farmers-union.');
  }
  return { role, organisation };
}
