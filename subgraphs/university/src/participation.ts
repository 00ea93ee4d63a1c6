import {
  Cost,
  listLoader,
  knownOrganisations,
  PeopleCount,
  type PeopleTable,
  publishedCountOf,
  Records,
  type RowOf,
  stubOf,
  type SubgraphContext,
} from '@hub/kit';
import { defineEntity, type InferEntity, p } from '@mikro-orm/core';
import { Ctx, Field, FieldResolver, ObjectType, Resolver, Root } from 'type-graphql';
import { Course } from './records/course.js';

/** The organisations of learners; an empty code stands for none. */
const organisations = ['', ...knownOrganisations.map(({ code }) => code)].map((code) => `('${code}')`).join(', ');

/**
 * Learners of classes, and learners of courses by organisation (an empty place means none); and the people among them
 * who passed. A course's classes and its organisations cover the same people; their total is not published.
 */
export const enrolmentCounts: PeopleTable = {
  measures: ['LEARNERS', 'PASSED'],
  nested: [['LEARNERS', 'PASSED']],
  counts: `
    select m.measure, coalesce(c.course_code, '') as subject, coalesce(e.class_code, e.organisation_code, '') as place,
      '' as month, count(distinct e.pseudonym)::int as people
    from enrolment e join course_class c on c.code = e.class_code
    join (values ('LEARNERS', null), ('PASSED', 'PASSED')) as m(measure, result) on m.result is null or m.result = e.result
    group by m.measure, grouping sets ((e.class_code), (c.course_code, e.organisation_code))`,
  // A learner who passed in a class has reached the goal of its course.
  figures: [
    `select goal_code as goal, 'PASSED' as measure, '' as subject, code as place, '' as month from course_class`,
    `select c.goal_code as goal, 'PASSED' as measure, c.code as subject, o.code as place, '' as month
     from course c cross join (values ${organisations}) as o(code)`,
  ],
};

/** A view of organisations and the courses that their people took, from published counts. */
export const ParticipationEntity = defineEntity({
  name: 'Participation',
  tableName: 'course_participation',
  properties: {
    courseCode: p.text().primary(),
    /** Code of the organisation in published counts; empty for people without one. */
    place: p.text().primary(),
    /** Null for people without an organisation. */
    organisationCode: p.text().nullable(),
  },
});

type Participation = InferEntity<typeof ParticipationEntity>;

/** Loads participation by course: organisations by code, then people without one. */
const participationIn = listLoader<Participation>(ParticipationEntity, 'courseCode', 'organisationCode');
/** The courses that an organisation's people took. */
const participationOf = listLoader<Participation>(ParticipationEntity, 'organisationCode', 'courseCode');

const Organisation = stubOf('Organisation', "The organisation's code (mã tổ chức), such as `farmers-union`.");

@ObjectType({ description: "One organisation's people in one of the university's courses (học viên theo tổ chức)." })
@Records()
export class CourseParticipation {
  @Field(() => PeopleCount, { description: 'Its distinct people who enrolled (học viên).' })
  learners!: PeopleCount;

  @Field(() => PeopleCount, { description: 'Of them, who passed (đạt).' })
  passed!: PeopleCount;
}

@Resolver(() => CourseParticipation)
export class CourseParticipationResolver {
  @FieldResolver(() => Course.type, { nullable: true, description: 'The course.' })
  course(@Root() { courseCode }: Participation, @Ctx() context: SubgraphContext): Promise<RowOf<typeof Course> | null> {
    return Course.loader(context).load(courseCode);
  }

  @FieldResolver(() => Organisation, {
    nullable: true,
    description: 'The organisation (tổ chức); null for people who came from none.',
  })
  organisation(@Root() { organisationCode }: Participation): { readonly code: string } | null {
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

@Resolver(() => Course.type)
export class ParticipationInCourseResolver {
  @Cost(3)
  @FieldResolver(() => [CourseParticipation], {
    description:
      "Which organisations' people took it, at least ten of each, by the organisation's code; people without an organisation come last.",
  })
  participation(@Root() { code }: RowOf<typeof Course>, @Ctx() context: SubgraphContext): Promise<Participation[]> {
    return participationIn(context).load(code);
  }
}

@Resolver(() => Organisation)
export class ParticipationOfOrganisationResolver {
  @Cost(30)
  @FieldResolver(() => [CourseParticipation], {
    nullable: true,
    description: "The university's courses that at least ten of its people took, by the course's code.",
  })
  courseParticipation(
    @Root() { code }: { readonly code: string },
    @Ctx() context: SubgraphContext,
  ): Promise<Participation[]> {
    return participationOf(context).load(code);
  }
}
