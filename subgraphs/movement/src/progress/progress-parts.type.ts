import { GraphQLDay, GraphQLMoment } from '@hub/kit';
import { GraphQLPeriod } from '@hub/protocol';
import { Field, Float, Int, ObjectType, registerEnumType } from 'type-graphql';
import type { Organisation } from '../organisation/organisation.entity.js';
import { OrganisationObject } from '../organisation/organisation.type.js';
import type { TakenRelease } from '../register/taken-releases.js';
import { Break } from './break.js';
import { ContributionState } from './contribution-state.js';
import { ForecastBasis, NoForecast } from './forecast.js';
import { type PeopleFigure, PeopleMethod } from './people-figure.js';
import { NoEstimate } from '../sketches/merged-sketches.js';
import { Doubt, type ProgressEnd as End, ProgressStatus, type RequiredPace as Pace } from './progress.js';

registerEnumType(ProgressStatus, {
  name: 'ProgressStatus',
  description: 'How a goal stands against the linear pace from its start to its deadline (trạng thái tiến độ).',
  valuesConfig: {
    ACHIEVED: { description: 'The lower end of what is known reaches the target (đã đạt).' },
    ON_TRACK: { description: 'Pace 0.95 or more (đúng tiến độ).' },
    AT_RISK: { description: 'Pace from 0.60 to below 0.95 (có nguy cơ chậm).' },
    OFF_TRACK: { description: 'Pace below 0.60 (chậm tiến độ).' },
    FALLING: { description: 'Below where it began (giảm).' },
    NOT_STARTED: { description: 'The figures end before the movement towards the goal began (chưa bắt đầu).' },
    MISSED: { description: 'The deadline has passed, and the target is not reached (không đạt).' },
    ACHIEVED_LATE: {
      description: 'The target is reached by now, and was not at the deadline (đạt sau thời hạn).',
    },
    UNCERTAIN: {
      description:
        'The fewest and the most people that there may be come to different verdicts (chưa xác định); `doubts` says what would decide it.',
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

registerEnumType(NoForecast, {
  name: 'NoForecast',
  description: 'Why there is no forecast (lý do không dự báo).',
  valuesConfig: {
    TOO_FEW_MONTHS: { description: 'Fewer than five complete months with people are known (chưa đủ năm tháng).' },
    BREAK: {
      description:
        'Fewer than five complete months have passed since other organisations were counted (chuỗi số liệu bị ngắt).',
    },
    NO_DENOMINATOR: { description: 'No number of people whom the goal counts is known (không có mẫu số).' },
    DEADLINE_PASSED: { description: 'The figures reach the deadline (đã đến hạn).' },
  },
});

registerEnumType(ForecastBasis, {
  name: 'ForecastBasis',
  description: 'What the months’ figures are that a forecast follows (căn cứ dự báo).',
  valuesConfig: {
    ESTIMATES: { description: 'The numbers or estimates of all of these months (số ước lượng).' },
    LOWER_BOUNDS: { description: 'Their lower bounds, since a month of them has no estimate (số ít nhất).' },
  },
});

@ObjectType({ description: 'People between two ends (khoảng).' })
export class PeopleInterval {
  @Field(() => Int, { description: 'The lower end (cận dưới).' })
  lower!: number;

  @Field(() => Int, { description: 'The upper end (cận trên).' })
  upper!: number;
}

@ObjectType({ description: 'Percentage points between two ends (khoảng điểm phần trăm).' })
export class PointsInterval {
  @Field(() => Float, { description: 'The lower end (cận dưới).' })
  lower!: number;

  @Field(() => Float, { description: 'The upper end (cận trên).' })
  upper!: number;
}

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
        'One is an estimate, of the other bounds alone are known: the change is that of the lower bounds (khác cách tính).',
    },
  },
});

registerEnumType(PeopleMethod, {
  name: 'PeopleMethod',
  description: 'By what it is known how many people there are (cách tính số người).',
  valuesConfig: {
    EXACT: {
      description:
        'All have reported, and one organisation alone can have anybody: its number, as it is published (đếm đúng).',
    },
    ESTIMATE: {
      description:
        'Several may have reached people, and each person is counted once, by sketches of people where two have ten or more (ước lượng, mỗi người tính một lần).',
    },
    BOUNDS: {
      description:
        'Not all have reported the period, or how many several share is not known (chỉ biết cận dưới và cận trên).',
    },
  },
});

registerEnumType(NoEstimate, {
  name: 'NoEstimate',
  description: 'Why people of several organisations cannot be counted once (lý do không ước lượng).',
  valuesConfig: {
    COUNTS_ONLY: { description: 'One of them has counts only, and no records of people (chỉ có số tổng).' },
    OTHER_PERIOD: { description: 'The last month of one of them is an earlier one (khác kỳ).' },
    OTHER_KEY: { description: "One of them has made its sketch with another key than the period's (khác khóa)." },
    NO_SKETCH: { description: 'One of them has released no sketch, or it was superseded (không có bản tóm lược).' },
    NOT_CLOSED: {
      description:
        'The month is open: an expected organisation has not reported all of it, and bounds are provisional (kỳ chưa chốt).',
    },
    NOT_YET: {
      description:
        'Since the month closed, no estimate of the place was made: its sketches had so few people in them then that they would tell nearly exactly how many, or it is being estimated (chưa ước lượng).',
    },
    OTHER_ORGANISATIONS: {
      description:
        'What was estimated is of more organisations than count here, or than agreements let be combined for you (khác tổ chức).',
    },
    ABSENT_ORGANISATION: {
      description: 'An expected organisation has no figure here, and may have anybody (còn thiếu tổ chức).',
    },
    TOO_FEW: {
      description:
        'A sketch with so few people in it would tell nearly exactly how many, however many the place or group has (ước lượng gần như đếm đúng).',
    },
  },
});

