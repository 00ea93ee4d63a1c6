import { addEndpoint, type Endpoints, lookPrice } from '@hub/kit';
import { provinceOffset } from '@hub/protocol';
import { z } from 'zod';

/** Largest number of entries to read, newest first. */
const mostEntries = 100_000;

const asked = z.strictObject({
  app: z.string().min(1).max(255),
  days: z.coerce.number().int().min(1).max(400).default(30),
});

/**
 * `GET /operator/audit/app-days?app=map&days=30`, for the registry: each day's operations of one app, how many of them
 * failed wholly or in part, the codes of their errors, and the objects in the answers. Days are Vietnam's.
 */
export function appDaysEndpoint({ operator, em, now }: Endpoints): void {
  addEndpoint(operator, {
    method: 'GET',
    url: '/operator/audit/app-days',
    price: lookPrice,
    handler: async ({ query }, reply) => {
      const { data, error } = asked.safeParse(query);
      if (!data) return reply.code(400).send({ code: 'BAD_USER_INPUT', message: z.prettifyError(error) });
      const since = new Date(now().getTime() - data.days * 86_400_000).toISOString();
      return { days: await em.fork().execute(sql, [provinceOffset, mostEntries, data.app, since]) };
    },
  });
}

/** An operation with a begin and an end counts at its begin, and its result at its end. */
const sql = `
  select to_char(at at time zone ?::interval, 'YYYY-MM-DD') as day,
    (coalesce(sum(times) filter (where phase <> 'END'), 0))::float8 as operations,
    (coalesce(sum(times) filter (where decision in ('PARTLY_ANSWERED', 'NOT_ANSWERED')), 0))::float8 as failed,
    sum(rows)::float8 as objects,
    coalesce(
      (select jsonb_agg(distinct code order by code) from jsonb_array_elements(jsonb_agg(codes)) each,
        jsonb_array_elements_text(each) code), '[]') as codes
  from (
    select (record ->> 'at')::timestamptz as at, record ->> 'phase' as phase, record ->> 'decision' as decision,
      record -> 'codes' as codes, (record ->> 'rows')::bigint as rows,
      coalesce((record ->> 'operations')::int, 1) as times
    from (select record::jsonb as record from audit_entry order by sequence desc limit ?) newest
    where record -> 'operation' is not null and record #>> '{caller,app}' = ?
  ) uses
  where at >= ? group by day order by day desc`;
