import { GraphQLDay } from '@hub/kit';
import { Directive, Field, Float, ID, ObjectType } from 'type-graphql';

@ObjectType('Goal', { description: 'A goal of the movement (mục tiêu), with how far the province is from it.' })
@Directive('@key(fields: "code")')
export class GoalObject {
  @Field(() => ID, { description: "The goal's code (mã mục tiêu), such as `ADULTS_BASIC`." })
  code!: string;

  @Field(() => Float, { description: 'The share of the audience to reach, 0 to 1 (chỉ tiêu).' })
  target!: number;

  @Field(() => GraphQLDay, { description: 'When the movement towards it began.' })
  startsOn!: string;

  @Field(() => GraphQLDay, { description: 'By when (thời hạn).' })
  deadline!: string;

  @Field(() => String, { description: 'Where goal, target and deadline are laid down (nguồn).' })
  source!: string;

  @Field(() => GraphQLDay, { description: 'As of when they are laid down so.' })
  asOf!: string;
}
