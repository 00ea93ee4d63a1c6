import { defineLoader, entityLoader, pageLoader, parsePeriod } from '@hub/kit';
import { GuidanceSessionEntity, type GuidanceSessionRow } from './guidance-session.entity.js';

export const sessionLoader = entityLoader<GuidanceSessionRow>(GuidanceSessionEntity, 'code');

const source = { entity: GuidanceSessionEntity, orderColumns: ['starts_on', 'code'] } as const;

/** Filtered by whether they are totals ('true', 'false', or null for both). */
export const allSessions = pageLoader<GuidanceSessionRow>({
  ...source,
  where: `t.is_total = coalesce(?::boolean, t.is_total)`,
});
export const sessionsOfTeam = pageLoader<GuidanceSessionRow>({ ...source, parentColumn: 'team_code' });
export const sessionsOfCommune = pageLoader<GuidanceSessionRow>({ ...source, parentColumn: 'commune_code' });
export const sessionsOfServicePoint = pageLoader<GuidanceSessionRow>({ ...source, parentColumn: 'service_point_code' });

/** Turns at a service point, of one period or of all time. A total without days lies in no period. */
export const occurrencesAtServicePoint = defineLoader<{ readonly code: string; readonly period?: string }, number>(
  async (keys, em) => {
    const asked = keys.map(({ code, period }, position) => {
      const range = period === undefined ? undefined : parsePeriod(period);
      return { position, code, first: range?.firstDay, last: range?.lastDay };
    });
    const rows = await em.execute<{ position: number; occurrences: number }[]>(
      `select k.position, sum(s.occurrences)::int as occurrences
       from json_to_recordset(?::json) as k(position int, code text, first date, last date)
       join guidance_session s on s.service_point_code = k.code
         and (k.first is null or (not s.is_total and s.starts_on between k.first and k.last))
       group by 1`,
      [JSON.stringify(asked)],
    );
    const byPosition = new Map(rows.map(({ position, occurrences }) => [position, occurrences]));
    return keys.map((_key, position) => byPosition.get(position) ?? 0);
  },
  ({ code, period }) => `${code} ${period ?? ''}`,
);
