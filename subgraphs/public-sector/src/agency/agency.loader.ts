import { entityLoader, listLoader, pageLoader } from '@hub/kit';
import { type Agency, AgencyEntity } from './agency.entity.js';

export const agencyLoader = entityLoader<Agency>(AgencyEntity, 'code');
export const agenciesOfCommune = listLoader<Agency>(AgencyEntity, 'communeCode', 'code');

const source = { entity: AgencyEntity, orderColumns: ['code'] } as const;
export const childAgencies = pageLoader<Agency>({ ...source, parentColumn: 'parent_code' });
/** Filtered by the level (null for all), and the commune (twice the same; null for all). */
export const agenciesFound = pageLoader<Agency>({
  ...source,
  where: 't.level = coalesce(?::text, t.level) and (?::text is null or t.commune_code = ?)',
});
