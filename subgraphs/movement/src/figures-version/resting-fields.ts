import type { RestsOnFigures } from '@hub/kit';

/**
 * The fields of movement that depend only on the version of the figures and on the arguments. A field that is added
 * to a type listed as `all` must depend on these alone. Reference metadata, borders, links and steering data change
 * without a new version.
 */
export const restingFields: RestsOnFigures['fields'] = {
  Query: ['goal', 'goals', 'commune', 'communes', 'denominators', 'indicator', 'indicators', 'organisation', 'regions'],
  Goal: [
    ...['id', 'code', 'title', 'target', 'base', 'startsOn', 'deadline', 'reportDueDays', 'source', 'asOf'],
    ...['validFrom', 'validUntil', 'audience', 'follows', 'versions', 'expects', 'indicators', 'progress', 'series'],
    ...['completeness', 'overlap', 'breakdown', 'progressByCommune'],
  ],
  GoalVersion: 'all',
  Audience: 'all',
  GoalProgress: 'all',
  Denominator: 'all',
  DistinctPeople: 'all',
  PeopleInterval: 'all',
  RequiredPace: 'all',
  ProgressEnds: 'all',
  LikelyStatus: 'all',
  ProgressEnd: 'all',
  ProgressForecast: 'all',
  ForecastBackTest: 'all',
  ProgressChange: 'all',
  PointsInterval: 'all',
  ReportedContribution: 'all',
  ReleaseReference: 'all',
  Contribution: 'all',
  RankedProgressConnection: 'all',
  RankedProgressEdge: 'all',
  ProgressRank: 'all',
  ProgressSubtotal: 'all',
  ProgressSeries: 'all',
  SeriesPoint: 'all',
  Completeness: 'all',
  OrganisationCompleteness: 'all',
  MonthReport: 'all',
  ContributorOverlap: 'all',
  Breakdown: 'all',
  PeopleGroup: 'all',
  BreakdownGap: 'all',
  Commune: ['id', 'code', 'name', 'type', 'area', 'areaKm2', 'peerGroup', 'validFrom', 'validUntil', 'divided'],
  CommuneConnection: 'all',
  CommuneEdge: 'all',
  PageInfo: 'all',
  Organisation: ['id', 'code', 'name'],
  Region: ['code', 'name', 'communeCount', 'validFrom', 'validUntil', 'source'],
  Indicator: ['id', 'code', 'title', 'measure', 'target', 'deadline', 'source', 'goal', 'organisation', 'readings'],
  IndicatorReading: ['code', 'place', 'numerator', 'denominator', 'comparison', 'asOf', 'source', 'share'],
};
