// Messages: signatures over them, sessions, and later proof of requests.
export { isSigned, signAnchor } from './audit/anchor.js';
export { type Anchor, anchorPath, anchorSchema, maxAnchorBytes, readAnchorMessage } from './audit/audit-anchor.js';
export {
  type KeptMark,
  lastLostOf,
  readRestoreRecord,
  type RestoreMark,
  restoreMark,
  type RestoreRecord,
  type RestoreRequest,
  restoreRequest,
} from './audit/audit-restore.js';
export {
  type AcceptedRestore,
  type AuditEntry,
  type ChainFault,
  type ChainHead,
  ChainVerifier,
  emptyChain,
  type KeptHead,
  nextEntry,
  sequenceOfMark,
} from './audit/chain.js';
export { headsOf, type KeptRecord, readKeptRecord, untold } from './audit/kept-record.js';
export { ReceiptedRequests } from './audit/receipted-requests.js';
export { isSignedPlace, type RecordStream, recordStream, signPlace, type StreamPlace } from './audit/record-stream.js';
export { contentDigest } from './http-signature/content-digest.js';
export { EventSeals, sealHeader, sealLength } from './http-signature/event-seals.js';
export { type Exchange, exchangeDigest } from './http-signature/exchange.js';
export { keyId } from './http-signature/key-id.js';
export {
  maxReceiptBytes,
  maxReceiptExchanges,
  readReceipt,
  readReceiptAnswer,
  type Receipt,
  type ReceiptAnswer,
  receiptPath,
  type StatedExchange,
} from './http-signature/receipt.js';
export { agreeOnKeys, type Ephemeral, newEphemeral, type SessionKeys } from './http-signature/session-keys.js';
export {
  readSessionGrant,
  readSessionOffer,
  schemaPath,
  type SessionGrant,
  type SessionOffer,
  sessionPath,
  sessionTranscript,
} from './http-signature/session-messages.js';
export {
  callerHeader,
  type Headers,
  isSignedAnswer,
  isSignedRequest,
  type NamedKey,
  purposeHeader,
  type ReadSignature,
  readSignature,
  type SignableRequest,
  signAnswer,
  type SignatureHeaders,
  signatureOf,
  signedAnswer,
  signedAnswerHeaders,
  signedRequest,
  signedRequestHeaders,
  signRequest,
  verifiedAnswer,
  verifiedRequest,
} from './http-signature/signed-message.js';
export { proofOf } from './receipts/proof.js';
export { ReceiptFault, verifyReceipt } from './receipts/receipt-verifier.js';
export { type StoredReceipt, storedReceipt } from './receipts/stored-receipt.js';

// Organisations: their records, the hub’s own parts, the registry’s snapshot, and checks of schemas.
export { type CheckReport, checkReport, type Finding, type SchemaUser } from './check/check-report.js';
export { atomText, type FeedEntry, type FeedHead } from './changes/atom.js';
export { atomFeed } from './changes/atom-feed.js';
export { type ChangeLogEntry, changeLogEntries, changeLogMarkdown, type ChangeOfEntry } from './changes/change-log.js';
export { type EventOnPage, pageOfEvent } from './changes/event-page.js';
export { readCandidate } from './check/candidate.js';
export {
  type Deprecation,
  deprecationFormat,
  faultOfDeprecation,
  noticeDays,
  readDeprecation,
} from './check/deprecation.js';
export { formatReport } from './check/format-report.js';
export { keyFields, readSubgraph, type SubgraphSchema, type SubgraphType } from './check/subgraph-types.js';
export {
  auditLog,
  gatewayItself,
  isHubService,
  movement,
  registry,
  reservedCodes,
  type Subgraph,
} from './organisations/hub-parts.js';
export { isLinked, keepsPeople, takeOwn, takePublished, takeRecords } from './organisations/linked.js';
export { maxSchemaBytes } from './organisations/max-schema-bytes.js';
export {
  organisationCode,
  organisationFile,
  organisationOfFolder,
  organisationPublished,
  type OrganisationRecord,
  type OrganisationSaid,
  organisationSaid,
} from './organisations/organisation-record.js';
export { mostProblems, readYaml } from './organisations/read-yaml.js';
export {
  type LinkState,
  linkStates,
  publicKeyPem,
  type PublishedOrganisation,
  readSnapshot,
  type RegistrySnapshot,
  type SignedSnapshot,
  signSnapshot,
  SnapshotFault,
} from './snapshot/snapshot.js';

