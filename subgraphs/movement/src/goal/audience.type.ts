import { GraphQLDay } from '@hub/kit';
import { Field, ID, Int, ObjectType } from 'type-graphql';

@ObjectType('Audience', {
  description:
    "The people that a goal counts (đối tượng): people of an age, or, where it names no age, a group from organisations' records.",
})
export class AudienceObject {
  @Field(() => ID, { description: "The audience's code (mã đối tượng), such as `ADULTS`." })
  code!: string;

  @Field(() => Int, {
    nullable: true,
    description: 'The youngest that belong to it, in years (từ tuổi); null for any.',
  })
  ageFrom!: number | null;

  @Field(() => Int, { nullable: true, description: 'The oldest that belong to it, in years (đến tuổi); null for any.' })
  ageUntil!: number | null;

  @Field(() => GraphQLDay, {
    nullable: true,
    description: 'The day on which the age counts; null where it is the day on which the person reaches the goal.',
  })
  ageOn!: string | null;
}
