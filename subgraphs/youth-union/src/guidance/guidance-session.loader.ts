import { entityLoader, pageLoader } from '@hub/kit';
import { GuidanceSessionEntity, type GuidanceSessionRow } from './guidance-session.entity.js';

export const sessionLoader = entityLoader<GuidanceSessionRow>(GuidanceSessionEntity, 'code');

const source = { entity: GuidanceSessionEntity, orderColumns: ['starts_on', 'code'] } as const;

/** Filtered by whether they are totals ('true', 'false', or null for both), and the commune (twice the same; null for all). */
export const allSessions = pageLoader<GuidanceSessionRow>({
  ...source,
  where: `t.is_total = coalesce(?::boolean, t.is_total) and (?::text is null or t.commune_code = ?)`,
});
export const sessionsOfTeam = pageLoader<GuidanceSessionRow>({ ...source, parentColumn: 'team_code' });
export const sessionsOfCommune = pageLoader<GuidanceSessionRow>({ ...source, parentColumn: 'commune_code' });
export const sessionsOfServicePoint = pageLoader<GuidanceSessionRow>({ ...source, parentColumn: 'service_point_code' });
