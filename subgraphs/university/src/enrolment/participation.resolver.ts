import { Cost, OrganisationStub, type SubgraphContext } from '@hub/kit';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Course as CourseRow } from '../course/course.entity.js';
import { courseLoader } from '../course/course.loader.js';
import { Course } from '../course/course.type.js';
import { type Participation, participationIn, participationOf } from './enrolment.loader.js';
import { CourseParticipation } from './participation.type.js';

@Resolver(() => CourseParticipation)
export class CourseParticipationResolver {
  @FieldResolver(() => Course, { nullable: true, description: 'The course.' })
  course(@Root() { courseCode }: Participation, @Ctx() context: SubgraphContext): Promise<CourseRow | null> {
    return courseLoader(context).load(courseCode);
  }

  @FieldResolver(() => OrganisationStub, {
    nullable: true,
    description: 'The organisation (tổ chức); null for people who came from none.',
  })
  organisation(@Root() { organisationCode }: Participation): OrganisationStub | null {
    return organisationCode === null ? null : { code: organisationCode };
  }
}

@Resolver(() => Course)
export class ParticipationInCourseResolver {
  @Cost(3)
  @FieldResolver(() => [CourseParticipation], {
    description: "Which organisations' people took it, by the organisation's code; those of none come last.",
  })
  participation(@Root() course: CourseRow, @Ctx() context: SubgraphContext): Promise<Participation[]> {
    return participationIn(course.code, context);
  }
}

@Resolver(() => OrganisationStub)
export class ParticipationOfOrganisationResolver {
  @Cost(30)
  @FieldResolver(() => [CourseParticipation], {
    nullable: true,
    description: "The university's courses that its people took, by the course's code.",
  })
  courseParticipation(
    @Root() organisation: OrganisationStub,
    @Ctx() context: SubgraphContext,
  ): Promise<Participation[]> {
    return participationOf(organisation.code, context);
  }
}
