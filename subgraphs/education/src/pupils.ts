import {
  CommuneStub,
  dayInProvince,
  daysLater,
  GraphQLDay,
  PeopleCount,
  Provenance,
  provenanceOf,
  publishedCountOf,
  Records,
  stubOf,
  type SubgraphContext,
} from '@hub/kit';
import { Arg, Ctx, Field, FieldResolver, ObjectType, Resolver, Root } from 'type-graphql';
import { Enrolment } from './records/pupil.js';
import { School, type SchoolRow } from './records/school.js';
import { placeOfSchool } from './school-place.js';

export const Organisation = stubOf('Organisation', "The organisation's code (mã tổ chức), such as `farmers-union`.");
type Organisation = InstanceType<typeof Organisation>;

@ObjectType({
  description:
    'How many pupils are enrolled at schools on a day (số học sinh theo học), counted by where the school is. Only the last day of a month has a number: numbers of other days would show single arrivals and departures.',
})
@Records()
export class PupilCount extends Provenance {
  @Field(() => GraphQLDay, { description: 'The day that is counted (ngày tính), the last of a calendar month.' })
  on!: string;

  @Field(() => PeopleCount, { description: 'Distinct pupils (học sinh).' })
  pupils!: PeopleCount;

  @Field(() => PeopleCount, {
    description: 'Of them, who are known to live in the commune of the school (học sinh cư trú tại chỗ).',
  })
  livingHere!: PeopleCount;
}

/** The last day of the last complete month, as of a day or today. */
function countingDay(asked: string | null | undefined, context: SubgraphContext): string {
  const today = dayInProvince(context.now());
  const day = asked != null && asked < today ? asked : today;
  const isLast = daysLater(day, 1).endsWith('-01');
  return isLast ? day : daysLater(`${day.slice(0, 7)}-01`, -1);
}

/** The month of a counting day, in published counts. */
function monthOfDay(day: string): string {
  return day.slice(0, 7);
}

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
    provenanceOf(Enrolment.kind, context),
  ]);
  return { on, pupils, livingHere, ...provenance };
}

@Resolver(() => CommuneStub)
export class CommunePupilsResolver {
  @FieldResolver(() => PupilCount, {
    nullable: true,
    description:
      'The pupils enrolled at the schools here on a day (học sinh của các trường trên địa bàn), wherever they live, from the Department’s own records. The denominator of the pupils’ goal has every pupil since the goal began.',
  })
  pupilsEnrolled(
    @Root() commune: CommuneStub,
    @Arg('on', () => GraphQLDay, { nullable: true, description: dayDescription }) on: string | null | undefined,
    @Ctx() context: SubgraphContext,
  ): Promise<PupilCount> {
    return pupilsOf(commune.code, on, context);
  }
}

@Resolver(() => Organisation)
export class OrganisationPupilsResolver {
  @FieldResolver(() => PupilCount, {
    nullable: true,
    description:
      'The pupils enrolled at all schools of the province on a day (học sinh toàn tỉnh), from the records of the Department of Education and Training; null of other organisations.',
  })
  async pupilsEnrolled(
    @Root() organisation: Organisation,
    @Arg('on', () => GraphQLDay, { nullable: true, description: dayDescription }) on: string | null | undefined,
    @Ctx() context: SubgraphContext,
  ): Promise<PupilCount | null> {
    return organisation.code === 'education' ? pupilsOf(context.rootPlace, on, context) : null;
  }
}

@Resolver(() => School.type)
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
