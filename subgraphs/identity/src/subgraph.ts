import { PlaceEntity, type SubgraphDefinition } from '@hub/kit';
import { AdultsEntity } from './adults/adults.entity.js';
import { adultsImport } from './adults/adults.import.js';
import { IdentityCorrectionEntity } from './correction/identity-correction.entity.js';
import { IdentityCorrectionResolver } from './correction/identity-correction.resolver.js';
import { countTable } from './count/count-faults.js';
import { IdentityCountEntity } from './count/identity-count.entity.js';
import { identityCountImport } from './count/identity-count.import.js';
import { CommuneConfirmationsResolver, IdentityCountResolver } from './count/identity-count.resolver.js';
import { writeDemo } from './demo.js';
import { CountedIndicatorEntity } from './indicator/counted-indicator.entity.js';
import { countedIndicatorImport } from './indicator/counted-indicator.import.js';
import { IdentityIndicatorResolver, IndicatorCountsResolver } from './indicator/counted-indicator.resolver.js';
import { IdentityMonthEntity } from './month/identity-month.entity.js';
import { IdentityMonthResolver } from './month/identity-month.resolver.js';
import { organisation } from './organisation.js';
import { peopleTables } from './people-tables.js';
import { Migration20261201000000_publishedCorrections } from './published-corrections.migration.js';
import { Migration20261129000000_identity } from './tables.migration.js';

/** The confirmations on the VNeID platform (xác nhận trên nền tảng VNeID): counts that the provincial police report. */
export const identity: SubgraphDefinition = {
  organisation,
  folder: new URL('..', import.meta.url),
  entities: [
    PlaceEntity,
    AdultsEntity,
    IdentityMonthEntity,
    IdentityCountEntity,
    IdentityCorrectionEntity,
    CountedIndicatorEntity,
  ],
  counts: countTable,
  tables: peopleTables,
  // What was said before is added to, and not changed.
  rights: { identity_correction: ['select', 'insert'] },
  migrations: [Migration20261129000000_identity, Migration20261201000000_publishedCorrections],
  resolvers: [
    IdentityCountResolver,
    CommuneConfirmationsResolver,
    IdentityMonthResolver,
    IdentityCorrectionResolver,
    IdentityIndicatorResolver,
    IndicatorCountsResolver,
  ],
  imports: [adultsImport, identityCountImport, countedIndicatorImport],
  writeDemo,
};
