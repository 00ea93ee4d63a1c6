export {
  type Agreement,
  type Granularity,
  type OrganisationAgreements,
  type Partners,
  type Purpose,
} from './agreements/agreement.js';
export { type AgreementsGraph, agreementsGraph } from './agreements/agreements-graph.js';
export {
  type Agreements,
  type AgreementsFault,
  type AgreementsFile,
  type CombinedAgreements,
  combineAgreements,
  type NamedPurpose,
} from './agreements/combine-agreements.js';
export { findAgreements } from './agreements/find-agreements.js';
export { type Asker, endsAt, holds, isInForce, isOneOf, isSharedWith } from './agreements/holds.js';
export { type FiguresUse, mayUseFigures } from './agreements/may-use-figures.js';
export { type OwnedFields, ownedFields } from './agreements/owned-fields.js';
export { readAgreements } from './agreements/read-agreements.js';
export { sharedFields, shares, unsharedFields } from './agreements/shared-fields.js';
export { type Anchor, anchorPath, anchorSchema, maxAnchorBytes, readAnchorMessage } from './audit-anchor.js';
export {
  keptMark,
  type KeptMark,
  lastLostOf,
  readRestoreRecord,
  restoreMark,
  type RestoreMark,
  restoreRecord,
  type RestoreRecord,
  restoreRequest,
  type RestoreRequest,
} from './audit-restore.js';
export { maxSchemaBytes } from './max-schema-bytes.js';
export { readBoundedFile } from './read-bounded-file.js';
export { badUserInput, clientError, isForClient, maskError } from './errors.js';
export { auditLog, gatewayItself, isHubService, movement, registry, type Subgraph } from './organisations/hub-parts.js';
export {
  type LinkState,
  linkStates,
  publicKeyPem,
  type PublishedOrganisation,
  readSnapshot,
  type RegistrySnapshot,
  type SignedSnapshot,
  SnapshotFault,
  signSnapshot,
} from './snapshot/snapshot.js';
export { agreementsWith, SnapshotFolder, snapshotFiles } from './snapshot/snapshot-folder.js';
export { followSnapshot } from './snapshot/follow-snapshot.js';
export {
  organisationCode,
  organisationPublished,
  organisationSaid,
  type OrganisationSaid,
} from './organisations/organisation-record.js';
export { readYaml } from './organisations/read-yaml.js';
export { reservedCodes } from './organisations/hub-parts.js';
export {
  isLinked,
  keepsPeople,
  type Participant,
  participants,
  subgraphs,
  takePublished,
} from './organisations/linked.js';
export {
  operatorScopes,
  ordinaryScopes,
  operatorTokenFor,
  readOperatorTokens,
  type OperatorScope,
  type OperatorToken,
} from './operator-tokens.js';
export { GraphQLPeriod, parsePeriod, type PeriodRange } from './period.js';
export {
  type Clock,
  dayInProvince,
  endOfDayInProvince,
  momentInProvince,
  monthInProvince,
  provinceOffset,
  systemClock,
  timeInProvince,
} from './province-day.js';
export { isLinkLocalUrl, LinkLocalError, lookupElsewhere } from './link-local.js';
export { namedPlugin } from './named-plugin.js';
export { notFormula } from './not-formula.js';
export { inProduction, isProduction } from './production.js';
export {
  isServiceRole,
  isProgramRole,
  programRoles,
  programScopes,
  type ProgramRole,
  type Role,
  roles,
  usualScopes,
} from './roles.js';
export {
  maxProgramKeys,
  programKeyHash,
  type ProgramKeyRecord,
  programKeySecret,
  type ProgramKeysSnapshot,
  programKeysSnapshot,
} from './program-keys.js';
export { AddressList, networkError } from './address-list.js';
export { loggableRequest } from './loggable-request.js';
export { returnMemory, returnMemoryWhenIdle, worthwhileBytes } from './return-memory.js';
export { isSchoolYear, parseSchoolYear, type SchoolYearRange, schoolYearOf } from './school-year.js';
export { secureTransportHeaders, securityHeaders } from './security-headers.js';
export { guardConnections, refuseUpgrade, type TakeUpgrade } from './guarded-connections.js';
export { unforeseenFault } from './unforeseen-fault.js';
export { shippedContract, defaultRootPlace, shippedGoals, shippedPlaces, shippedPopulation } from './shipped-data.js';
export { openTracing, tracesEndpoint, type Tracing } from './telemetry/tracing.js';
export {
  type FormatName,
  formatDirective,
  formatSpecification,
  type ValueFormat,
  valueFormats,
} from './value-formats.js';
export * from './http-signature/index.js';
export { type Estimate, quantile } from './sketch/estimate.js';
export { overlapOf } from './sketch/overlap.js';
export {
  type CellEstimate,
  cellErrorOf,
  defaultPrecision,
  peopleInCells,
  PeopleSketch,
  sharedErrorOf,
} from './sketch/people-sketch.js';
export { SketchFault } from './sketch/sketch-fault.js';
