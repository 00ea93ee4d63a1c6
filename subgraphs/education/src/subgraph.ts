import { OrganisationStub, type SubgraphContext, type SubgraphDefinition } from '@hub/kit';
import { AssessmentEntity } from './assessment/assessment.entity.js';
import { assessmentCounts } from './assessment/assessment.counts.js';
import { assessmentImport } from './assessment/assessment.import.js';
import { AssessmentResolver, CommuneAssessmentsResolver } from './assessment/assessment.resolver.js';
import { SchoolClassEntity } from './class/school-class.entity.js';
import { schoolClassImport } from './class/school-class.import.js';
import { SchoolClassesResolver, SchoolClassResolver } from './class/school-class.resolver.js';
import { writeDemo } from './demo.js';
import { lessonCounts } from './lesson/lesson.counts.js';
import { LessonEntity, PlacedLessonEntity } from './lesson/lesson.entity.js';
import { lessonImport } from './lesson/lesson.import.js';
import {
  ClassLessonsResolver,
  CommuneLessonsResolver,
  DigitalSkillsLessonResolver,
  SchoolLessonsResolver,
} from './lesson/lesson.resolver.js';
import { PassingLevelEntity } from './passing-level/passing-level.entity.js';
import { passingLevelImport } from './passing-level/passing-level.import.js';
import {
  CommunePupilsResolver,
  OrganisationPupilsResolver,
  SchoolPupilsResolver,
} from './pupil/pupil-count.resolver.js';
import { pupilCounts } from './pupil/pupil.counts.js';
import { EnrolmentEntity, PupilEntity } from './pupil/pupil.entity.js';
import { enrolmentImport, pupilImport } from './pupil/pupil.import.js';
import { Migration20261201000000_emptyLessons } from './empty-lessons.migration.js';
import { Migration20261130000000_publishedCounts } from './published-counts.migration.js';
import { SchoolEntity } from './school/school.entity.js';
import { schoolImport } from './school/school.import.js';
import { schoolLoader } from './school/school.loader.js';
import { CommuneSchoolsResolver, SchoolResolver, TeamSchoolsResolver } from './school/school.resolver.js';
import { Migration20261129000000_education } from './tables.migration.js';
import { teacherCounts } from './teacher-training/teacher-training.counts.js';
import { SchoolCourseEntity, TeacherTrainingEntity } from './teacher-training/teacher-training.entity.js';
import { teacherTrainingImport } from './teacher-training/teacher-training.import.js';
import {
  CourseTeachersResolver,
  SchoolTeacherTrainingResolver,
  SchoolTrainingResolver,
} from './teacher-training/teacher-training.resolver.js';

/** The Department of Education and Training (Sở Giáo dục và Đào tạo): schools, their pupils, lessons and teachers. */
export const education: SubgraphDefinition = {
  organisation: 'education',
  folder: new URL('..', import.meta.url),
  entities: [
    SchoolEntity,
    SchoolClassEntity,
    PassingLevelEntity,
    PupilEntity,
    EnrolmentEntity,
    LessonEntity,
    PlacedLessonEntity,
    AssessmentEntity,
    TeacherTrainingEntity,
    SchoolCourseEntity,
  ],
  people: [
    // A pupil's rows go before the pupil that they are of.
    { entity: AssessmentEntity, whenErased: 'delete' },
    { entity: EnrolmentEntity, whenErased: 'delete' },
    { entity: PupilEntity, whenErased: 'delete' },
    { entity: TeacherTrainingEntity, whenErased: 'delete' },
  ],
  tables: [pupilCounts, lessonCounts, assessmentCounts, teacherCounts],
  migrations: [
    Migration20261129000000_education,
    Migration20261130000000_publishedCounts,
    Migration20261201000000_emptyLessons,
  ],
  resolvers: [
    SchoolResolver,
    CommuneSchoolsResolver,
    TeamSchoolsResolver,
    SchoolClassResolver,
    SchoolClassesResolver,
    CommunePupilsResolver,
    OrganisationPupilsResolver,
    SchoolPupilsResolver,
    DigitalSkillsLessonResolver,
    ClassLessonsResolver,
    SchoolLessonsResolver,
    CommuneLessonsResolver,
    AssessmentResolver,
    CommuneAssessmentsResolver,
    SchoolTeacherTrainingResolver,
    SchoolTrainingResolver,
    CourseTeachersResolver,
  ],
  orphanedTypes: [OrganisationStub],
  references: {
    School: ({ code }: { code: string }, context: SubgraphContext) => schoolLoader(context).load(code),
  },
  imports: [
    schoolImport,
    schoolClassImport,
    passingLevelImport,
    pupilImport,
    enrolmentImport,
    lessonImport,
    assessmentImport,
    teacherTrainingImport,
  ],
  writeDemo,
};
