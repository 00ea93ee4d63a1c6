import { entityLoader, listLoader, pageLoader } from '@hub/kit';
import { type Agency, AgencyEntity } from './agency.entity.js';

export const agencyLoader = entityLoader<Agency>(AgencyEntity, 'code');
export const agenciesOfCommune = listLoader<Agency>(AgencyEntity, 'communeCode', 'code');

const source = { entity: AgencyEntity, orderColumns: ['code'] } as const;
export const childAgencies = pageLoader<Agency>({ ...source, parentColumn: 'parent_code' });
/** Takes one filter value: the level, or null for all levels. */
export const agenciesByLevel = pageLoader<Agency>({ ...source, where: 't.level = coalesce(?::text, t.level)' });
