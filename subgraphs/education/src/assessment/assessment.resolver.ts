import { CommuneStub, dayInProvince, provenanceOf, schoolYearOf, type SubgraphContext } from '@hub/kit';
import { Arg, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { GraphQLSchoolYear } from '../class/school-year.js';
import { assessmentImport } from './assessment.import.js';
import { assessmentsIn } from './assessment.loader.js';
import { PupilAssessments } from './assessment.type.js';

const yearDescription = 'The school year (năm học); the one that it is today unless given.';

async function assessments(
  schoolYear: string | null | undefined,
  communeCode: string | null,
  context: SubgraphContext,
): Promise<PupilAssessments> {
  const year = schoolYear ?? schoolYearOf(dayInProvince(context.now()));
  const { whole: assessed, part: passed } = await assessmentsIn(year, communeCode, context);
  return { schoolYear: year, assessed, passed, ...(await provenanceOf(assessmentImport.kind, context)) };
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
    return assessments(schoolYear, null, context);
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
