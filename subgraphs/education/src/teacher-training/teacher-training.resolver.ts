import {
  ConnectionArguments,
  CourseStub,
  type Page,
  PeopleCount,
  publishedCountOf,
  type SubgraphContext,
} from '@hub/kit';
import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { School as SchoolRow } from '../school/school.entity.js';
import { schoolLoader } from '../school/school.loader.js';
import { placeOfSchool } from '../school/school-place.js';
import { School } from '../school/school.type.js';
import type { SchoolCourse } from './teacher-training.entity.js';
import { coursesOfSchool, schoolsOfCourse } from './teacher-training.loader.js';
import { SchoolTeacherTraining, SchoolTeacherTrainingConnection } from './teacher-training.type.js';

@Resolver(() => SchoolTeacherTraining)
export class SchoolTeacherTrainingResolver {
  @FieldResolver(() => School, { nullable: true, description: 'The school (trường).' })
  school(@Root() { schoolCode }: SchoolCourse, @Ctx() context: SubgraphContext): Promise<SchoolRow | null> {
    return schoolLoader(context).load(schoolCode);
  }

  @FieldResolver(() => CourseStub, { nullable: true, description: "The university's course (khóa học)." })
  course(@Root() { courseCode }: SchoolCourse): CourseStub {
    return { code: courseCode };
  }

  @FieldResolver(() => PeopleCount)
  teachers(@Root() { courseCode, place }: SchoolCourse, @Ctx() context: SubgraphContext): Promise<PeopleCount> {
    return publishedCountOf({ measure: 'TEACHERS', subject: courseCode, place }, context);
  }
}

@Resolver(() => School)
export class SchoolTrainingResolver {
  @FieldResolver(() => [SchoolTeacherTraining], {
    description:
      "The university's courses that at least ten of its teachers completed (khóa học của giáo viên), by course.",
  })
  teacherTraining(@Root() school: SchoolRow, @Ctx() context: SubgraphContext): Promise<SchoolCourse[]> {
    return coursesOfSchool(context).load(placeOfSchool(school));
  }
}

@Resolver(() => CourseStub)
export class CourseTeachersResolver {
  @FieldResolver(() => PeopleCount, {
    nullable: true,
    description: 'The teachers of schools who completed the course (giáo viên đã học), distinct people.',
  })
  teachersTrained(@Root() course: CourseStub, @Ctx() context: SubgraphContext): Promise<PeopleCount> {
    return publishedCountOf({ measure: 'TEACHERS', subject: course.code, place: context.rootPlace }, context);
  }

  @FieldResolver(() => SchoolTeacherTrainingConnection, {
    nullable: true,
    description: 'The schools of which at least ten teachers completed the course (các trường), by school.',
  })
  teacherTrainingBySchool(
    @Root() course: CourseStub,
    @Args(() => ConnectionArguments) slice: ConnectionArguments,
    @Ctx() context: SubgraphContext,
  ): Promise<Page<SchoolCourse>> {
    return schoolsOfCourse(context).load({ ...slice, parent: course.code });
  }
}
