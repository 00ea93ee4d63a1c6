import { atScale, demonstration } from '@hub/demo';
import { defineSubgraph } from '@hub/kit';
import { AgencyCompetencyResolver, CompetencyCountResolver } from './competency.js';
import { competencyCounts } from './competency.counts.js';
import { writeDemo } from './demo.js';
import { writeScale } from './scale.js';
import { AgencyLeadershipResolver } from './leaders-first.js';
import { Migration20261130000000_publishedCounts } from './migrations/published-counts.migration.js';
import { Migration20260105000000_publicSector } from './migrations/tables.migration.js';
import { Agency } from './records/agency.js';
import { Leadership } from './records/leadership.js';
import { StaffHeadcountRecord } from './records/staff.js';
import { CompetencyAssessment, PersonalTraining } from './records/training.js';
import { AgencyStaffResolver, PublicStaffResolver, StaffHeadcountResolver } from './staff.js';
import { staffCounts } from './staff.counts.js';
import {
  AgencyCourseEntity,
  AgencyCourseTrainingResolver,
  AgencyTrainingResolver,
  CommuneTrainingResolver,
  CourseTrainingResolver,
  PublicStaffTrainingResolver,
  SharedTrainingEntity,
  TrainingRecordResolver,
  TrainingSummaryResolver,
} from './training.js';
import { recordCounts, trainingCounts } from './training.counts.js';

/** The public sector: the HR records of agencies, localities and units (cơ quan, địa phương, đơn vị). */
export const publicSector = defineSubgraph(
  [Agency, StaffHeadcountRecord, PersonalTraining, CompetencyAssessment, Leadership],
  {
    organisation: 'public-sector',
    folder: new URL('..', import.meta.url),
    entities: [SharedTrainingEntity, AgencyCourseEntity],
    tables: [staffCounts, trainingCounts, recordCounts, competencyCounts],
    migrations: [Migration20260105000000_publicSector, Migration20261130000000_publishedCounts],
    resolvers: [
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
    writeDemo: demonstration(writeDemo),
    writeScale: atScale(writeScale),
  },
);
