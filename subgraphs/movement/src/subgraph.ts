import { atScale, demonstration } from '@hub/demo';
import { PlaceEntity, type SubgraphContext, type SubgraphDefinition } from '@hub/kit';
import { BoundaryEntity } from './boundary/boundary.entity.js';
import { CommuneBoundaryResolver, PlaceBoundaryResolver } from './boundary/boundary.resolver.js';
import { CalendarResolver } from './calendar/calendar.resolver.js';
import { GoalCoherenceResolver, CoherenceFindingResolver } from './coherence/coherence.resolver.js';
import { GoalImplicationEntity } from './coherence/goal-implication.entity.js';
import { loadCommune } from './commune/commune.loader.js';
import { CommuneResolver } from './commune/commune.resolver.js';
import { writeDemo } from './demo.js';
import { writeScale } from './scale.js';
import { FigureChangesResolver } from './figure-changes/figure-changes.resolver.js';
import { FiguresVersionResolver } from './figures-version/figures-version.resolver.js';
import { figuresVersion } from './figures-version/figures-version.js';
import { restingFields } from './figures-version/resting-fields.js';
import { folder } from './folder.js';
import { VerdictBoundEntity } from './verdict-bound/verdict-bound.entity.js';
import { DenominatorEntity } from './denominator/denominator.entity.js';
import { DenominatorResolver } from './denominator/denominator.resolver.js';
import { GoalExpectationEntity } from './goal/goal-expectation.entity.js';
import { goalById, goalOn } from './goal/goal.loader.js';
import { AudienceResolver, GoalResolver, GoalVersionResolver } from './goal/goal.resolver.js';
import { IndicatorEntity, IndicatorReadingEntity } from './indicator/indicator.entity.js';
import {
  GoalIndicatorsResolver,
  indicatorLoader,
  IndicatorReadingResolver,
  IndicatorResolver,
} from './indicator/indicator.resolver.js';
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
import { movementImports } from './imports.js';
import { migrations } from './migrations.js';
import { GoalMetadataEntity, IndicatorMetadataEntity } from './metadata/metadata.entity.js';
import { GoalMetadataResolver, IndicatorMetadataResolver, MetadataResolver } from './metadata/metadata.resolver.js';
import { EventResolver } from './events/event.resolver.js';
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
import { PendingReleaseResolver } from './pending/pending-release.resolver.js';
import { ReleaseBoundEntity } from './pending/release-bound.entity.js';
import { FigureNotesResolver, NotesOfFigureResolver } from './notes/figure-notes.resolver.js';
import { PlaceResolver } from './place/place.resolver.js';
import { PublicationResolver } from './publication/publication.resolver.js';
import { PublicationDraftFieldsResolver } from './publishing/publication-draft.resolver.js';
import { PublishingResolver } from './publishing/publishing.resolver.js';
import { WithdrawalResolver } from './publishing/withdrawal.resolver.js';
import { GoalDaysEntity } from './goal-days/goal-days.entity.js';
import { GoalDaysResolver } from './goal-days/goal-days.resolver.js';
import { PurposeResolver } from './purpose/purpose.resolver.js';
import { AlteredReleaseResolver } from './register/altered-release.resolver.js';
import { registerArchiveSets } from './register/archive-sets.js';
import { followFrom } from './register/register.endpoints.js';
import { RegionEntity } from './region/region.entity.js';
import { RegionResolver } from './region/region.resolver.js';
import { HeadlineEntity } from './headline/headline.entity.js';
import { CommuneQualityResolver, GoalQualityResolver, VariationResolver } from './quality/quality.resolver.js';
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
import { WebhookResolver } from './webhooks/webhook.resolver.js';

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
    GoalImplicationEntity,
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
  migrations,
  // It sets releases of others aside itself; an organisation's are set aside by a trigger.
  rights: { set_aside_release: ['select', 'insert'] },
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
    GoalCoherenceResolver,
    CoherenceFindingResolver,
    GoalQualityResolver,
    CommuneQualityResolver,
    VariationResolver,
    FiguresVersionResolver,
    FigureChangesResolver,
    ProgressTableResolver,
    PeopleOnceResolver,
    RegionResolver,
    PublicationResolver,
    FigureNotesResolver,
    NotesOfFigureResolver,
    PublishingResolver,
    WithdrawalResolver,
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
