import { GraphQLPeriod } from '@hub/protocol';
import { Field, Float, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { GoalProgress } from './goal-progress.type.js';

/** What makes a figure worth a look. */
export enum AnomalyRule {
  FELL = 'FELL',
  MORE_THAN_DENOMINATOR = 'MORE_THAN_DENOMINATOR',
  JUMPED = 'JUMPED',
  NOTHING_NEW = 'NOTHING_NEW',
}

registerEnumType(AnomalyRule, {
  name: 'AnomalyRule',
  description: 'What makes a figure worth a look (quy tắc phát hiện bất thường).',
  valuesConfig: {
    FELL: { description: 'People to date are fewer than in the month before (giảm so với tháng trước).' },
    MORE_THAN_DENOMINATOR: { description: 'More people than the denominator knows of (vượt mẫu số).' },
    JUMPED: {
      description:
        'A month brought far more people than the months before: a robust z-score above 3.5, by median and median absolute deviation (tăng đột biến).',
    },
    NOTHING_NEW: { description: 'Nothing new for three complete months, below the target (ba tháng không có gì mới).' },
  },
});

@ObjectType({
  description: 'A release that does not count, in which something was worth a look (đợt công bố không tính).',
})
export class AnomalyRelease {
  @Field(() => ID, { description: 'The organisation of the release (mã tổ chức).' })
  organisationCode!: string;

  @Field(() => Int, { description: 'Its number (số thứ tự).' })
  number!: number;

  @Field(() => String, {
    nullable: true,
    description:
      'Why the organisation withdrew it (lý do thu hồi); null where it waits, or waited in vain, to be accepted.',
  })
  withdrawnReason!: string | null;
}

@ObjectType({ description: 'A figure that is worth a look (số liệu bất thường).' })
export class Anomaly {
  @Field(() => AnomalyRule, { description: 'Which rule found it (quy tắc).' })
  rule!: AnomalyRule;

  @Field(() => GraphQLPeriod, { description: 'Since which month it holds (từ tháng).' })
  since!: string;

  @Field(() => Float, {
    description:
      'By how much (mức độ): people that it fell by, people above the denominator, the z-score, or complete months without news.',
  })
  magnitude!: number;

  @Field(() => GoalProgress, { description: 'The figure, in that month (số liệu).' })
  progress!: GoalProgress;

  @Field(() => AnomalyRelease, {
    nullable: true,
    description:
      'The release that it was in, where that does not count: it was withdrawn, or waits to be accepted (đợt công bố không tính); null where the figure is one of now.',
  })
  release!: AnomalyRelease | null;
}

@ObjectType({ description: 'What is worth a look (các bất thường).' })
export class Anomalies {
  @Field(() => [Anomaly], { description: 'The largest first, of each rule; at most as many as asked for.' })
  nodes!: Anomaly[];

  @Field(() => Int, { description: 'How many there are in all (tổng số).' })
  totalCount!: number;
}
