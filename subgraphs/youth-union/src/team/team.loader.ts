import { defineLoader, entityLoader, listLoader, pageLoader } from '@hub/kit';
import { type Team, TeamEntity } from './team.entity.js';

export const teamLoader = entityLoader<Team>(TeamEntity, 'code');

export const teamsOfCommune = listLoader<Team>(TeamEntity, 'communeCode', 'code');

/** Filtered by a folded part of the name ('' for any) and a commune (null for any). */
export const teamsFound = pageLoader<Team>({
  entity: TeamEntity,
  orderColumns: ['code'],
  where: `strpos(t.search_key, ?::text) > 0 and t.commune_code = coalesce(?::text, t.commune_code)`,
});

export const memberCounts = defineLoader<string, number>(async (teams, em) => {
  const rows = await em.execute<{ team: string; members: number }[]>(
    `select team_code as team, count(*)::int as members from team_member
     where team_code in (select json_array_elements_text(?::json)) group by 1`,
    [JSON.stringify(teams)],
  );
  const byTeam = new Map(rows.map(({ team, members }) => [team, members]));
  return teams.map((team) => byTeam.get(team) ?? 0);
});
