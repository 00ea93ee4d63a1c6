import { addEndpoint, type EndpointServer } from '@hub/runtime';
import { lookPrice, messagePrice } from '../base/usual-prices.js';
import { Readable } from 'node:stream';
import { day, momentInProvince } from '@hub/protocol';
import type { SqlEntityManager } from '@mikro-orm/sql';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { archivableOf, archiveLines, removeArchived } from '../archive/archive-rows.js';
import { type ArchiveSet, leastAgeDays } from '../archive/archive-set.js';

const asked = z.strictObject({ before: day });
const removal = z.strictObject({ before: day, rows: z.int().min(0), digest: z.string().length(43) });

/** The archivable rows of each set, in the answer of `GET /operator/archive`. */
export interface Archivable {
  readonly sets: readonly {
    readonly set: string;
    readonly description: string;
    readonly rows: number;
    readonly bytes: number;
  }[];
}

/** A description of an archive's rows of a set, which must match for their removal. */
export type ArchiveRemoval = z.input<typeof removal>;

/**
 * Adds to the operator's endpoint `GET /operator/archive?before=DAY`, which lists the archivable rows of each set; `GET
 * /operator/archive/SET?before=DAY`, which answers with the rows in lines of JSON and a last line that describes them;
 * and `POST /operator/archive/SET/removal`, which removes them if the description still matches.
 */
export function archiveEndpoints(
  operator: EndpointServer,
  em: SqlEntityManager,
  sets: readonly ArchiveSet[],
  now: () => Date,
): void {
  const setOf = (name: string) => sets.find((set) => set.name === name);
  /** The moment before which rows may be archived; undefined where they are too young. */
  const momentOf = (before: string) => {
    const moment = momentInProvince(before, '00:00');
    return moment.getTime() <= now().getTime() - leastAgeDays * 86_400_000 ? moment.toISOString() : undefined;
  };
  addEndpoint(operator, {
    method: 'GET',
    url: '/operator/archive',
    price: lookPrice,
    handler: async ({ query }, reply) => {
      const before = momentOf(asked.safeParse(query).data?.before ?? '9999-12-31');
      if (before === undefined) return tooYoung(reply);
      const told = sets.map(async (set) => ({
        ...{ set: set.name, description: set.description },
        ...(await archivableOf(em, set, before)),
      }));
      return reply.send({ sets: await Promise.all(told) } satisfies Archivable);
    },
  });
  addEndpoint<{ Params: { set: string } }>(operator, {
    method: 'GET',
    url: '/operator/archive/:set',
    price: lookPrice,
    handler: async ({ params, query }, reply) => {
      const set = setOf(params.set);
      if (!set) return noSuchSet(reply, params.set, sets);
      const before = momentOf(asked.safeParse(query).data?.before ?? '9999-12-31');
      if (before === undefined) return tooYoung(reply);
      return reply.type('application/x-ndjson').send(Readable.from(archiveLines(em, set, before)));
    },
  });
  addEndpoint<{ Params: { set: string } }>(operator, {
    method: 'POST',
    url: '/operator/archive/:set/removal',
    price: messagePrice(),
    handler: async ({ params, body }, reply) => {
      const set = setOf(params.set);
      if (!set) return noSuchSet(reply, params.set, sets);
      const { data } = removal.safeParse(body);
      const before = momentOf(data?.before ?? '9999-12-31');
      if (!data || before === undefined) return tooYoung(reply);
      if (await removeArchived(em, set, before, data)) return reply.send({ removed: data.rows });
      return reply.code(409).send({
        code: 'OTHER_ROWS',
        message: `Expected the rows of ${set.name} that the archive has, but other rows may be removed now; no row was removed. Write another archive.`,
      });
    },
  });
}

function tooYoung(reply: FastifyReply): FastifyReply {
  return reply.code(400).send({
    code: 'BAD_USER_INPUT',
    message: `Expected before to be a day at least ${leastAgeDays} days ago, YYYY-MM-DD.`,
  });
}

function noSuchSet(reply: FastifyReply, name: string, sets: readonly ArchiveSet[]): FastifyReply {
  const known = sets.map((set) => set.name).join(', ');
  return reply.code(404).send({ code: 'NOT_FOUND', message: `Expected one of ${known}, but got ${name}.` });
}
