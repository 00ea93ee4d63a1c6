import {
  CommuneStub,
  dayInProvince,
  provenanceOf,
  publishedCountOf,
  schoolYearOf,
  type SubgraphContext,
} from '@hub/kit';
import { Arg, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { GraphQLSchoolYear } from '../class/school-year.js';
import { assessmentImport } from './assessment.import.js';
import { PupilAssessments } from './assessment.type.js';

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
    provenanceOf(assessmentImport.kind, context),
  ]);
  return { schoolYear: year, assessed, passed, ...provenance };
}

@Resolver()
export class AssessmentResolver {
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
