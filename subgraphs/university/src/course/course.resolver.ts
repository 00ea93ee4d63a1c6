import {
  ConnectionArguments,
  inLanguage,
  type Language,
  LanguageArg,
  type Page,
  type SubgraphContext,
  Format,
} from '@hub/kit';
import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import type { Course as CourseRow } from './course.entity.js';
import { allCourses, courseLoader, coursesOfGoal } from './course.loader.js';
import { Course, CourseConnection, GoalStub } from './course.type.js';

@Resolver(() => Course)
export class CourseResolver {
  @Query(() => Course, { nullable: true, description: "One of the university's courses; null when there is none." })
  course(
    @Format('code') @Arg('code', () => ID, { description: "The course's code (mã khóa học)." }) code: string,
    @Ctx() context: SubgraphContext,
  ): Promise<CourseRow | null> {
    return courseLoader(context).load(code);
  }

  @Query(() => CourseConnection, { nullable: true, description: "The university's courses, by code." })
  courses(
    @Args(() => ConnectionArguments) slice: ConnectionArguments,
    @Ctx() context: SubgraphContext,
  ): Promise<Page<CourseRow>> {
    return allCourses(context).load(slice);
  }

  @FieldResolver(() => String, { description: 'Its title (tên khóa học).' })
  title(@Root() course: CourseRow, @LanguageArg() language: Language): string {
    return inLanguage(language, { vi: course.titleVi, en: course.titleEn });
  }

  @FieldResolver(() => GoalStub, {
    nullable: true,
    description:
      "The goal of its audience (đối tượng): who passes the course has reached it, as the university's share.",
  })
  goal(@Root() course: CourseRow): GoalStub {
    return { code: course.goalCode };
  }
}

@Resolver(() => GoalStub)
export class GoalCoursesResolver {
  @FieldResolver(() => CourseConnection, {
    nullable: true,
    description: "The university's courses that lead to it, by code.",
  })
  courses(
    @Root() goal: GoalStub,
    @Args(() => ConnectionArguments) slice: ConnectionArguments,
    @Ctx() context: SubgraphContext,
  ): Promise<Page<CourseRow>> {
    return coursesOfGoal(context).load({ ...slice, parent: goal.code });
  }
}
