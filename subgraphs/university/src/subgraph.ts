import { atScale, demonstration } from '@hub/demo';
import { defineSubgraph } from '@hub/kit';
import { writeDemo } from './demo.js';
import { writeScale } from './scale.js';
import { Migration20261128000000_anyGoal } from './migrations/any-goal.migration.js';
import { Migration20261130000000_publishedParticipation } from './migrations/published-participation.migration.js';
import { Migration20261129000000_schoolPlacements } from './migrations/school-placement.migration.js';
import { Migration20260102000000_university } from './migrations/tables.migration.js';
import { Migration20261210000000_enrolmentPerson } from './migrations/enrolment-person.migration.js';
import {
  CourseParticipationResolver,
  enrolmentCounts,
  ParticipationEntity,
  ParticipationInCourseResolver,
  ParticipationOfOrganisationResolver,
} from './participation.js';
import { AppliedProductCommunesResolver } from './product-communes.js';
import { Course, CourseClass } from './records/course.js';
import { Enrolment } from './records/enrolment.js';
import { AppliedProduct, ProductUse, ResearchProject } from './records/research.js';
import { SchoolPlacement, Volunteer } from './records/volunteer.js';
import { VolunteerSchoolsResolver } from './volunteer-schools.js';

/** Hồng Đức University (Trường Đại học Hồng Đức). */
export const university = defineSubgraph(
  [Course, CourseClass, Enrolment, Volunteer, SchoolPlacement, ResearchProject, AppliedProduct, ProductUse],
  {
    organisation: 'university',
    folder: new URL('..', import.meta.url),
    entities: [ParticipationEntity],
    tables: [enrolmentCounts],
    migrations: [
      Migration20260102000000_university,
      Migration20261128000000_anyGoal,
      Migration20261129000000_schoolPlacements,
      Migration20261130000000_publishedParticipation,
      Migration20261210000000_enrolmentPerson,
    ],
    resolvers: [
      CourseParticipationResolver,
      ParticipationInCourseResolver,
      ParticipationOfOrganisationResolver,
      VolunteerSchoolsResolver,
      AppliedProductCommunesResolver,
    ],
    writeDemo: demonstration(writeDemo),
    writeScale: atScale(writeScale),
  },
);
