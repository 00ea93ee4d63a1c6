import { GraphQLPeriod } from '@hub/protocol';
import { Field, Float, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Break } from './break.js';
import { GoalProgress } from './goal-progress.type.js';

/** How far apart the points of a series are. */
export enum SeriesStep {
  MONTH = 'MONTH',
  QUARTER = 'QUARTER',
  YEAR = 'YEAR',
}

registerEnumType(SeriesStep, {
  name: 'SeriesStep',
  description: 'How far apart the points of a series are (bước thời gian).',
  valuesConfig: {
    MONTH: { description: 'A point for each month (theo tháng).' },
    QUARTER: { description: 'A point for each quarter (theo quý).' },
    YEAR: { description: 'A point for each year (theo năm).' },
  },
});

@ObjectType({ description: 'A point of a series (điểm trong chuỗi).' })
export class SeriesPoint {
  @Field(() => GraphQLPeriod, { description: 'The period (kỳ).' })
  period!: string;

  @Field(() => GoalProgress, { description: "The progress at the period's end (tiến độ)." })
  progress!: GoalProgress;

  @Field(() => Boolean, {
    description:
      'Whether it cannot be compared with the point before by their numbers (ngắt chuỗi), as the flag B says: other organisations, another audience or another denominator are counted, or by an estimate and not by bounds, or the other way round.',
  })
  isBreak!: boolean;

  @Field(() => [Break], { description: 'Why it cannot be (lý do ngắt chuỗi); empty where it can.' })
  breaks!: readonly Break[];

  @Field(() => Int, {
    nullable: true,
    description:
      'People more than at the point before (số người tăng, giảm); null at the first, when not known, or when other organisations or another audience are counted.',
  })
  changePeople!: number | null;

  @Field(() => Float, {
    nullable: true,
    description:
      'Percentage points more than at the point before (số điểm phần trăm tăng, giảm); null where people are, and where the denominator is another.',
  })
  changePoints!: number | null;
}

@ObjectType({ description: 'How a goal went on in one place (chuỗi thời gian).' })
export class ProgressSeries {
  @Field(() => ID, { description: 'The commune, or the root place (mã địa bàn).' })
  communeCode!: string;

  @Field(() => [SeriesPoint], { description: 'The points, the earliest first (các điểm).' })
  points!: (SeriesPoint | Promise<SeriesPoint>)[];
}
