import {
  ConnectionArguments,
  connectionType,
  listLoader,
  type Page,
  pageLoader,
  PeopleCount,
  publishedCountOf,
  Records,
  stubOf,
  type SubgraphContext,
} from '@hub/kit';
import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import { Args, Ctx, Field, FieldResolver, ObjectType, Resolver, Root } from 'type-graphql';
import { School, type SchoolRow } from './records/school.js';
import { placeOfSchool } from './school-place.js';

const Course = stubOf('Course', "The course's code (mã khóa học).");
type Course = InstanceType<typeof Course>;

/** A view of schools and the courses that their teachers completed, from published counts. */
export const SchoolCourseEntity = defineEntity({
  name: 'SchoolCourse',
  tableName: 'school_course',
  properties: {
    /** Place of the school; see `placeOfSchool`. */
    place: p.text().primary(),
    schoolCode: p.text(),
    courseCode: p.text().primary(),
  },
});

type SchoolCourse = InferEntity<typeof SchoolCourseEntity>;

/** The courses of a school, by its place; see `placeOfSchool`. */
const coursesOfSchool = listLoader<SchoolCourse>(SchoolCourseEntity, 'place', 'courseCode');

const schoolsOfCourse = pageLoader<SchoolCourse>({
  entity: SchoolCourseEntity,
  parentColumn: 'course_code',
  orderColumns: ['school_code'],
});

@ObjectType({ description: "One school's teachers who completed one of the university's courses (giáo viên đã học)." })
@Records()
export class SchoolTeacherTraining {
  @Field(() => PeopleCount, { description: 'Distinct teachers of the school who completed the course (giáo viên).' })
  teachers!: PeopleCount;
}

export const SchoolTeacherTrainingConnection = connectionType(
  'SchoolTeacherTraining',
  () => SchoolTeacherTraining,
  "a course's schools",
  Records(),
);

@Resolver(() => SchoolTeacherTraining)
export class SchoolTeacherTrainingResolver {
  @FieldResolver(() => School.type, { nullable: true, description: 'The school (trường).' })
  school(@Root() { schoolCode }: SchoolCourse, @Ctx() context: SubgraphContext): Promise<SchoolRow | null> {
    return School.loader(context).load(schoolCode);
  }

  @FieldResolver(() => Course, { nullable: true, description: "The university's course (khóa học)." })
  course(@Root() { courseCode }: SchoolCourse): Course {
    return { code: courseCode };
  }

  @FieldResolver(() => PeopleCount)
  teachers(@Root() { courseCode, place }: SchoolCourse, @Ctx() context: SubgraphContext): Promise<PeopleCount> {
    return publishedCountOf({ measure: 'TEACHERS', subject: courseCode, place }, context);
  }
}

@Resolver(() => School.type)
export class SchoolTrainingResolver {
  @FieldResolver(() => [SchoolTeacherTraining], {
    description:
      "The university's courses that at least ten of its teachers completed (khóa học của giáo viên), by course.",
  })
  teacherTraining(@Root() school: SchoolRow, @Ctx() context: SubgraphContext): Promise<SchoolCourse[]> {
    return coursesOfSchool(context).load(placeOfSchool(school));
  }
}

@Resolver(() => Course)
export class CourseTeachersResolver {
  @FieldResolver(() => PeopleCount, {
    nullable: true,
    description: 'The teachers of schools who completed the course (giáo viên đã học), distinct people.',
  })
  teachersTrained(@Root() course: Course, @Ctx() context: SubgraphContext): Promise<PeopleCount> {
    return publishedCountOf({ measure: 'TEACHERS', subject: course.code, place: context.rootPlace }, context);
  }

  @FieldResolver(() => SchoolTeacherTrainingConnection, {
    nullable: true,
    description: 'The schools of which at least ten teachers completed the course (các trường), by school.',
  })
  teacherTrainingBySchool(
    @Root() course: Course,
    @Args(() => ConnectionArguments) slice: ConnectionArguments,
    @Ctx() context: SubgraphContext,
  ): Promise<Page<SchoolCourse>> {
    return schoolsOfCourse(context).load({ ...slice, parent: course.code });
  }
}
