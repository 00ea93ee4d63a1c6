import { atScale, demonstration } from '@hub/demo';
import { PlaceEntity, type SubgraphContext, type SubgraphDefinition } from '@hub/kit';
import { BoundaryEntity } from './boundary/boundary.entity.js';
import { Migration20261203000000_boundary } from './boundary/boundary.migration.js';
import { CommuneBoundaryResolver, PlaceBoundaryResolver } from './boundary/boundary.resolver.js';
import { CalendarResolver } from './calendar/calendar.resolver.js';
import { loadCommune } from './commune/commune.loader.js';
import { Migration20261126000000_communeSearch } from './commune/commune-search.migration.js';
import { CommuneResolver } from './commune/commune.resolver.js';
import { writeDemo } from './demo.js';
import { writeScale } from './scale.js';
import { Migration20261203000100_figuresVersion } from './figures-version/figures-version.migration.js';
import { FiguresVersionResolver } from './figures-version/figures-version.resolver.js';
import { figuresVersion } from './figures-version/figures-version.js';
import { restingFields } from './figures-version/resting-fields.js';
import { folder } from './folder.js';
import { VerdictBoundEntity } from './verdict-bound/verdict-bound.entity.js';
import { Migration20261205000000_verdictBound } from './verdict-bound/verdict-bound.migration.js';
import { Migration20261205000000_denominatorBasis } from './denominator/denominator-basis.migration.js';
import { Migration20261207000200_cappedTotals } from './denominator/capped-totals.migration.js';
import { DenominatorEntity } from './denominator/denominator.entity.js';
import { DenominatorResolver } from './denominator/denominator.resolver.js';
import { GoalExpectationEntity } from './goal/goal-expectation.entity.js';
import { goalById, goalOn } from './goal/goal.loader.js';
import { AudienceResolver, GoalResolver, GoalVersionResolver } from './goal/goal.resolver.js';
import { Migration20261128000000_goalsInTime } from './goals-in-time.migration.js';
import { IndicatorEntity, IndicatorReadingEntity } from './indicator/indicator.entity.js';
import {
  GoalIndicatorsResolver,
  indicatorLoader,
  IndicatorReadingResolver,
  IndicatorResolver,
} from './indicator/indicator.resolver.js';
import { Migration20261129000200_indicatorsInOnePlace } from './indicator/indicators-in-one-place.migration.js';
import { Migration20261129000000_organisationNames } from './organisation-names.migration.js';
import { OrganisationEntity } from './organisation/organisation.entity.js';
import { ImportRunResolver, OrganisationImportsResolver } from './organisation/organisation-import.resolver.js';
import { ImportRunEntity } from './organisation/organisation-import.type.js';
import { OrganisationReleasesResolver } from './organisation/organisation-release.resolver.js';
import {
  DataStatementResolver,
  organisationLoader,
  OrganisationResolver,
} from './organisation/organisation.resolver.js';
import { linkFrom } from './link/link-from.js';
import { Migration20261210000000_knownVersions } from './link/known-versions.migration.js';
import { Migration20261208000000_link } from './link/link.migration.js';
import { Migration20261216000000_titledImports } from './link/titled-imports.migration.js';
import { Migration20261212000000_undoneImports } from './link/undone-imports.migration.js';
import { movementImports } from './imports.js';
import { Migration20261207000000_metadata } from './metadata/metadata.migration.js';
import { GoalMetadataEntity, IndicatorMetadataEntity } from './metadata/metadata.entity.js';
import { GoalMetadataResolver, IndicatorMetadataResolver, MetadataResolver } from './metadata/metadata.resolver.js';
import { EventResolver } from './events/event.resolver.js';
import { Migration20261213000000_events } from './events/events.migration.js';
import { GoalProgressChangedResolver } from './progress/goal-progress-changed.resolver.js';
import { GoalFiguresResolver } from './progress/goal-figures.resolver.js';
import { loadProgressById } from './progress/goal-progress.loader.js';
import { CommuneSeriesResolver } from './progress/commune-series.resolver.js';
import {
  BreaksSinceResolver,
  CommuneProgressResolver,
  GoalProgressResolver,
} from './progress/goal-progress.resolver.js';
import { ContributionsResolver, ReportedContributionResolver } from './progress/contributions.resolver.js';
import { PeopleOnceResolver } from './progress/people-once.resolver.js';
import { ProgressTableResolver } from './progress/progress-table.resolver.js';
import { Migration20261204000100_pending } from './pending/pending.migration.js';
import { PendingReleaseResolver } from './pending/pending-release.resolver.js';
import { ReleaseBoundEntity } from './pending/release-bound.entity.js';
import { Migration20261214000000_figureNotes } from './notes/figure-notes.migration.js';
import { FigureNotesResolver, NotesOfFigureResolver } from './notes/figure-notes.resolver.js';
import { PlaceResolver } from './place/place.resolver.js';
import { Migration20261127000000_places } from './place/places.migration.js';
import { PublicationResolver } from './publication/publication.resolver.js';
import { PublicationDraftFieldsResolver } from './publishing/publication-draft.resolver.js';
import { Migration20261212000000_publishing } from './publishing/publishing.migration.js';
import { PublishingResolver } from './publishing/publishing.resolver.js';
import { GoalDaysEntity } from './goal-days/goal-days.entity.js';
import { Migration20261212000100_goalDays } from './goal-days/goal-days.migration.js';
import { GoalDaysResolver } from './goal-days/goal-days.resolver.js';
import { PurposeResolver } from './purpose/purpose.resolver.js';
import { Migration20261202000000_keptTables } from './kept/kept-tables.migration.js';
import { AlteredReleaseResolver } from './register/altered-release.resolver.js';
import { registerArchiveSets } from './register/archive-sets.js';
import { Migration20261211000000_archive } from './register/archive.migration.js';
import { Migration20261204000000_cellsOfRelease } from './register/cells-of-release.migration.js';
import { Migration20261201000000_ranges } from './register/ranges.migration.js';
import { followFrom } from './register/register.endpoints.js';
import { Migration20261129000100_publication } from './publication/publication.migration.js';
import { RegionEntity } from './region/region.entity.js';
import { Migration20261203000050_regions } from './region/region.migration.js';
import { RegionResolver } from './region/region.resolver.js';
import { Migration20261129000000_register } from './register/register.migration.js';
import { Migration20261205000000_setAside } from './register/set-aside.migration.js';
import { HeadlineEntity } from './headline/headline.entity.js';
import { Migration20261206000100_headline } from './headline/headline.migration.js';
import { Migration20261206000000_estimates } from './sketches/estimates.migration.js';
import { Migration20261207000100_setAsideRounds } from './sketches/set-aside-rounds.migration.js';
import { Migration20261202000000_sketches } from './sketches/sketches.migration.js';
import { RevisionsResolver } from './revisions/revisions.resolver.js';
import { ServicePointEntity } from './service-point/service-point.entity.js';
import {
  CommuneServicePointsResolver,
  servicePointLoader,
  ServicePointResolver,
} from './service-point/service-point.resolver.js';
import {
  CommuneObstaclesResolver,
  ObstacleResolver,
  OrganisationObstaclesResolver,
} from './steering/obstacle.resolver.js';
import { ObstacleEntity, TaskEntity } from './steering/steering.entity.js';
import { CommuneTasksResolver, TaskResolver } from './steering/task.resolver.js';
import { MailResolver } from './mail/mail.resolver.js';
import { Migration20261214000000_mail } from './mail/mail.migration.js';
import { WebhookResolver } from './webhooks/webhook.resolver.js';
import { Migration20261213000100_webhooks } from './webhooks/webhooks.migration.js';
import { Migration20260103000000_movement } from './tables.migration.js';