@ObjectType({
  description:
    'Distinct people whom several organisations reached (số người, mỗi người tính một lần): bounds always, and an estimate where their sketches can be merged. All numbers are rounded as published counts are.',
})
export class DistinctPeople implements Omit<PeopleFigure, 'isOpen'> {
  @Field(() => Int, { description: 'At least this many: the largest single organisation (cận dưới).' })
  lower!: number;

  @Field(() => Int, {
    nullable: true,
    description:
      'At most this many: the sum of the organisations, capped by the denominator (cận trên). Of a period that one of them has not reported, it is of the days that it has. A withheld share counts with the most that published figures leave for it; with an organisation missing, it is the denominator. It is at least nine more than the lower bound, so it may be above the denominator: nobody can be read out of it.',
  })
  upper!: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'The likeliest number (ước lượng), within the bounds; null where only these are known.',
  })
  estimate!: number | null;

  @Field(() => PeopleInterval, {
    nullable: true,
    description:
      'Where the number lies (khoảng): of an estimate, the 95 % interval of the sketches’ error and of the noise that hides single people, wider by whom they leave out: all that an organisation without a sketch may have, and all that published numbers say may have come since the estimate was made; else the bounds. Measured coverage: docs/measurements/intervals.md. Null where nothing bounds it from above.',
  })
  interval!: PeopleInterval | null;

  @Field(() => PeopleMethod, { description: 'By what it is known (cách tính).' })
  method!: PeopleMethod;

  @Field(() => NoEstimate, {
    nullable: true,
    description: 'Why there is no estimate (lý do); null where there is one.',
  })
  noEstimate!: NoEstimate | null;

  @Field(() => GraphQLMoment, {
    nullable: true,
    description: 'As of when: the oldest of the releases that it rests on (tính đến); null when there is none.',
  })
  asOf!: Date | null;
}

@ObjectType({
  description: 'What one end of what is known makes of a goal (theo cận dưới hoặc cận trên).',
})
export class ProgressEnd implements End {
  @Field(() => Int, { nullable: true, description: 'People (số người); null where nothing bounds them from above.' })
  people!: number | null;

  @Field(() => Float, {
    nullable: true,
    description:
      'Over the denominator (tỷ lệ): of the fewest people over the most whom the goal counts, of the most over the fewest. Above 1 where the people may be more than the denominator. Null without either.',
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
  description:
    'The two ends of what is known, from the published numbers and who is missing (hai đầu của khoảng đã biết).',
})
export class ProgressEnds {
  @Field(() => ProgressEnd, { description: 'If there are as few people as can be (ít nhất).' })
  least!: End;

  @Field(() => ProgressEnd, { description: 'If there are as many as can be (nhiều nhất).' })
  most!: End;
}

@ObjectType({
  description: 'What must still be reached each month to reach the target by the deadline (nhịp độ cần đạt).',
})
export class RequiredPace implements Pace {
  @Field(() => Float, { description: 'People a month (người mỗi tháng), to the nearest whole one.' })
  peoplePerMonth!: number;

  @Field(() => Float, { description: 'Percentage points a month (điểm phần trăm mỗi tháng).' })
  pointsPerMonth!: number;
}

@ObjectType({ description: 'The release that a figure rests on (bản công bố số liệu).' })
export class ReleaseReference {
  @Field(() => Int, { description: "Its number in the organisation's chain (số thứ tự)." })
  number!: number;

  @Field(() => GraphQLMoment, { description: 'When it was made (lúc phát hành).' })
  madeAt!: string;

  @Field(() => String, { description: 'The id of the key that signed it (mã khóa ký).' })
  keyId!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Why the organisation withdrew it (lý do thu hồi); null where it did not.',
  })
  withdrawnReason!: string | null;
}

@ObjectType({
  description:
    'What an expected organisation reported, and its share (tình hình báo cáo và phần đóng góp của tổ chức).',
})
export class ReportedContribution {
  @Field(() => OrganisationObject, { description: 'The organisation (tổ chức).' })
  organisation!: Organisation;

  @Field(() => ContributionState, { description: 'What became of its report (tình trạng).' })
  state!: ContributionState;

  @Field(() => GraphQLDay, { nullable: true, description: 'Through which day its release is complete (đủ đến ngày).' })
  through!: string | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'How many days after the due day (số ngày muộn), so far where it did not report; null where no day is due.',
  })
  late!: number | null;

  @Field(() => ReleaseReference, { nullable: true, description: 'Its release; null where it has none.' })
  release!: TakenRelease | null;
}

@ObjectType({
  description: 'How earlier forecasts of the same place held, each made of what was known by then (kiểm định dự báo).',
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
    description: 'Why the two cannot be compared as they are shown (lý do ngắt chuỗi); empty where they can.',
  })
  breaks!: readonly Break[];
}
