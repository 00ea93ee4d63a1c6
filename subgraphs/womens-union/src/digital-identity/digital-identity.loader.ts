import { publishedCountsLoader } from '../published-counts.js';
import { digitalIdentityImport } from './digital-identity.import.js';

/** Numbers of registered women by level and place. */
export const registrationCounts = publishedCountsLoader(
  digitalIdentityImport.kind,
  `select level::text as measure, commune_code as commune, count(*)::int as count from digital_identity group by 1, 2`,
);
