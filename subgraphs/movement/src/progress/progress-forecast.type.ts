import { GraphQLDay } from '@hub/kit';
import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { PeopleInterval } from './distinct-people.type.js';
import { ForecastBasis, NoForecast } from './forecast.js';

registerEnumType(NoForecast, {
  name: 'NoForecast',
  description: 'Why there is no forecast (lý do không dự báo).',
  valuesConfig: {
    TOO_FEW_MONTHS: { description: 'Fewer than five complete months with people are known (chưa đủ năm tháng).' },
    BREAK: {
      description:
        'Fewer than five complete months have passed since other organisations were counted (chuỗi số liệu bị ngắt).',
    },
    NO_DENOMINATOR: { description: 'The number of people that the goal counts is unknown (không có mẫu số).' },
    DEADLINE_PASSED: { description: 'The deadline has passed (đã đến hạn).' },
  },
});

registerEnumType(ForecastBasis, {
  name: 'ForecastBasis',
  description: 'The kind of monthly figures that a forecast follows (căn cứ dự báo).',
  valuesConfig: {
    ESTIMATES: { description: 'The numbers or estimates of all of these months (số ước lượng).' },
    LOWER_BOUNDS: { description: 'Their lower bounds, since a month of them has no estimate (số ít nhất).' },
  },
});

@ObjectType({
  description:
    'How earlier forecasts of the same place held, each made from the data known by then (kiểm định dự báo).',
})
export class ForecastBackTest {
  @Field(() => Int, { description: 'Forecasts of one to three months ahead (số lần dự báo).' })
  forecasts!: number;

  @Field(() => Int, { description: 'Those whose interval held the number that came (số lần đúng trong khoảng).' })
  within!: number;
}

@ObjectType({
  description:
    'Where the growth of the last complete months leads (dự báo): a random walk with a drift that follows the months, over 5 to 13 months, capped by the denominator.',
})
export class ProgressForecast {
  @Field(() => Int, {
    nullable: true,
    description: 'People at the deadline (số người khi đến hạn); null when not available.',
  })
  people!: number | null;

  @Field(() => PeopleInterval, {
    nullable: true,
    description:
      'Its 95 % prediction interval, of chance from month to month and of rounding; null when not available.',
  })
  interval!: PeopleInterval | null;

  @Field(() => GraphQLDay, {
    nullable: true,
    description:
      'By when the target is reached at the present growth, whatever is not known of people and denominator (ngày đạt chỉ tiêu). Null where no day can be said: it is not within ten years, or may lie before or after the deadline, or the place is too small to be judged.',
  })
  reachesTargetOn!: string | null;

  @Field(() => ForecastBasis, { nullable: true, description: 'What it follows (căn cứ); null when not available.' })
  basis!: ForecastBasis | null;

  @Field(() => Int, {
    nullable: true,
    description: 'How many complete months it follows (số tháng); null when not available.',
  })
  months!: number | null;

  @Field(() => ForecastBackTest, {
    nullable: true,
    description: 'How earlier forecasts of this place held (kiểm định); null when not available.',
  })
  backTest!: ForecastBackTest | null;

  @Field(() => NoForecast, { nullable: true, description: 'Why it is not available (lý do); null when it is.' })
  notAvailable!: NoForecast | null;
}