// The feed: which keys, apps and agreements hold.
export { type AccessFeed, type FeedApp, feedBounds, type FeedKey, type FeedOrganisation } from './feed/access-feed.js';
export { FeedFault, type KnownFeed, type NumberedFeed, readFeedAnswer, writeFeedAnswer } from './feed/feed-answer.js';

// Pages: how organisations lay their records out.
export { type Bilingual, calledBy, operationOf } from './pages/described.js';
export {
  type AddedColumn,
  type Panel,
  type PanelColumn,
  type PanelFact,
  type PanelList,
  type Panels,
  type PlacedValue,
  type Template,
  type PanelFormat,
} from './pages/panel.js';
export { laidOutPages, problemsOfPages, type PublishedPages, readPages, writePages } from './pages/published-pages.js';
export { type PanelSource, readPanel } from './pages/read-panel.js';
export { rootShape, type Shape, shapeAt } from './pages/shape.js';

// Finding an object of any type by one id.
export { node, nodeId, nodeInterface, nodeSchema, nodeTypesOf, readNodeId } from './nodes/node-types.js';

// Agreements: reading and judging them.
export {
  type Agreement,
  type Granularity,
  type OrganisationAgreements,
  type Partners,
  personsFields,
  type Purpose,
} from './agreements/agreement.js';
export { type AgreementsGraph, agreementsGraph } from './agreements/agreements-graph.js';
export {
  type Agreements,
  type AgreementsFile,
  combineAgreements,
  type CombinedAgreements,
  type NamedPurpose,
} from './agreements/combine-agreements.js';
export { type Asker, endsAt, holds, isInForce, isOneOf, isSharedWith } from './agreements/holds.js';
export { type FiguresUse, mayUseFigures } from './agreements/may-use-figures.js';
export type { OwnedFields } from './agreements/owned-fields.js';
export { readAgreements } from './agreements/read-agreements.js';
export { sharedFields, shares, unsharedFields } from './agreements/shared-fields.js';

// Access rights: roles, keys for programs, operators’ tokens.
export {
  type OperatorScope,
  operatorScopes,
  type OperatorToken,
  operatorTokenFor,
  ordinaryScopes,
  readOperatorTokens,
} from './access/operator-tokens.js';
export {
  keyTerms,
  type KeyTerms,
  maxProgramKeys,
  maxTermsBytes,
  programKeyHash,
  programKeySecret,
} from './access/program-keys.js';
export {
  appStates,
  type AppState,
  appTerms,
  type AppTerms,
  documentHash,
  isRegisteredAppId,
  maxAppDocuments,
  maxApps,
  readDocumentsManifest,
  type RegisteredApp,
  type Republication,
  republications,
  withoutAlgorithm,
} from './access/registered-apps.js';
export {
  importsScope,
  isServiceRole,
  type ProgramRole,
  programRoles,
  programScopes,
  type Role,
  roles,
  usualScopes,
} from './access/roles.js';

// Releases: cells, published counts, and values computed from them.
export { fewestBeside, mostBeside, spareOfTotal } from './counts/public-bounds.js';
export {
  countStep,
  mostOfTotal,
  zeroPublished,
  type PublishedCount,
  publishedCount,
  roundDown,
  roundDownTotal,
  slack,
  stepOf,
  totalStep,
} from './counts/published-count.js';
export {
  carriedPoints,
  carriedPointsBetween,
  carriedPointsOutward,
  carriedRatio,
  carriedShare,
  ratioDecimals,
} from './counts/ratio-precision.js';
export { boundsOf, type PeopleBounds } from './release/bounds.js';
export { canonicalText, digestOf } from './release/canonical.js';
export {
  type CellChange,
  comparing,
  isEmpty as isEmptyCell,
  keyOf as keyOfCell,
  ordering,
  takeIn,
} from './release/cells.js';
export { dayBefore, lastDayOf } from './release/days.js';
export { Figures, monthNumber, monthOf, placeKey } from './release/figures.js';
export { keyIdOf, type ReleaseKeys, signHeader, verifySignature } from './release/header-signature.js';
export { layingOut, type Page, pagesOf } from './release/pages.js';
export {
  type LikelyRank,
  likelyRanks,
  type PublishedPeople,
  type RankedOrder,
  RankTier,
  type Uncertain,
  uncertainNumber,
  uncertainPeople,
  uncertainValue,
} from './release/likely-ranks.js';
export {
  type Cell,
  day,
  formatOf,
  type MadeBy,
  month,
  readHeader,
  ReleaseFault,
  releaseFormat,
  type ReleaseHeader,
  type SketchEntry,
  untilOf,
} from './release/release-format.js';
export type { ReleaseStanding } from './release/release-standing.js';
export { shareOf } from './release/released-cell.js';
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
export { verifyOrder, verifyPage, verifyRelease } from './release/verify-release.js';

