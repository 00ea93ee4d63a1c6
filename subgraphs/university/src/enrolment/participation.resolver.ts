import { Cost, OrganisationStub, PeopleCount, publishedCountOf, type SubgraphContext } from '@hub/kit';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Course as CourseRow } from '../course/course.entity.js';
import { courseLoader } from '../course/course.loader.js';
import { Course } from '../course/course.type.js';
import type { Participation } from './participation.entity.js';
import { participationIn, participationOf } from './participation.loader.js';
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
    return organisationCode == null ? null : { code: organisationCode };
  }

  @FieldResolver(() => PeopleCount)
  learners(@Root() { courseCode, place }: Participation, @Ctx() context: SubgraphContext): Promise<PeopleCount> {
    return publishedCountOf({ measure: 'LEARNERS', subject: courseCode, place }, context);
  }

  @FieldResolver(() => PeopleCount)
  passed(@Root() { courseCode, place }: Participation, @Ctx() context: SubgraphContext): Promise<PeopleCount> {
    return publishedCountOf({ measure: 'PASSED', subject: courseCode, place }, context);
  }
}

@Resolver(() => Course)
export class ParticipationInCourseResolver {
  @Cost(3)
  @FieldResolver(() => [CourseParticipation], {
    description:
      "Which organisations' people took it, at least ten of each, by the organisation's code; those of none come last.",
  })
  participation(@Root() course: CourseRow, @Ctx() context: SubgraphContext): Promise<Participation[]> {
    return participationIn(context).load(course.code);
  }
}

@Resolver(() => OrganisationStub)
export class ParticipationOfOrganisationResolver {
  @Cost(30)
  @FieldResolver(() => [CourseParticipation], {
    nullable: true,
    description: "The university's courses that at least ten of its people took, by the course's code.",
  })
  courseParticipation(
    @Root() organisation: OrganisationStub,
    @Ctx() context: SubgraphContext,
  ): Promise<Participation[]> {
    return participationOf(context).load(organisation.code);
  }
}
