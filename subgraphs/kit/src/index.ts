import 'reflect-metadata';

// The program.
export type { SubgraphContext } from './graphql/context.js';
export { defineService, type Service, Services } from './graphql/services.js';
export { addEndpoint, type EndpointServer, type PricedEndpoint, pricesOf } from '@hub/runtime';
export { lookPrice, messagePrice } from './base/usual-prices.js';
export { runSubgraph } from './server/run.js';
export { archiveFunctions, type ArchiveSet } from './archive/archive-set.js';
export type {
  DemonstrationOptions,
  Endpoints,
  OpenEndpoints,
  ScaleOptions,
  ServedParts,
  SubgraphDefinition,
} from './definition/subgraph.js';

// Records, each declared once.
export { checkTables } from './record/check-tables.js';
export type { RecordDeclaration } from './record/declaration.js';
export type { Form, FormField, TypedRow } from './record/form.js';
export { defineRecord } from './record/define-record.js';
export { defineSubgraph } from './definition/define-subgraph.js';
export { organisationFromFolder } from './definition/organisation-folder.js';
export { type ReadRecords, readRecords, type RecordFile } from './record/read-records.js';
export { enumOf, wordsOf, type WordsOf } from './graphql/words.js';
export { stubOf } from './record/graphql-class.js';
export type { DefinedRecord, RowOf } from './record/record.js';
export { draftOf, howToFill, type TableFault } from './record/record-tables.js';

// Types of the graph, their fields, and the rights to read them.
export { ConnectionArguments, connectionType, type Page, PageInfo, pageSizeOf } from './graphql/connection.js';
export { Cost } from './graphql/cost.js';
export { CompetencyLevel, competencyLevel, DigitalSkillGroup, digitalSkillGroup } from './graphql/digital-skills.js';
export { Format } from './graphql/format.js';
export { inLanguage, Language, LanguageArg } from './graphql/language.js';
export { listOrders, OrderByArg } from './graphql/list-orders.js';
export { LinkStateEnum } from './graphql/link-state.js';
export { pageLoader } from './graphql/page-loader.js';
export { Records, RecordsOfPersons, RequiresScopes } from './graphql/rights.js';
export { GraphQLDay, GraphQLMoment, GraphQLSchoolYear } from './graphql/scalars.js';
export { CommuneStub } from './graphql/stubs.js';
export { presentOf } from './live/present.js';
export type { RestsOnFigures } from './graphql/resting-fields.js';
export { type MailFault, MailPost, type MailText } from './mail/mail-post.js';
export type { MailSettings } from './settings/config.js';
export type { SubscriptionContext } from './live/subscription-context.js';
export { type Caller, demandScope, unauthorized } from './trust/caller.js';

// Loaders.
export { allLoader, defineLoader, entityLoader, listLoader, rowsOfKeys } from './graphql/loader.js';

// Files that are imported.
export type { CagedCell } from './cage/caged-cells.js';
export * as column from './file/column.js';
export type { CheckedRow, Rejection } from './file/check-row.js';
export type { Reading } from './file/column.js';
export { daysInOrder } from './file/days-in-order.js';
export { type Correction, defineImport, type TakeOut, type WholeFile } from './file/import-kind.js';
export { hasDemonstrationData, Provenance, provenanceOf } from './import/provenance.js';
export { rowValue } from './file/row-values.js';
export { gapsAndOverlaps } from './file/validity.js';
export { defineWholeImport } from './import/whole-import.js';

// Claims to the ledger, and published counts.
export { PeopleCount } from './disclosure/people-count.js';
export {
  communesOfMeasures,
  type CountKey,
  type PeopleTable,
  provinceDay,
  isOfAllPlaces,
  totalOfAllPlaces,
} from './disclosure/people-table.js';
export { publishedCountOf } from './disclosure/published-counts.loader.js';
export { type CountTable, type Fall, fallingCounts } from './ledger/counted-goals.js';
export { reachedGoals } from './ledger/reached-goals.js';
export type { ClaimingRecord } from './file/facts.js';

// Places and goals.
export { type Audience, AudienceEntity, type Goal, GoalEntity } from './goals/goal.entity.js';
export { inForceOn, isInForceOn, nearestTo } from './base/in-force.js';
export { readPlaceCode, writePlaceCode } from './places/place-code.js';
export { PlaceEntity, type PlaceRow } from './places/place.entity.js';
export { type Place, unknownStart } from './places/place.js';
export { codeOf, placeLoader } from './places/place.loader.js';
export { Places } from './places/places.js';

// Keys for searching and sorting texts.
export { searchKey, searchText } from './base/vietnamese.js';

// Values that cross between organisations: days, periods, errors, linked organisations.
export {
  type Clock,
  badUserInput,
  clientError,
  dayInProvince,
  daysBetween,
  daysLater,
  GraphQLPeriod,
  isSchoolYear,
  momentInProvince,
  monthInProvince,
  parsePeriod,
  parseSchoolYear,
  schoolYearOf,
} from '@hub/protocol';
export { knownOrganisations } from '@hub/runtime';

// Of MikroORM.
export { Migration } from '@mikro-orm/migrations';
export type { SqlEntityManager } from '@mikro-orm/sql';
