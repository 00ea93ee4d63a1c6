import { addEndpoint, type Endpoints, lookPrice } from '@hub/kit';
import { z } from 'zod';

/** Largest number of entries to read, newest first. */
const mostEntries = 100_000;

/** Largest number of kinds of operations in an answer, most frequent first. */
const mostUses = 5000;

const asked = z.strictObject({ days: z.coerce.number().int().min(1).max(400).default(30) });

/**
 * `GET /operator/audit/uses?days=30`, for the registry's checks of schemas: the operations of clients in the last days,
 * with their fields, number and last time. A client is its app, its key's id or its role, with the name of its
 * software; never a person.
 */
export function usesEndpoint({ operator, em, now }: Endpoints): void {
  addEndpoint(operator, {
    method: 'GET',
    url: '/operator/audit/uses',
    price: lookPrice,
    handler: async ({ query }, reply) => {
      const { data, error } = asked.safeParse(query);
      if (!data) return reply.code(400).send({ code: 'BAD_USER_INPUT', message: z.prettifyError(error) });
      const since = new Date(now().getTime() - data.days * 86_400_000).toISOString();
      return { operations: await em.fork().execute(sql, [mostEntries, since, mostUses]) };
    },
  });
}

/** An operation with a begin and an end counts once: its end is left out. */
const sql = `
  select client, software, operation, fields, sum(times)::float8 as count, max(at) as "lastAt" from (
    select case
        when record #>> '{caller,app}' is not null then 'app ' || (record #>> '{caller,app}')
        when record #>> '{caller,key,id}' is not null then 'key ' || (record #>> '{caller,key,id}')
        when record #>> '{caller,organisation}' is not null then
          coalesce(record #>> '{caller,roles,0}', 'callers') || ' of ' || (record #>> '{caller,organisation}')
        else coalesce(record #>> '{caller,roles,0}', 'anonymous callers') end as client, record ->> 'software' as software,
      record #>> '{operation,name}' as operation, record -> 'fields' as fields,
      coalesce((record ->> 'operations')::int, 1) as times, record ->> 'at' as at
    from (select record::jsonb as record from audit_entry order by sequence desc limit ?) newest
    where record -> 'operation' is not null and record ->> 'phase' <> 'END'
  ) uses
  where at >= ? group by client, software, operation, fields order by count desc, client, operation limit ?`;
