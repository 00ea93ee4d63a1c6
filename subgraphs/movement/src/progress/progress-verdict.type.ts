import { Field, Float, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { LikelyStatus as Likely } from './likely-status.js';
import { Doubt, type ProgressEnd as End, ProgressStatus, type RequiredPace as Pace } from './progress.js';

registerEnumType(ProgressStatus, {
  name: 'ProgressStatus',
  description: 'How a goal stands against the linear pace from its start to its deadline (trạng thái tiến độ).',
  valuesConfig: {
    ACHIEVED: { description: 'The lower bound reaches the target (đã đạt).' },
    ON_TRACK: { description: 'Pace 0.95 or more (đúng tiến độ).' },
    AT_RISK: { description: 'Pace from 0.60 to below 0.95 (có nguy cơ chậm).' },
    OFF_TRACK: { description: 'Pace below 0.60 (chậm tiến độ).' },
    FALLING: { description: 'Below where it began (giảm).' },
    NOT_STARTED: { description: 'The figures end before the movement towards the goal began (chưa bắt đầu).' },
    MISSED: {
      description: 'The deadline has passed, and by the data through that day the target is not reached (không đạt).',
    },
    ACHIEVED_LATE: {
      description: 'The target is reached by now, and was not at the deadline (đạt sau thời hạn).',
    },
    UNCERTAIN: {
      description:
        'The fewest and the most people that there may be come to different verdicts, or the deadline has passed and the data ends before it (chưa xác định); `doubts` says what would decide it.',
    },
    NO_DATA: {
      description: 'No expected organisation has released a figure, or no denominator is known (không có số liệu).',
    },
  },
});

registerEnumType(Doubt, {
  name: 'Doubt',
  description: 'Why what is known allows no verdict (lý do chưa xác định): each would decide it.',
  valuesConfig: {
    ABSENT_ORGANISATION: { description: 'An expected organisation has no figure here (còn thiếu tổ chức).' },
    PEOPLE_IN_SEVERAL: {
      description: 'How many people are in several organisations is not known (chưa biết số người trùng).',
    },
    ESTIMATE_ERROR: { description: 'The error of the estimate (sai số ước lượng).' },
    ROUNDING: { description: 'Numbers are rounded down to ten (số làm tròn).' },
    SMALL_PLACE: { description: 'The place has too few people to be judged (địa bàn quá ít người).' },
  },
});

@ObjectType({
  description: 'A probable status that is not certain enough to be the status (nhiều khả năng).',
})
export class LikelyStatus implements Likely {
  @Field(() => ProgressStatus, { description: 'The status (trạng thái).' })
  status!: ProgressStatus;

  @Field(() => Float, { description: 'Its probability, from 0.8 to below 1 (xác suất).' })
  probability!: number;
}

@ObjectType({
  description: 'The progress towards a goal by one bound (theo cận dưới hoặc cận trên).',
})
export class ProgressEnd implements End {
  @Field(() => Int, { nullable: true, description: 'People (số người); null where nothing bounds them from above.' })
  people!: number | null;

  @Field(() => Float, {
    nullable: true,
    description:
      'Over the denominator (tỷ lệ): the fewest people over the largest denominator, or the most over the smallest. Above 1 where the people may be more than the denominator. Null without either.',
  })
  ratio!: number | null;

  @Field(() => Int, { nullable: true, description: 'People still to reach (số người còn thiếu).' })
  gapPeople!: number | null;

  @Field(() => Float, { nullable: true, description: 'Percentage points still to reach (số điểm còn thiếu).' })
  gapPoints!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: 'Pace achieved over pace needed (nhịp độ); null once the deadline has passed.',
  })
  pace!: number | null;

  @Field(() => ProgressStatus, { description: 'How it would stand (trạng thái).' })
  status!: ProgressStatus;
}

@ObjectType({
  description: 'The two bounds, from the published numbers and the missing organisations (hai đầu của khoảng đã biết).',
})
export class ProgressEnds {
  @Field(() => ProgressEnd, { description: 'If there are as few people as can be (ít nhất).' })
  least!: End;

  @Field(() => ProgressEnd, { description: 'If there are as many as can be (nhiều nhất).' })
  most!: End;
}

@ObjectType({
  description: 'The number still to reach each month for the target by the deadline (nhịp độ cần đạt).',
})
export class RequiredPace implements Pace {
  @Field(() => Float, { description: 'People a month (người mỗi tháng), to the nearest whole one.' })
  peoplePerMonth!: number;

  @Field(() => Float, { description: 'Percentage points a month (điểm phần trăm mỗi tháng).' })
  pointsPerMonth!: number;
}
