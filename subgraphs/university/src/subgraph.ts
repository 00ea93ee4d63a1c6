import { type SubgraphContext, type SubgraphDefinition } from '@hub/kit';
import { CourseClassEntity } from './class/course-class.entity.js';
import { courseClassImport } from './class/course-class.import.js';
import { CommuneClassesResolver, CourseClassesResolver, CourseClassResolver } from './class/course-class.resolver.js';
import { CourseEntity } from './course/course.entity.js';
import { courseImport } from './course/course.import.js';
import { courseLoader } from './course/course.loader.js';
import { CourseResolver, GoalCoursesResolver } from './course/course.resolver.js';
import { writeDemo } from './demo.js';
import { enrolmentCounts } from './enrolment/enrolment.counts.js';
import { EnrolmentEntity } from './enrolment/enrolment.entity.js';
import { enrolmentImport } from './enrolment/enrolment.import.js';
import { ParticipationEntity } from './enrolment/participation.entity.js';
import {
  CourseParticipationResolver,
  ParticipationInCourseResolver,
  ParticipationOfOrganisationResolver,
} from './enrolment/participation.resolver.js';
import { SchoolPlacementEntity } from './placement/school-placement.entity.js';
import { schoolPlacementImport } from './placement/school-placement.import.js';
import { Migration20261129000000_schoolPlacements } from './placement/school-placement.migration.js';
import { SchoolVolunteersResolver, VolunteerSchoolsResolver } from './placement/school-placement.resolver.js';
import { AppliedProductEntity, ProductUseEntity } from './research/applied-product.entity.js';
import { appliedProductImport, productUserImport } from './research/applied-product.import.js';
import { AppliedProductResolver, CommuneAppliedProductsResolver } from './research/applied-product.resolver.js';
import { ResearchProjectEntity } from './research/research-project.entity.js';
import { researchProjectImport } from './research/research-project.import.js';
import { ResearchProjectResolver } from './research/research-project.resolver.js';
import { Migration20261130000000_publishedParticipation } from './published-participation.migration.js';
import { Migration20261128000000_anyGoal } from './any-goal.migration.js';
import { Migration20260102000000_university } from './tables.migration.js';
import { VolunteerEntity } from './volunteer/volunteer.entity.js';
import { volunteerImport } from './volunteer/volunteer.import.js';
import { volunteerLoader } from './volunteer/volunteer.loader.js';
import { TeamVolunteersResolver, VolunteerResolver } from './volunteer/volunteer.resolver.js';

/** Hồng Đức University (Trường Đại học Hồng Đức). */
export const university: SubgraphDefinition = {
  organisation: 'university',
  folder: new URL('..', import.meta.url),
  entities: [
    CourseEntity,
    CourseClassEntity,
    EnrolmentEntity,
    ParticipationEntity,
    VolunteerEntity,
    SchoolPlacementEntity,
    ResearchProjectEntity,
    AppliedProductEntity,
    ProductUseEntity,
  ],
  people: [
    // A class keeps its numbers; a row of it tells a class, days and a result, of many in the class.
    { entity: EnrolmentEntity, whenErased: 'anonymise' },
  ],
  tables: [enrolmentCounts],
  migrations: [
    Migration20260102000000_university,
    Migration20261128000000_anyGoal,
    Migration20261129000000_schoolPlacements,
    Migration20261130000000_publishedParticipation,
  ],
  resolvers: [
    CourseResolver,
    GoalCoursesResolver,
    CourseClassResolver,
    CourseClassesResolver,
    CommuneClassesResolver,
    CourseParticipationResolver,
    ParticipationInCourseResolver,
    ParticipationOfOrganisationResolver,
    VolunteerResolver,
    TeamVolunteersResolver,
    VolunteerSchoolsResolver,
    SchoolVolunteersResolver,
    ResearchProjectResolver,
    AppliedProductResolver,
    CommuneAppliedProductsResolver,
  ],
  references: {
    Course: ({ code }: { code: string }, context: SubgraphContext) => courseLoader(context).load(code),
    Volunteer: ({ code }: { code: string }, context: SubgraphContext) => volunteerLoader(context).load(code),
  },
  imports: [
    courseImport,
    courseClassImport,
    enrolmentImport,
    volunteerImport,
    schoolPlacementImport,
    researchProjectImport,
    appliedProductImport,
    productUserImport,
  ],
  writeDemo,
};
