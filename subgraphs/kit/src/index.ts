import 'reflect-metadata';

export { allEntities, allImports, goalImports } from './all-imports.js';
export { allMigrations } from './all-migrations.js';
export { isSigned, signAnchor } from './audit/anchor.js';
export { type AuditEntry, type ChainHead, emptyChain, nextEntry, sequenceOfMark } from './audit/chain.js';
export { type CheckReport, type Finding, type SchemaUser } from './check/check-report.js';
export { formatReport } from './check/format-report.js';
export type { SubgraphContext } from './context.js';
export { daysBetween, daysLater } from './days.js';
export { openDatabase, type Database } from './database/database.js';
export * from './demo/codes.js';
export * from './demo/days.js';
export * from './demo/pace.js';
export * from './demo/population.js';
export { demoAdults } from './demo/adults.js';
export * from './demo/public-servants.js';
export * from './demo/pupils.js';
export { demoProvince, type DemoName, type DemoProvince } from './demo/province.js';
export * from './demo/random.js';
export * from './demo/schools.js';
export * from './demo/write-csv.js';
export { type DemoRejections, writeDemoFileByHand, writeDemoRejections } from './demo/wrong-numbers.js';
export { AudienceEntity, type Audience, GoalEntity, type Goal } from './goals/goal.entity.js';
export { audienceImport, goalImport } from './goals/goal.import.js';
export { goalTables } from './goals/goals.migration.js';
export { ConnectionArguments, connectionType, type Page, PageInfo, pageSizeOf } from './graphql/connection.js';
export { Cost } from './graphql/cost.js';
export { CompetencyLevel, DigitalSkillGroup } from './graphql/digital-skills.js';
export { Format } from './graphql/format.js';
export * from './graphql/language.js';
export { pageLoader } from './graphql/page-loader.js';
export * from './graphql/scalars.js';
export * from './graphql/stubs.js';
export { type Caller, demandScope, unauthorized } from './trust/caller.js';
export { Records, RecordsOfPersons, RequiresScopes, type Right } from './graphql/rights.js';
export type { CheckedRow, Rejection } from './import/check-row.js';
export * as column from './import/column.js';
export type { Reading } from './import/column.js';
export { gapsAndOverlaps } from './import/validity.js';
export { daysInOrder } from './import/days-in-order.js';
export { type Correction, defineImport, type WholeFile } from './import/import-kind.js';
export { defineWholeImport } from './import/whole-import.js';
export type { ImportLine } from './import/import.route.js';
export { hasDemonstrationData, Provenance, provenanceOf } from './import/provenance.js';
export { inForceOn, isInForceOn, nearestTo } from './in-force.js';
export { type CountTable, type Fall, fallingCounts, recountGoals } from './ledger/counted-goals.js';
export type { ClaimingRecord } from './ledger/record-claims.js';
export { reachedGoals } from './ledger/reached-goals.js';
export type { SubscriptionContext } from './live/subscription-context.js';
export { allLoader, countLoader, defineLoader, entityLoader, listLoader, type Loader, rowsOfKeys } from './loader.js';
export { areas, levelOfType, type Place, placeLevels, type PlaceType, unknownStart } from './places/place.js';
export { type PlaceCode, readPlaceCode, writePlaceCode } from './places/place-code.js';
export { PlaceEntity, type PlaceRow } from './places/place.entity.js';
export { codeOf, type PlaceKey, placeLoader } from './places/place.loader.js';
export { described } from './places/place-faults.js';
export type { Places } from './places/places.js';
export { syncPlaces } from './places/sync-places.js';
export { personalTables } from './people/personal-table.js';
export { PeopleCount } from './disclosure/people-count.js';
export { type CountKey, type PeopleTable, provinceDay, totalOfAllPlaces } from './disclosure/people-table.js';
export { fewestBeside, mostBeside, spareOfTotal } from './disclosure/public-bounds.js';
export {
  countStep,
  publishedCount,
  type PublishedCount,
  roundDown,
  slack,
  stepOf,
  totalStep,
} from './disclosure/published-count.js';
export { type HiddenEstimate, hiddenByError, hidingError } from './disclosure/hidden-by-error.js';
export {
  epsilonOfCommune,
  epsilonOfGroup,
  epsilonOfWhole,
  mostRight,
  noiseDeviation,
  noiseOf,
  noiseReach,
} from './disclosure/estimate-noise.js';
export { type PublishedEstimate, publishedEstimate, reachOfEstimate } from './disclosure/published-estimate.js';
export { publishedCountOf } from './disclosure/published-counts.loader.js';
export { hasCountsOnly } from './ledger/ledger.js';
export { carriedPoints, carriedRatio, carriedShare, ratioDecimals } from './disclosure/ratio-precision.js';
export { boundsOf, type PeopleBounds } from './release/bounds.js';
export { type RankRange, rankRanges, type Span } from './release/rank-ranges.js';
export {
  type GoalTerms,
  type GoalTime,
  isTooSmall,
  paceOf,
  ProgressStatus,
  statusOf,
  timeOf,
  verdictOfBoth,
} from './release/verdict.js';
export { groupKey, groupsFrom } from './sketches/make-sketches.js';
export { openSketches, SketchesFault, type SketchesHead } from './sketches/sealed-sketches.js';
export { type SketchFiles } from './sketches/sketch-config.js';
export { type Figure, Figures, monthNumber, monthOf, placeKey } from './release/figures.js';
export { isEmpty as isEmptyCell, keyOf as keyOfCell, takeIn } from './release/cells.js';
export { canonicalText, digestOf } from './release/canonical.js';
export { type Cell, readHeader, ReleaseFault, type ReleaseHeader, untilOf } from './release/release-format.js';
export { type ReleaseKeyFiles } from './release/release-key-files.js';
export { keyIdOf, type ReleaseKeys, signHeader, verifySignature } from './release/header-signature.js';
export { applyCells } from './signed-cells/apply-cells.js';
export { type CellTables } from './signed-cells/cell-tables.js';
export { watchCells } from './signed-cells/cell-watch.js';
export { verifyPage, verifyRelease } from './release/verify-release.js';
export {
  type FormerPublication,
  type NewPublication,
  type Publication,
  publicationFormat,
  type PublicationHead,
  type PublishedGoal,
  publishedFigures,
  readPublication,
  readPublicationHead,
} from './release/publication-format.js';
export { figureMembers, type PublishedFigure, rowOf } from './release/published-figure.js';
export { shareOf } from './release/released-cell.js';
export { type BundleInFile, type ReleaseInFile, verifyBundle } from './release/verify-publication.js';
export { type ReleaseAnswer, type ReleaseAsk } from './release/release.route.js';
export { type ReleaseSchedule } from './release/release-schedule.js';
export { type ImportWait } from './release/releaser.js';
export {
  type HandedOverPublication,
  type ImportedFile,
  type KeptPublication,
  keptStatement,
  type LinkAnswer,
  linkFormat,
  linkPath,
  type LinkMessage,
  type LinkReceipt,
  mostClockDifferenceMs,
  readLinkMessage,
  type ReleaseNoticeTold,
  type SentReceipt,
  signedMessage,
  type SignedMessage,
} from './link/link-format.js';
export { type HubDesk, linkRoutes, NotLet } from './link/link.routes.js';
export { demoPeople, runSubgraph } from './run.js';
export { buildSubgraph } from './schema.js';
export { createServer } from './server.js';
export type { DemoOptions, Doors, OpenDoors, SubgraphDefinition } from './subgraph.js';
export type { TlsConfig, TrustConfig } from './trust/trust-config.js';
export { searchKey, searchText, sortKey } from './vietnamese.js';
export {
  type Agreement,
  type AgreementsFile,
  agreementsGraph,
  badUserInput,
  clientError,
  type Clock,
  combineAgreements,
  dayInProvince,
  endOfDayInProvince,
  type FiguresUse,
  findAgreements,
  gatewayItself,
  isLinked,
  isLinkLocalUrl,
  keyId,
  KeyFileError,
  type LinkState,
  linkStates,
  organisationCode,
  organisationSaid,
  type OrganisationSaid,
  publicKeyPem,
  type PublishedOrganisation,
  type RegistrySnapshot,
  reservedCodes,
  followSnapshot,
  SnapshotFolder,
  type SignedSnapshot,
  signSnapshot,
  shippedContract,
  subgraphs,
  takePublished,
  GraphQLPeriod,
  momentInProvince,
  monthInProvince,
  isOneOf,
  isProgramRole,
  isSchoolYear,
  maxProgramKeys,
  mayUseFigures,
  movement,
  type NamedKey,
  networkError,
  type OrganisationAgreements,
  parsePeriod,
  parseSchoolYear,
  participants,
  programKeyHash,
  programKeySecret,
  type ProgramKeysSnapshot,
  type ProgramRole,
  programRoles,
  programScopes,
  type Purpose,
  readAgreements,
  readPublicKeys,
  readRestoreRecord,
  type RestoreMark,
  type RestoreRecord,
  type RestoreRequest,
  restoreRequest,
  schoolYearOf,
} from '@hub/schema';
export { Migration } from '@mikro-orm/migrations';
export type { SqlEntityManager } from '@mikro-orm/sql';
export {
  cellErrorOf,
  defaultPrecision,
  type Estimate,
  overlapOf,
  peopleInCells,
  PeopleSketch,
  quantile,
  sharedErrorOf,
  SketchFault,
} from '@hub/schema';
