import {
  CommuneStub,
  GraphQLDay,
  OrganisationStub,
  PeopleCount,
  peopleCount,
  provenanceOf,
  type PublishedWholeAndPart,
  type SubgraphContext,
} from '@hub/kit';
import { Arg, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { School as SchoolRow } from '../school/school.entity.js';
import { School } from '../school/school.type.js';
import { countingDay, enrolledOn, noPupils } from './pupil-count.loader.js';
import { PupilCount } from './pupil-count.type.js';
import { enrolmentImport } from './pupil.import.js';

const dayDescription =
  'A day (ngày); counted is the last day of the calendar month that is over by then. Today unless given.';

async function countOf(
  { whole: pupils, part: livingHere }: PublishedWholeAndPart,
  on: string,
  context: SubgraphContext,
): Promise<PupilCount> {
  return { on, pupils, livingHere, ...(await provenanceOf(enrolmentImport.kind, context)) };
}

@Resolver(() => CommuneStub)
export class CommunePupilsResolver {
  @FieldResolver(() => PupilCount, {
    nullable: true,
    description:
      'The pupils enrolled at the schools here on a day (học sinh của các trường trên địa bàn), wherever they live: the denominator of the pupils’ goal, from the Department’s own records.',
  })
  async pupilsEnrolled(
    @Root() commune: CommuneStub,
    @Arg('on', () => GraphQLDay, { nullable: true, description: dayDescription }) on: string | null | undefined,
    @Ctx() context: SubgraphContext,
  ): Promise<PupilCount> {
    const day = countingDay(on, context);
    const { communes } = await enrolledOn(context).load(day);
    return countOf(communes.cells.get(commune.code) ?? noPupils, day, context);
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
    if (organisation.code !== 'education') return null;
    const day = countingDay(on, context);
    const { communes } = await enrolledOn(context).load(day);
    return countOf(communes.total, day, context);
  }
}

@Resolver(() => School)
export class SchoolPupilsResolver {
  @FieldResolver(() => PeopleCount, {
    nullable: true,
    description:
      'Its pupils on a day (học sinh của trường). Withheld as well where another school of its commune has fewer than 10, or where the commune’s number is withheld.',
  })
  async pupilsEnrolled(
    @Root() school: SchoolRow,
    @Arg('on', () => GraphQLDay, { nullable: true, description: dayDescription }) on: string | null | undefined,
    @Ctx() context: SubgraphContext,
  ): Promise<PeopleCount> {
    const { schools } = await enrolledOn(context).load(countingDay(on, context));
    return schools.get(school.code) ?? peopleCount(0);
  }
}
