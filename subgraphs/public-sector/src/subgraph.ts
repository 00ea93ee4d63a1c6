import { type SubgraphContext, type SubgraphDefinition } from '@hub/kit';
import { AgencyEntity } from './agency/agency.entity.js';
import { agencyImport } from './agency/agency.import.js';
import { agencyLoader } from './agency/agency.loader.js';
import { AgencyResolver, CommuneAgenciesResolver } from './agency/agency.resolver.js';
import { CompetencyAssessmentEntity } from './competency/competency.entity.js';
import { competencyCounts } from './competency/competency.counts.js';
import { competencyAssessmentImport } from './competency/competency.import.js';
import { AgencyCompetencyResolver, CompetencyCountResolver } from './competency/competency.resolver.js';
import { writeDemo } from './demo.js';
import { LeadershipEntity } from './leadership/leadership.entity.js';
import { leadershipImport } from './leadership/leadership.import.js';
import { AgencyLeadershipResolver } from './leadership/leadership.resolver.js';
import { Migration20261130000000_publishedCounts } from './published-counts.migration.js';
import { staffCounts } from './staff/staff.counts.js';
import { StaffHeadcountEntity } from './staff/staff.entity.js';
import { staffHeadcountImport } from './staff/staff.import.js';
import { AgencyStaffResolver, PublicStaffResolver, StaffHeadcountResolver } from './staff/staff.resolver.js';
import { Migration20260105000000_publicSector } from './tables.migration.js';
import { recordCounts, trainingCounts } from './training/training.counts.js';
import { AgencyCourseEntity, SharedTrainingEntity, TrainingRecordEntity } from './training/training.entity.js';
import { trainingRecordImport } from './training/training.import.js';
import {
  AgencyCourseTrainingResolver,
  AgencyTrainingResolver,
  CommuneTrainingResolver,
  CourseTrainingResolver,
  PublicStaffTrainingResolver,
  TrainingRecordResolver,
  TrainingSummaryResolver,
} from './training/training.resolver.js';

/** The public sector: the HR records of agencies, localities and units (cơ quan, địa phương, đơn vị). */
export const publicSector: SubgraphDefinition = {
  organisation: 'public-sector',
  folder: new URL('..', import.meta.url),
  entities: [
    AgencyEntity,
    StaffHeadcountEntity,
    TrainingRecordEntity,
    SharedTrainingEntity,
    AgencyCourseEntity,
    CompetencyAssessmentEntity,
    LeadershipEntity,
  ],
  people: [
    { entity: TrainingRecordEntity, whenErased: 'delete' },
    { entity: CompetencyAssessmentEntity, whenErased: 'delete' },
  ],
  tables: [staffCounts, trainingCounts, recordCounts, competencyCounts],
  migrations: [Migration20260105000000_publicSector, Migration20261130000000_publishedCounts],
  resolvers: [
    AgencyResolver,
    CommuneAgenciesResolver,
    AgencyStaffResolver,
    StaffHeadcountResolver,
    PublicStaffResolver,
    TrainingSummaryResolver,
    TrainingRecordResolver,
    AgencyCourseTrainingResolver,
    AgencyTrainingResolver,
    CourseTrainingResolver,
    CommuneTrainingResolver,
    PublicStaffTrainingResolver,
    AgencyCompetencyResolver,
    CompetencyCountResolver,
    AgencyLeadershipResolver,
  ],
  references: {
    Agency: ({ code }: { code: string }, context: SubgraphContext) => agencyLoader(context).load(code),
  },
  imports: [agencyImport, staffHeadcountImport, trainingRecordImport, competencyAssessmentImport, leadershipImport],
  writeDemo,
};
