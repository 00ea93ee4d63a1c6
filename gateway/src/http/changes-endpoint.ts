import { createHash } from 'node:crypto';
import { atomFeed, type ChangeLogEntry, changeLogEntries, changeLogMarkdown } from '@hub/protocol';
import { addEndpoint, type EndpointServer, securityHeaders } from '@hub/runtime';
import type { FastifyBaseLogger, FastifyReply, FastifyRequest } from 'fastify';
import type { Pool } from 'undici';
import type { OperatorEndpoint } from '../connection/operator-endpoint.js';
import { openPool, readAtMost } from '../connection/pools.js';
import type { Entry } from '../entry/entry.js';
import {
  type DescribedEndpoint,
  ifNoneMatch,
  notModified,
  plainFault,
  refusals,
  usualRefusals,
} from './described-endpoint.js';
import { HttpError, httpError } from './http-error.js';

export interface ChangesEndpointOptions {
  readonly entry: Entry;
  /** The registry's address, and the present token for it. */
  readonly registry: () => OperatorEndpoint;
}

/** How long an answer of the registry is cached, how long the gateway waits for one, and its largest size. */
const [keptMs, patienceMs, maxBytes] = [10_000, 30_000, 4 * 1024 * 1024];

/** The formats of the log, by their addresses. */
const formats = {
  '/changes': { type: 'text/markdown; charset=utf-8', write: (entries: Entries) => changeLogMarkdown(entries) },
  '/changes.json': {
    type: 'application/json; charset=utf-8',
    write: (entries: Entries) => JSON.stringify({ entries }, undefined, 2),
  },
  '/changes.atom': {
    type: 'application/atom+xml; charset=utf-8',
    write: (entries: Entries, url: string) => atomFeed({ title: 'Changes of the schema', url }, entries),
  },
} as const;

const describedAs = (type: string): DescribedEndpoint => ({
  summary: 'The change log (thay đổi của lược đồ)',
  description: 'What published versions changed of the schema that callers see: the newest 100, the newest first.',
  tag: 'schema',
  parameters: [ifNoneMatch],
  answers: {
    200: {
      description: 'The log.',
      content: { [type.split(';')[0] ?? type]: { schema: { type: type.includes('/json') ? 'object' : 'string' } } },
    },
    304: { description: notModified },
    ...refusals(plainFault, usualRefusals),
  },
});

type Entries = readonly ChangeLogEntry[];

/**
 * Adds the change log to a server, open to everyone: the changes of published versions to the schema that callers see,
 * the newest first, at `/changes` in Markdown, `/changes.json` and, as an Atom feed, `/changes.atom`. The gateway asks
 * the registry at most once in ten seconds; while the registry is down, it serves the last answer.
 */
export function changesEndpoint(server: EndpointServer, { entry, registry }: ChangesEndpointOptions): void {
  const log = new FollowedChanges(registry, server.log);
  server.addHook('onClose', () => log.close());
  for (const [address, { type, write }] of Object.entries(formats)) {
    addEndpoint(server, {
      ...{ method: 'GET', url: address, config: { described: describedAs(type) } },
      price: { processorMs: 2, bytesIn: 0, bytesHeld: 4_000_000, connections: 1 },
      handler: (request, reply) =>
        answer(request, reply, entry, async () => {
          if (!/^[\w.:[\]-]+$/.test(request.host)) {
            throw new HttpError(400, 'BAD_REQUEST', 'Expected a host in the header Host.');
          }
          const text = write(await log.entries(), `${request.protocol}://${request.host}${address}`);
          const tag = `"${createHash('sha256').update(text).digest('base64url')}"`;
          void reply.headers({ etag: tag, 'cache-control': 'public, max-age=10', vary: 'host, origin' });
          if (request.headers['if-none-match']?.split(/, */).includes(tag)) return reply.code(304).send();
          return reply.type(type).send(text);
        }),
    });
  }
}

async function answer(
  request: FastifyRequest,
  reply: FastifyReply,
  entry: Entry,
  write: () => Promise<FastifyReply>,
): Promise<FastifyReply> {
  const context = entry.beginHttp(request.raw, request.routeOptions.config.price);
  reply.raw.once('close', () => {
    entry.over(context, { status: reply.raw.statusCode });
  });
  void reply.headers(securityHeaders);
  try {
    await entry.admit(context, () => undefined);
    return await write();
  } catch (error) {
    const { status, code, message, headers } = httpError(error, context);
    entry.refused(context, code);
    return reply.code(status).headers(headers).send({ code, message });
  }
}

/** The change log, read from the registry. */
class FollowedChanges {
  #pool: Pool | undefined;
  #known: Entries | undefined;
  #asking: Promise<void> | undefined;
  #askAgainAt = -Infinity;

  constructor(
    private readonly registry: () => OperatorEndpoint,
    private readonly log: FastifyBaseLogger,
  ) {}

  /** @throws HttpError `HUB_UNREACHABLE` if the registry never answered. */
  async entries(): Promise<Entries> {
    if (performance.now() >= this.#askAgainAt) {
      this.#asking ??= this.#ask().finally(() => (this.#asking = undefined));
      await this.#asking;
    }
    if (this.#known) return this.#known;
    throw new HttpError(503, 'HUB_UNREACHABLE', 'The registry does not tell its change log now; ask again later.');
  }

  async close(): Promise<void> {
    await this.#pool?.destroy();
  }

  async #ask(): Promise<void> {
    try {
      const { url, token } = this.registry();
      this.#pool ??= openPool(new URL(url).origin, { connections: 1, headersMs: patienceMs, bodyMs: patienceMs });
      const { statusCode, body } = await this.#pool.request({
        ...{ path: '/operator/registry/changes', method: 'GET', headers: { authorization: `Bearer ${token}` } },
      });
      const text = (await readAtMost(body, maxBytes)).toString();
      if (statusCode !== 200) throw new Error(`The registry answered ${statusCode}.`);
      this.#known = changeLogEntries.parse((JSON.parse(text) as { readonly entries: unknown }).entries);
    } catch (error) {
      this.log.warn({ err: error }, 'the registry does not tell its change log; what it said last holds');
    }
    this.#askAgainAt = performance.now() + keptMs;
  }
}
