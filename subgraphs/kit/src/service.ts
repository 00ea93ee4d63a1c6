// The parts of a server: for the hub’s own services, and for tests.
export { allEntities, allImports } from './definition/all-imports.js';
export { allMigrations } from './definition/all-migrations.js';
export { databaseFault, type DatabasePlace, placeOf as databasePlaceOf } from './database/database-fault.js';
export { type Database, openDatabase } from './database/database.js';
export { lockFolder } from './database/folder-lock.js';
export { lockStart } from './database/lock-start.js';
export { fingerprintOf } from './database/key-fingerprint.js';
export { tellableError } from './database/loggable-error.js';
export type { DraftedMigration } from './definition/fitting-tables.js';
export { type FolderRecord, takeFolder } from './definition/organisation-folder.js';
export { demoPeople } from './server/run.js';
export { buildSubgraph } from './definition/schema.js';
export { createServer } from './server/server.js';
export type { AnsweredElsewhere, AskedElsewhere, Elsewhere, OpenElsewhere } from './definition/elsewhere.js';
export { DemandedRights } from './graphql/demanded-rights.js';
export type { TlsConfig, TrustConfig } from './trust/trust-config.js';
export { callerOf } from './trust/trusted-endpoints.js';

// Files that are imported, and the kinds that every subgraph takes.
export { audienceImport, goalImport } from './import/goal.import.js';
export { goalTables } from './goals/goals.migration.js';
export { syncGoals } from './definition/sync-goals.js';
export { communeCodeDescription } from './graphql/stubs.js';
export type { Rejection } from './file/check-row.js';
export { personName } from './file/column.js';
export { FileError, readCsv } from './file/csv.js';
export { openTable } from './cage/open-table.js';
export { fileAt } from './cage/file-at.js';
export { isDay, orderSign, readDay, readMonth } from './mapping/days.js';
export { sampleTable } from './mapping/sample-table.js';
export { textOf } from './file/sheet-row.js';
export type { ImportKind } from './file/import-kind.js';
export { type KindTitle, titlesOfKinds } from './file/kind-title.js';
export type { Archivable, ArchiveRemoval } from './endpoints/archive.endpoint.js';
export type { ArchivedSet } from './archive/archive-rows.js';
export type {
  ImportEvent,
  ImportMode,
  ImportOutcome,
  ImportedBy,
  Replacement,
  RowExample,
} from './import/import-event.js';
export { importFile } from './import/import-file.js';
export { listReceipts } from './import/list-receipts.js';
export { undoImport } from './import/undo-import.js';
export type { ImportReceipt, ReceiptState, RestingOn, UndoneImport } from './import/receipt.js';
export type { ImportCatalogue, ImportLine } from './endpoints/import.endpoint.js';
export type { CheckAnswer, CheckAsk, DeskError, DeskLine, ImportAsk, KeptFile, RunsAnswer } from './desk/shapes.js';
export { DeskFault } from './desk/desk-fault.js';
export type { DeskCaller } from './desk/desk-parts.js';
export type { ImportDesk } from './desk/import-desk.js';
export { RejectedRows } from './desk/rejected-rows.js';
export type { LookedAt } from './desk/table-intake.js';
export type { Cell, TypedCell } from './file/sheet-row.js';
export { type Spot } from './file/file-error.js';
export type { Layout } from './mapping/layout.js';
export { type PersonColumn, personColumns } from './mapping/person-columns.js';
export { rowsTable } from './mapping/rows-table.js';
export type { Table } from './mapping/table.js';
export type { Choice, FileAnalysis, Question } from './mapping/analysis.js';
export { type Mapping, mapping, mergedMappings } from './mapping/mapping.js';
export { described } from './places/place-faults.js';
export { placeImport, placeOf } from './import/place.import.js';
export { Migration20260101000800_place } from './places/place.migration.js';
export { readPlacesFiles } from './import/places-files.js';
export { syncPlaces } from './import/sync-places.js';

// The ledger, and people.
export type { Sex } from './file/facts.js';
export { hasCountsOnly } from './ledger/ledger.js';
export { personalTables } from './people/personal-table.js';
export type { PseudonymsAnswer, RotationAnswer } from './endpoints/pseudonyms.endpoint.js';
export type { Rotation } from './people/rotate-pseudonyms.js';
export type { Holdings, Receipt } from './people/subject.js';
export type { SubjectAsk } from './endpoints/subject.endpoint.js';

// Publishing, and disclosure control.
export {
  epsilonOfCommune,
  epsilonOfGroup,
  epsilonOfWhole,
  mostRight,
  noiseOf,
  noiseReach,
} from './disclosure/estimate-noise.js';
export { hiddenByError, type HiddenEstimate, hidingError } from './disclosure/hidden-by-error.js';
export {
  type NoisedCells,
  posteriorOfCells,
  publishedEstimate,
  reachOfEstimate,
} from './disclosure/published-estimate.js';
export { groupsFrom } from './sketches/make-sketches.js';
export { groupKey } from './sketches/sketches-of-goal.js';
export type { SketchFiles } from './sketches/sketch-config.js';

// Releases, their stored cells, and the link.
export type { FollowedHub, HubState } from './link/follow-hub.js';
export type { Releaser } from './release/releaser.js';
export { newestReleases, type StoredRelease } from './release/release-store.js';
export type { LogLine, LogTail } from './telemetry/log-tail.js';
export { LinkClient, NotTaken } from './link/link-client.js';
export { type HubDesk, linkEndpoints, LinkRefused } from './link/link.endpoints.js';
export type { Adoption } from './release/adopt-releases.js';
export type { DemonstrationAnswer, DemonstrationAsk } from './endpoints/demonstration-release.endpoint.js';
export type { ReleaseReport } from './release/make-release.js';
export { type ReleaseKeyFiles, releaseKeysVariable } from './release/release-key-files.js';
export type { ReleaseSchedule } from './release/release-schedule.js';
export type {
  AdoptionAsk,
  ListedReleases,
  ReleaseAnswer,
  ReleaseAsk,
  WithdrawalAsk,
} from './endpoints/release.endpoint.js';
export type { ImportWait } from './release/releaser.js';
export { type Versions, versionsOf } from './release/versions.js';
export { applyCells } from './signed-cells/apply-cells.js';
export type { CellTables } from './signed-cells/cell-tables.js';
export { watchCells } from './signed-cells/cell-watch.js';
