import {
  Cost,
  CommuneStub,
  ConnectionArguments,
  type Page,
  PeopleCount,
  publishedCountOf,
  type SubgraphContext,
  Format,
} from '@hub/kit';
import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import type { Course as CourseRow } from '../course/course.entity.js';
import { courseLoader } from '../course/course.loader.js';
import { Course } from '../course/course.type.js';
import type { CourseClass as ClassRow } from './course-class.entity.js';
import { allClasses, classesOfCommune, classesOfCourse, courseClassLoader } from './course-class.loader.js';
import { CourseClass, CourseClassConnection } from './course-class.type.js';

@Resolver(() => CourseClass)
export class CourseClassResolver {
  @Query(() => CourseClass, {
    nullable: true,
    description: "One of the university's classes; null when there is none.",
  })
  courseClass(
    @Format('code') @Arg('code', () => ID, { description: "The class's code (mã lớp)." }) code: string,
    @Ctx() context: SubgraphContext,
  ): Promise<ClassRow | null> {
    return courseClassLoader(context).load(code);
  }

  @Query(() => CourseClassConnection, {
    nullable: true,
    description: "All of the university's classes (các lớp học), by code.",
  })
  courseClasses(
    @Format('commune')
    @Arg('commune', () => ID, {
      nullable: true,
      description: 'Only those that are held in this commune (xã, phường), by its code.',
    })
    commune: string | null | undefined,
    @Args(() => ConnectionArguments) slice: ConnectionArguments,
    @Ctx() context: SubgraphContext,
  ): Promise<Page<ClassRow>> {
    return allClasses(context).load({ ...slice, filter: [commune ?? null, commune ?? null] });
  }

  @FieldResolver(() => Course, { nullable: true, description: 'The course that is taught in it.' })
  course(@Root() { courseCode }: ClassRow, @Ctx() context: SubgraphContext): Promise<CourseRow | null> {
    return courseLoader(context).load(courseCode);
  }

  @FieldResolver(() => CommuneStub, {
    nullable: true,
    description: 'Where it is held (nơi mở lớp); null for an online class without a place.',
  })
  commune(@Root() { communeCode }: ClassRow): CommuneStub | null {
    return communeCode ? { code: communeCode } : null;
  }

  @Cost(20)
  @FieldResolver(() => PeopleCount, { description: 'The people who enrolled in it (học viên).' })
  learners(@Root() { code }: ClassRow, @Ctx() context: SubgraphContext): Promise<PeopleCount> {
    return publishedCountOf({ measure: 'LEARNERS', place: code }, context);
  }

  @Cost(20)
  @FieldResolver(() => PeopleCount, { description: 'Of them, who passed (đạt).' })
  passed(@Root() { code }: ClassRow, @Ctx() context: SubgraphContext): Promise<PeopleCount> {
    return publishedCountOf({ measure: 'PASSED', place: code }, context);
  }
}

@Resolver(() => Course)
export class CourseClassesResolver {
  @FieldResolver(() => CourseClassConnection, {
    nullable: true,
    description: 'Its classes (lớp học), the earliest first.',
  })
  classes(
    @Root() course: CourseRow,
    @Args(() => ConnectionArguments) slice: ConnectionArguments,
    @Ctx() context: SubgraphContext,
  ): Promise<Page<ClassRow>> {
    return classesOfCourse(context).load({ ...slice, parent: course.code });
  }
}

@Resolver(() => CommuneStub)
export class CommuneClassesResolver {
  @FieldResolver(() => CourseClassConnection, {
    nullable: true,
    description: "The university's classes in digital skills that are held here, the earliest first.",
  })
  digitalSkillsClasses(
    @Root() commune: CommuneStub,
    @Args(() => ConnectionArguments) slice: ConnectionArguments,
    @Ctx() context: SubgraphContext,
  ): Promise<Page<ClassRow>> {
    return classesOfCommune(context).load({ ...slice, parent: commune.code });
  }
}
