import { GraphQLDay, PeopleCount, Provenance, Records } from '@hub/kit';
import { Field, ObjectType } from 'type-graphql';

@ObjectType({
  description:
    'How many pupils are enrolled at schools on a day (số học sinh theo học), counted by where the school is. It is told of the last days of months: on other days, two numbers would tell who came and went.',
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