// Publications.
export {
  type NewPublication,
  type Publication,
  hasMembers,
  withFormat,
  type PublicationHead,
  publishedFigures,
  type PublishedGoal,
  readPublication,
  readPublicationHead,
} from './publication/publication-format.js';
export { figureMembers, type PublishedFigure, rowOf } from './publication/published-figure.js';
export { type BundleInFile, type ReleaseInFile, verifyBundle } from './publication/verify-publication.js';

// The link: messages between organisations and the hub about releases.
export {
  type HandedOverPublication,
  handedOverRelease,
  handedOverSketches,
  type ImportedFile,
  type KeptPublication,
  keptStatement,
  type LinkAnswer,
  linkAnswer,
  linkFormat,
  type LinkMessage,
  linkPath,
  type LinkReceipt,
  linkRefusal,
  maxMessageBytes,
  maxReleaseBytes,
  maxSketchBytes,
  mostClockDifferenceMs,
  readLinkMessage,
  readLinkReceipt,
  type ReleaseNoticeBody,
  type SentReceipt,
  sentReceipt,
  type SignedMessage,
  signedMessage,
} from './link/link-format.js';
export { importState } from './link/import-state.js';
export { type Examined, examinedSchema } from './link/examined.js';
export {
  type CiScope,
  ciScopes,
  ciTokenOf,
  isCiToken,
  maxCiDays,
  type OrganisationStatement,
  organisationStatement,
  signedStatement,
} from './link/statement-format.js';

// People counted once: pseudonyms, keys of periods, envelopes of keys, sketches.
export { EnvelopeFault, type EnvelopeKind, type KeyEnvelopeContent, openKeys, sealKeys } from './keys/key-envelope.js';
export {
  inOrderOfMonths,
  lastPeriodOf,
  makePeriodKeys,
  parsePeriodKeys,
  type PeriodKey,
  type PeriodKeys,
  PeriodKeysFault,
  periodKeysFrom,
  periodKeysText,
  secretsOf,
} from './keys/period-keys.js';
export { chainedDigest, keyedDigest, type PseudonymKeys, pseudonymOf, readPseudonymKeys } from './keys/pseudonym.js';
export { cellsOf } from './sketch/cell-count.js';
export { type CellLikelihood, cellLikelihood } from './sketch/cell-likelihood.js';
export { quantile } from './sketch/estimate.js';
export { overlapOf } from './sketch/overlap.js';
export { cellErrorOf, defaultPrecision, peopleInCells, PeopleSketch, sharedErrorOf } from './sketch/people-sketch.js';
export { meanOf, pointOf, type Posterior, posteriorOf, withChances, within } from './sketch/people-posterior.js';
export { personTokens } from './sketch/person-token.js';
export { openSketches, sealSketches, SketchesFault } from './sketch/sealed-sketches.js';
export { SketchFault } from './sketch/sketch-fault.js';

// Values: periods, days, formats, errors.
export { atOnce } from './values/at-once.js';
export { daysBetween, daysLater } from './values/days.js';
export { badUserInput, clientError, isForClient, maskError } from './values/errors.js';
export { GraphQLPeriod, parsePeriod } from './values/period.js';
export {
  hasCitizenNumber,
  looksLikeName,
  type PersonalKind,
  personalHeader,
  personalValues,
  provincesOfNumbers,
} from './values/personal-values.js';
export {
  type Clock,
  dayInProvince,
  endOfDayInProvince,
  momentInProvince,
  monthInProvince,
  provinceOffset,
  systemClock,
  timeInProvince,
} from './values/province-day.js';
export { rounded } from './values/rounded.js';
export { isSchoolYear, parseSchoolYear, schoolYearOf } from './values/school-year.js';
export {
  formatDirective,
  type FormatName,
  formatSpecification,
  type ValueFormat,
  valueFormats,
} from './values/value-formats.js';
export { type DueRelease, dueReleasesPath, readDueReleases } from './endings/due-release.js';
export {
  type DueEnding,
  dueEndings,
  type Ending,
  type GivenEnding,
  dueEnding,
  ending,
  endingKinds,
  endingOfPeriodKeys,
  endingNotices,
  endingsPath,
  noticeOf,
  readEndings,
  type ReportedEndings,
  reportedEndings,
  reportHoldsMs,
  sayEnding,
} from './endings/ending.js';
