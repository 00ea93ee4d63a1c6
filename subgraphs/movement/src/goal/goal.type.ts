import { GraphQLDay } from '@hub/kit';
import { Directive, Field, Float, ID, Int, ObjectType } from 'type-graphql';

/** What is laid down of a goal, and from when until when. */
@ObjectType()
abstract class LaidDown {
  @Field(() => Float, { description: 'The share of the audience to reach, 0 to 1 (chỉ tiêu).' })
  target!: number;

  @Field(() => Float, {
    description: 'The share of the audience where it stood at the start, 0 to 1 (xuất phát điểm).',
  })
  base!: number;

  @Field(() => GraphQLDay, { description: 'When the movement towards it began.' })
  startsOn!: string;

  @Field(() => GraphQLDay, { description: 'By when (thời hạn).' })
  deadline!: string;

  @Field(() => Int, {
    nullable: true,
    description: "How many days after a period's end its report is due (hạn báo cáo); null where none is laid down.",
  })
  reportDueDays!: number | null;

  @Field(() => String, { description: 'Where goal, target and deadline are laid down (nguồn).' })
  source!: string;

  @Field(() => GraphQLDay, { description: 'As of when they are laid down so.' })
  asOf!: string;

  @Field(() => GraphQLDay, { description: 'The first day on which it is laid down so (hiệu lực từ).' })
  validFrom!: string;

  @Field(() => GraphQLDay, {
    nullable: true,
    description: 'The last day on which it is laid down so (hiệu lực đến); null while no end is known.',
  })
  validUntil!: string | null;
}

@ObjectType('Goal', {
  description:
    'A goal of the movement (mục tiêu), with how far the province is from it. It has the target of the requested day, by default today: `versions` has the targets before a revision.',
})
@Directive('@key(fields: "code")')
@Directive('@key(fields: "id")')
export class GoalObject extends LaidDown {
  @Field(() => ID, { description: "The goal's code (mã mục tiêu), such as `ADULTS_BASIC`." })
  code!: string;
}

@ObjectType({ description: 'A version of a goal, in force for some time (phiên bản của mục tiêu).' })
export class GoalVersion extends LaidDown {}
