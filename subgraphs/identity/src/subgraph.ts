import { atScale, demonstration } from '@hub/demo';
import { defineSubgraph, PlaceEntity } from '@hub/kit';
import { AdultsEntity } from './adults/adults.entity.js';
import { adultsImport } from './adults/adults.import.js';
import { IdentityCorrectionEntity } from './correction/identity-correction.entity.js';
import { IdentityCorrectionResolver } from './correction/identity-correction.resolver.js';
import { countTable } from './count/count-faults.js';
import { IdentityCountEntity } from './count/identity-count.entity.js';
import { identityCountForm } from './count/identity-count.form.js';
import { identityCountImport } from './count/identity-count.import.js';
import { CommuneConfirmationsResolver, IdentityCountResolver } from './count/identity-count.resolver.js';
import { writeDemo } from './demo.js';
import { writeScale } from './scale.js';
import { IdentityIndicatorResolver, IndicatorCountsResolver } from './indicator-counts.js';
import { Migration20261201000000_publishedCorrections } from './migrations/published-corrections.migration.js';
import { Migration20261129000000_identity } from './migrations/tables.migration.js';
import { IdentityMonthEntity } from './month/identity-month.entity.js';
import { IdentityMonthResolver } from './month/identity-month.resolver.js';
import { organisation } from './organisation.js';
import { peopleTables } from './people-tables.js';
import { CountedIndicator } from './records/counted-indicator.js';

/** The confirmations on the VNeID platform (xác nhận trên nền tảng VNeID): counts that the provincial police report. */
export const identity = defineSubgraph([CountedIndicator], {
  organisation,
  folder: new URL('..', import.meta.url),
  entities: [PlaceEntity, AdultsEntity, IdentityMonthEntity, IdentityCountEntity, IdentityCorrectionEntity],
  counts: countTable,
  tables: peopleTables,
  // Corrections are append-only.
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
  forms: [identityCountForm],
  imports: [adultsImport, identityCountImport],
  writeDemo: demonstration(writeDemo),
  writeScale: atScale(writeScale, ['counted-goals.csv']),
});
