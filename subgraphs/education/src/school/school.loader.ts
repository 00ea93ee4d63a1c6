import { entityLoader, pageLoader } from '@hub/kit';
import { type School, SchoolEntity } from './school.entity.js';

export const schoolLoader = entityLoader<School>(SchoolEntity, 'code');

const source = { entity: SchoolEntity, orderColumns: ['code'] } as const;
export const schoolsOfCommune = pageLoader<School>({ ...source, parentColumn: 'commune_code' });
export const schoolsOfTeam = pageLoader<School>({ ...source, parentColumn: 'team_code' });
/** Filtered by a folded part of the name ('' for any), a commune and a level (null for any). */
export const schoolsFound = pageLoader<School>({
  ...source,
  where: `strpos(t.search_key, ?::text) > 0 and t.commune_code = coalesce(?::text, t.commune_code)
    and coalesce(?::text = any(t.levels), true)`,
});
