import { entityLoader, listLoader, pageLoader } from '@hub/kit';
import { type Team, TeamEntity } from './team.entity.js';

export const teamLoader = entityLoader<Team>(TeamEntity, 'code');

export const teamsOfCommune = listLoader<Team>(TeamEntity, 'communeCode', 'code');

/** Filtered by a folded part of the name ('' for any) and a commune (null for any). */
export const teamsFound = pageLoader<Team>({
  entity: TeamEntity,
  orderColumns: ['code'],
  where: `strpos(t.search_key, ?::text) > 0 and t.commune_code = coalesce(?::text, t.commune_code)`,
});
