import {
  CommuneStub,
  dayInProvince,
  GraphQLSchoolYear,
  PeopleCount,
  Provenance,
  provenanceOf,
  publishedCountOf,
  Records,
  schoolYearOf,
  type SubgraphContext,
} from '@hub/kit';
import { Arg, Ctx, Field, FieldResolver, ObjectType, Query, Resolver, Root } from 'type-graphql';
import { Assessment } from './records/pupil.js';

@ObjectType({
  description:
    'How many pupils were assessed in digital skills in a school year (đánh giá kỹ năng số của học sinh), by the school where they were.',
})
@Records()
export class PupilAssessments extends Provenance {
  @Field(() => GraphQLSchoolYear, { description: 'The school year (năm học).' })
  schoolYear!: string;

  @Field(() => PeopleCount, { description: 'Distinct pupils who were assessed, passed or not (được đánh giá).' })
  assessed!: PeopleCount;

  @Field(() => PeopleCount, {
    description: 'Of them, who passed at the level that the Department asks of their level of schooling (đạt chuẩn).',
  })
  passed!: PeopleCount;
}

const yearDescription = 'The school year (năm học); the one that it is today unless given.';

async function assessments(
  schoolYear: string | null | undefined,
  place: string,
  context: SubgraphContext,
): Promise<PupilAssessments> {
  const year = schoolYear ?? schoolYearOf(dayInProvince(context.now()));
  const [assessed, passed, provenance] = await Promise.all([
    publishedCountOf({ measure: 'ASSESSED', place, month: year }, context),
    publishedCountOf({ measure: 'ASSESSED_PASSED', place, month: year }, context),
    provenanceOf(Assessment.kind, context),
  ]);
  return { schoolYear: year, assessed, passed, ...provenance };
}

@Resolver()
export class AssessmentsResolver {
  @Query(() => PupilAssessments, {
    nullable: true,
    description: "The province's pupils who were assessed in digital skills in a school year (toàn tỉnh).",
  })
  pupilAssessments(
    @Arg('schoolYear', () => GraphQLSchoolYear, { nullable: true, description: yearDescription })
    schoolYear: string | null | undefined,
    @Ctx() context: SubgraphContext,
  ): Promise<PupilAssessments> {
    return assessments(schoolYear, context.rootPlace, context);
  }
}

@Resolver(() => CommuneStub)
export class CommuneAssessmentsResolver {
  @FieldResolver(() => PupilAssessments, {
    nullable: true,
    description:
      'The pupils of the schools here, wherever they live, who were assessed in digital skills in a school year.',
  })
  pupilAssessments(
    @Root() commune: CommuneStub,
    @Arg('schoolYear', () => GraphQLSchoolYear, { nullable: true, description: yearDescription })
    schoolYear: string | null | undefined,
    @Ctx() context: SubgraphContext,
  ): Promise<PupilAssessments> {
    return assessments(schoolYear, commune.code, context);
  }
}
