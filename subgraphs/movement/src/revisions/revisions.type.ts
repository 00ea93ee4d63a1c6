import { GraphQLDay } from '@hub/kit';
import { GraphQLPeriod } from '@hub/protocol';
import { Field, Int, ObjectType } from 'type-graphql';
import { Break } from '../progress/break.js';
import { GoalProgress } from '../progress/goal-progress.type.js';

@ObjectType({ description: 'The value of a figure from a day on (số liệu biết đến từ một ngày).' })
export class KnownFigure {
  @Field(() => GraphQLDay, { description: 'From which day on it was known so (biết từ ngày).' })
  knownOn!: string;

  @Field(() => GoalProgress, {
    description:
      "The progress by the releases of that day's end (tiến độ); goals and denominators are the current ones.",
  })
  progress!: GoalProgress;
}

@ObjectType({
  description:
    "How a month's figure was revised (hiệu chỉnh): the first, the second and the last that was known of it.",
})
export class MonthRevisions {
  @Field(() => GraphQLPeriod, { description: 'The month (tháng).' })
  month!: string;

  @Field(() => Int, { description: 'How many different figures there were, one after the other (số lần).' })
  values!: number;

  @Field(() => KnownFigure, { nullable: true, description: 'The first (lần đầu); null while there is none yet.' })
  first!: KnownFigure | null;

  @Field(() => KnownFigure, {
    nullable: true,
    description: 'The second (lần hai); null where the first was never revised.',
  })
  second!: KnownFigure | null;

  @Field(() => KnownFigure, {
    nullable: true,
    description: 'The last (hiện nay); null while there is none yet. The first, where that was never revised.',
  })
  last!: KnownFigure | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'People more, or fewer, at the last than at the first (mức hiệu chỉnh): by their estimates, or by lower bounds where one of both has none; null without a figure, or when other organisations or another audience are counted.',
  })
  changePeople!: number | null;

  @Field(() => [Break], {
    description: 'Why the first and the last cannot be compared as shown (lý do ngắt chuỗi); empty where they can.',
  })
  breaks!: readonly Break[];
}
