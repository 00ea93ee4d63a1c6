import {
  CommuneStub,
  GraphQLDay,
  OrganisationStub,
  PeopleCount,
  provenanceOf,
  publishedCountOf,
  type SubgraphContext,
} from '@hub/kit';
import { Arg, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { School as SchoolRow } from '../school/school.entity.js';
import { placeOfSchool } from '../school/school-place.js';
import { School } from '../school/school.type.js';
import { countingDay, monthOfDay } from './counting-day.js';
import { PupilCount } from './pupil-count.type.js';
import { enrolmentImport } from './pupil.import.js';

const dayDescription =
  'A day (ngày); counted is the last day of the calendar month that is over by then. Today unless given.';

async function pupilsOf(
  place: string,
  asked: string | null | undefined,
  context: SubgraphContext,
): Promise<PupilCount> {
  const on = countingDay(asked, context);
  const month = monthOfDay(on);
  const [pupils, livingHere, provenance] = await Promise.all([
    publishedCountOf({ measure: 'PUPILS', place, month }, context),
    publishedCountOf({ measure: 'PUPILS_LIVING_HERE', place, month }, context),
    provenanceOf(enrolmentImport.kind, context),
  ]);
  return { on, pupils, livingHere, ...provenance };
}

@Resolver(() => CommuneStub)
export class CommunePupilsResolver {
  @FieldResolver(() => PupilCount, {
    nullable: true,
    description:
      'The pupils enrolled at the schools here on a day (học sinh của các trường trên địa bàn), wherever they live, from the Department’s own records. The denominator of the pupils’ goal is all who have been pupils since it began.',
  })
  pupilsEnrolled(
    @Root() commune: CommuneStub,
    @Arg('on', () => GraphQLDay, { nullable: true, description: dayDescription }) on: string | null | undefined,
    @Ctx() context: SubgraphContext,
  ): Promise<PupilCount> {
    return pupilsOf(commune.code, on, context);
  }
}

@Resolver(() => OrganisationStub)
export class OrganisationPupilsResolver {
  @FieldResolver(() => PupilCount, {
    nullable: true,
    description:
      'The pupils enrolled at all schools of the province on a day (học sinh toàn tỉnh), from the records of the Department of Education and Training; null of other organisations.',
  })
  async pupilsEnrolled(
    @Root() organisation: OrganisationStub,
    @Arg('on', () => GraphQLDay, { nullable: true, description: dayDescription }) on: string | null | undefined,
    @Ctx() context: SubgraphContext,
  ): Promise<PupilCount | null> {
    return organisation.code === 'education' ? pupilsOf(context.rootPlace, on, context) : null;
  }
}

@Resolver(() => School)
export class SchoolPupilsResolver {
  @FieldResolver(() => PeopleCount, {
    nullable: true,
    description: 'Its pupils on a day (học sinh của trường).',
  })
  pupilsEnrolled(
    @Root() school: SchoolRow,
    @Arg('on', () => GraphQLDay, { nullable: true, description: dayDescription }) on: string | null | undefined,
    @Ctx() context: SubgraphContext,
  ): Promise<PeopleCount> {
    const month = monthOfDay(countingDay(on, context));
    return publishedCountOf({ measure: 'PUPILS', place: placeOfSchool(school), month }, context);
  }
}