interface ById {
  readonly id: string;
}

interface ByCode {
  readonly code: string;
}

/** The provincial steering committee (Ban Chỉ đạo tỉnh): what the organisations share, and progress towards the goals. */
export const movement: SubgraphDefinition = {
  organisation: 'movement',
  folder,
  entities: [
    PlaceEntity,
    BoundaryEntity,
    OrganisationEntity,
    ImportRunEntity,
    GoalExpectationEntity,
    ReleaseBoundEntity,
    VerdictBoundEntity,
    HeadlineEntity,
    GoalDaysEntity,
    DenominatorEntity,
    RegionEntity,
    IndicatorEntity,
    IndicatorReadingEntity,
    GoalMetadataEntity,
    IndicatorMetadataEntity,
    ServicePointEntity,
    TaskEntity,
    ObstacleEntity,
  ],
  migrations: [
    Migration20260103000000_movement,
    Migration20261126000000_communeSearch,
    Migration20261127000000_places,
    Migration20261128000000_goalsInTime,
    Migration20261129000000_organisationNames,
    Migration20261129000000_register,
    Migration20261129000100_publication,
    Migration20261129000200_indicatorsInOnePlace,
    Migration20261201000000_ranges,
    Migration20261202000000_sketches,
    Migration20261202000000_keptTables,
    Migration20261203000000_boundary,
    Migration20261203000050_regions,
    Migration20261203000100_figuresVersion,
    Migration20261204000000_cellsOfRelease,
    Migration20261204000100_pending,
    Migration20261205000000_verdictBound,
    Migration20261205000000_setAside,
    Migration20261206000000_estimates,
    Migration20261206000100_headline,
    Migration20261205000000_denominatorBasis,
    Migration20261207000000_metadata,
    Migration20261207000100_setAsideRounds,
    Migration20261207000200_cappedTotals,
    Migration20261208000000_link,
    Migration20261210000000_knownVersions,
    Migration20261211000000_archive,
    Migration20261212000000_publishing,
    Migration20261212000100_goalDays,
    Migration20261212000000_undoneImports,
    Migration20261213000000_events,
    Migration20261214000000_figureNotes,
    Migration20261213000100_webhooks,
    Migration20261214000000_mail,
    Migration20261216000000_titledImports,
  ],
  resolvers: [
    CommuneResolver,
    PlaceResolver,
    CommuneBoundaryResolver,
    PlaceBoundaryResolver,
    OrganisationResolver,
    OrganisationImportsResolver,
    ImportRunResolver,
    OrganisationReleasesResolver,
    DataStatementResolver,
    GoalResolver,
    GoalVersionResolver,
    AudienceResolver,
    DenominatorResolver,
    GoalIndicatorsResolver,
    IndicatorResolver,
    IndicatorReadingResolver,
    MetadataResolver,
    GoalMetadataResolver,
    IndicatorMetadataResolver,
    CalendarResolver,
    RevisionsResolver,
    GoalFiguresResolver,
    FiguresVersionResolver,
    ProgressTableResolver,
    PeopleOnceResolver,
    RegionResolver,
    PublicationResolver,
    FigureNotesResolver,
    NotesOfFigureResolver,
    PublishingResolver,
    PublicationDraftFieldsResolver,
    GoalDaysResolver,
    AlteredReleaseResolver,
    PendingReleaseResolver,
    GoalProgressResolver,
    BreaksSinceResolver,
    ContributionsResolver,
    ReportedContributionResolver,
    CommuneProgressResolver,
    CommuneSeriesResolver,
    GoalProgressChangedResolver,
    EventResolver,
    WebhookResolver,
    MailResolver,
    PurposeResolver,
    ServicePointResolver,
    CommuneServicePointsResolver,
    TaskResolver,
    CommuneTasksResolver,
    ObstacleResolver,
    CommuneObstaclesResolver,
    OrganisationObstaclesResolver,
  ],
  restsOnFigures: { version: figuresVersion, fields: restingFields },
  references: {
    Commune: ({ code }: ByCode, context: SubgraphContext) => loadCommune(code, context),
    Organisation: ({ code }: ByCode, context: SubgraphContext) => organisationLoader(context).load(code),
    Goal: (key: ByCode | ById, context: SubgraphContext) =>
      'code' in key ? goalOn(key.code, context) : goalById(key.id, context),
    Indicator: ({ code }: ByCode, context: SubgraphContext) => indicatorLoader(context).load(code),
    ServicePoint: ({ code }: ByCode, context: SubgraphContext) => servicePointLoader(context).load(code),
    GoalProgress: ({ id }: ById, context: SubgraphContext) => loadProgressById(id, context),
  },
  imports: movementImports,
  archives: registerArchiveSets,
  endpoints: followFrom,
  openEndpoints: linkFrom,
  writeDemo: demonstration(writeDemo),
  writeScale: atScale(writeScale, [
    'goal-expectations.csv',
    'goal-metadata.csv',
    'release-bounds.csv',
    'verdict-bounds.csv',
  ]),
};
