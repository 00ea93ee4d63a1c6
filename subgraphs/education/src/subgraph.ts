import { atScale, demonstration } from '@hub/demo';
import { defineSubgraph } from '@hub/kit';
import { AssessmentsResolver, CommuneAssessmentsResolver } from './assessments.js';
import { assessmentCounts } from './assessments.counts.js';
import { writeDemo } from './demo.js';
import { writeScale } from './scale.js';
import { lessonCounts } from './lessons.counts.js';
import { Migration20261201000000_emptyLessons } from './migrations/empty-lessons.migration.js';
import { Migration20261130000000_publishedCounts } from './migrations/published-counts.migration.js';
import { Migration20261129000000_education } from './migrations/tables.migration.js';
import { CommunePupilsResolver, Organisation, OrganisationPupilsResolver, SchoolPupilsResolver } from './pupils.js';
import { pupilCounts } from './pupils.counts.js';
import { DigitalSkillsLesson } from './records/lesson.js';
import { PassingLevel } from './records/passing-level.js';
import { Assessment, Enrolment, Pupil } from './records/pupil.js';
import { School } from './records/school.js';
import { SchoolClass } from './records/school-class.js';
import { TeacherTraining } from './records/teacher-training.js';
import {
  CourseTeachersResolver,
  SchoolCourseEntity,
  SchoolTeacherTrainingResolver,
  SchoolTrainingResolver,
} from './teacher-training.js';
import { teacherCounts } from './teacher-training.counts.js';

/** The Department of Education and Training (Sở Giáo dục và Đào tạo): schools, their pupils, lessons and teachers. */
export const education = defineSubgraph(
  [School, SchoolClass, PassingLevel, Pupil, Enrolment, DigitalSkillsLesson, Assessment, TeacherTraining],
  {
    organisation: 'education',
    folder: new URL('..', import.meta.url),
    entities: [SchoolCourseEntity],
    tables: [pupilCounts, lessonCounts, assessmentCounts, teacherCounts],
    migrations: [
      Migration20261129000000_education,
      Migration20261130000000_publishedCounts,
      Migration20261201000000_emptyLessons,
    ],
    resolvers: [
      CommunePupilsResolver,
      OrganisationPupilsResolver,
      SchoolPupilsResolver,
      AssessmentsResolver,
      CommuneAssessmentsResolver,
      SchoolTeacherTrainingResolver,
      SchoolTrainingResolver,
      CourseTeachersResolver,
    ],
    orphanedTypes: [Organisation],
    writeDemo: demonstration(writeDemo),
    writeScale: atScale(writeScale),
  },
);
