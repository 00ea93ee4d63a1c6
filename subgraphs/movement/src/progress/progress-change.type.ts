import { GraphQLPeriod } from '@hub/protocol';
import { Field, Float, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Break } from './break.js';
import { PeopleInterval } from './distinct-people.type.js';

registerEnumType(Break, {
  name: 'Break',
  description: 'Why a figure cannot be compared with an earlier one of its place (lý do ngắt chuỗi).',
  valuesConfig: {
    ORGANISATIONS: { description: 'Other organisations are counted: there is no change (khác tổ chức).' },
    AUDIENCE: { description: 'Another audience is counted: there is no change (khác đối tượng).' },
    DENOMINATOR: {
      description:
        'The denominator is another: there is a change of people, and none of percentage points (khác mẫu số).',
    },
    METHOD: {
      description:
        'One is an estimate, the other has bounds alone: the change compares the lower bounds (khác cách tính).',
    },
  },
});

@ObjectType({ description: 'Percentage points between two ends (khoảng điểm phần trăm).' })
export class PointsInterval {
  @Field(() => Float, { description: 'The lower end (cận dưới).' })
  lower!: number;

  @Field(() => Float, { description: 'The upper end (cận trên).' })
  upper!: number;
}

@ObjectType({ description: 'How a progress changed against an earlier period (thay đổi so với kỳ trước).' })
export class ProgressChange {
  @Field(() => GraphQLPeriod, { description: 'The period that it is compared with (kỳ so sánh).' })
  from!: string;

  @Field(() => Int, {
    nullable: true,
    description:
      'People more, or fewer (số người tăng, giảm); null when not known, or when other organisations or another audience are counted.',
  })
  people!: number | null;

  @Field(() => PeopleInterval, {
    nullable: true,
    description: 'Between which ends it lies (khoảng), of both figures’ ends; null when not known.',
  })
  interval!: PeopleInterval | null;

  @Field(() => Float, {
    nullable: true,
    description:
      'Percentage points more, or fewer (số điểm phần trăm tăng, giảm); null where people are, and where the denominator is another.',
  })
  points!: number | null;

  @Field(() => PointsInterval, {
    nullable: true,
    description: 'Between how many they lie (khoảng), of both figures’ ends; null when not known.',
  })
  pointsInterval!: PointsInterval | null;

  @Field(() => [Break], {
    description: 'Why the two cannot be compared as shown (lý do ngắt chuỗi); empty where they can.',
  })
  breaks!: readonly Break[];
}
