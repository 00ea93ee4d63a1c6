import { GraphQLMoment } from '@hub/kit';
import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { NoEstimate } from '../sketches/merged-sketches.js';
import { type PeopleFigure, PeopleMethod } from './people-figure.js';

registerEnumType(PeopleMethod, {
  name: 'PeopleMethod',
  description: 'The method that gives the number of people (cách tính số người).',
  valuesConfig: {
    EXACT: {
      description:
        'All have reported, and only one organisation can have people: its number, a rounded published count (đếm đúng, đã làm tròn).',
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
        'The estimate is of more organisations than count here, or than agreements permit you to combine (khác tổ chức).',
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

@ObjectType({ description: 'People between two ends (khoảng).' })
export class PeopleInterval {
  @Field(() => Int, { description: 'The lower end (cận dưới).' })
  lower!: number;

  @Field(() => Int, { description: 'The upper end (cận trên).' })
  upper!: number;
}

@ObjectType({
  description:
    'Distinct people that several organisations reached (số người, mỗi người tính một lần): bounds always, and an estimate where their sketches can be merged. Bounds are rounded as published counts are; an estimate has a noise that hides single people, and needs no rounding.',
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
    description:
      'The mean of the numbers that are possible, each by its probability (ước lượng): a whole number within the bounds. A single organisation’s is its published number. Null where only the bounds are known.',
  })
  estimate!: number | null;

  @Field(() => PeopleInterval, {
    nullable: true,
    description:
      'Where the number lies (khoảng): of an estimate, from the 2.5 % to the 97.5 % point of the numbers that are possible by the sketches, the noise that hides single people, the bounds, and the published numbers of people that an organisation without a sketch has or has got since; else the bounds. Measured coverage: docs/measurements/intervals.md. Null where nothing bounds it from above.',
  })
  interval!: PeopleInterval | null;

  @Field(() => PeopleMethod, { description: 'The method (cách tính).' })
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
