import { keepsPeople, movement } from '@hub/protocol';
import { Migration20260101003200_archive } from '../archive/archive.migration.js';
import { Migration20260101000200_auditAnchor } from '../audit/anchor.migration.js';
import { Migration20260101000700_auditMark } from '../audit/mark.migration.js';
import { Migration20260101003500_importMapping } from '../desk/import-mapping.migration.js';
import { Migration20260101001000_goals } from '../goals/goals.migration.js';
import { Migration20260101000500_identity } from '../database/identity.migration.js';
import { Migration20260101002000_importOutcome } from '../import/import-outcome.migration.js';
import { Migration20260101002700_importReceipt } from '../import/import-receipt.migration.js';
import { Migration20260101000100_importRun } from '../import/import-run.migration.js';
import { Migration20260101001900_publishedProvenance } from '../import/published-provenance.migration.js';
import { Migration20260101001100_importThrough } from '../import/import-through.migration.js';
import { Migration20260101003600_typedRecord } from '../import/typed-record.migration.js';
import { Migration20260101000000_ledger } from '../ledger/ledger.migration.js';
import { Migration20260101001800_emptyActivities } from '../ledger/empty-activities.migration.js';
import { Migration20260101000000_ledgerOfCounts } from '../ledger/ledger-of-counts.migration.js';
import { Migration20260101002800_ledgerPerson } from '../ledger/ledger-person.migration.js';
import { Migration20260101000900_ledgerPlace } from '../ledger/ledger-place.migration.js';
import { Migration20260101000200_ledgerVersion } from '../ledger/ledger-version.migration.js';
import { hasLedger } from '../ledger/ledger.js';
import { Migration20260101002600_noLedgerState } from '../ledger/no-ledger-state.migration.js';
import { Migration20260101001400_noLedgerVersion } from '../ledger/no-ledger-version.migration.js';
import { Migration20260101000300_people } from '../people/people.migration.js';
import { Migration20260101000800_place } from '../places/place.migration.js';
import { Migration20260101001300_keptPublication } from '../link/kept-publication.migration.js';
import { Migration20260101001200_release } from '../release/release.migration.js';
import { Migration20260101002300_releaseNotice } from '../release/release-notice.migration.js';
import { Migration20260101001500_releaseKept } from '../release/release-kept.migration.js';
import { Migration20260101003900_releaseSchedule } from '../release/release-schedule.migration.js';
import { Migration20260101002400_releasedImports } from '../release/released-imports.migration.js';
import { Migration20260101003100_releasedMonth } from '../release/released-month.migration.js';
import { Migration20260101002500_setAside } from '../release/set-aside.migration.js';
import { Migration20260101003700_decidedTable } from '../disclosure/decided-table.migration.js';
import { Migration20260101001600_publishedCount } from '../disclosure/published-count.migration.js';
import { Migration20260101001700_releaseSketch } from '../sketches/release-sketch.migration.js';
import { Migration20260101003800_sketchPart } from '../sketches/sketch-part.migration.js';
import { Migration20260101002100_alteredRelease } from '../signed-cells/altered-release.migration.js';
import { Migration20260101002200_cellsOfRelease } from '../signed-cells/cells-of-release.migration.js';
import type { SubgraphDefinition } from './subgraph.js';
import { Migration20260101000400_exchangeReceipt } from '../trust/receipt.migration.js';

/** The kit's migrations, followed by the organisation's. */
export function allMigrations(definition: SubgraphDefinition): SubgraphDefinition['migrations'] {
  const isOfPeople = keepsPeople(definition.organisation);
  return [
    ...(hasLedger(definition.organisation)
      ? [
          isOfPeople ? Migration20260101000000_ledger : Migration20260101000000_ledgerOfCounts,
          Migration20260101000200_ledgerVersion,
          ...(isOfPeople ? [Migration20260101000300_people] : []),
          Migration20260101001000_goals,
        ]
      : []),
    Migration20260101000100_importRun,
    Migration20260101000200_auditAnchor,
    Migration20260101000400_exchangeReceipt,
    Migration20260101000500_identity,
    Migration20260101000700_auditMark,
    Migration20260101000800_place,
    Migration20260101001100_importThrough,
    ...(isOfPeople ? [Migration20260101000900_ledgerPlace] : []),
    ...(hasLedger(definition.organisation)
      ? [
          Migration20260101001200_release,
          Migration20260101001300_keptPublication,
          Migration20260101001400_noLedgerVersion,
          Migration20260101001500_releaseKept,
          Migration20260101001600_publishedCount,
          Migration20260101001700_releaseSketch,
          ...(isOfPeople ? [Migration20260101001800_emptyActivities] : []),
          Migration20260101001900_publishedProvenance,
          Migration20260101002200_cellsOfRelease,
          Migration20260101002300_releaseNotice,
          Migration20260101002400_releasedImports,
          Migration20260101002500_setAside,
          Migration20260101002600_noLedgerState,
          Migration20260101003100_releasedMonth,
          Migration20260101003700_decidedTable,
          Migration20260101003800_sketchPart,
          Migration20260101003900_releaseSchedule,
        ]
      : []),
    Migration20260101002000_importOutcome,
    Migration20260101003200_archive,
    Migration20260101002700_importReceipt,
    ...(isOfPeople ? [Migration20260101002800_ledgerPerson] : []),
    Migration20260101003500_importMapping,
    Migration20260101003600_typedRecord,
    ...(keepsReleases(definition.organisation) ? [Migration20260101002100_alteredRelease] : []),
    ...definition.migrations,
  ];
}

/** Whether a subgraph stores signed releases: its own, or all of them in movement. */
function keepsReleases(organisation: string): boolean {
  return hasLedger(organisation) || organisation === movement.code;
}
