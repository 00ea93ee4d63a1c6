import { PeopleCount, Provenance, Records } from '@hub/kit';
import { Field, ObjectType } from 'type-graphql';
import { GraphQLSchoolYear } from '../class/school-year.js';

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
