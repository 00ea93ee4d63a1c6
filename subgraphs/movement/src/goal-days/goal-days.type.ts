import { GraphQLDay, GraphQLMoment } from '@hub/kit';
import { GraphQLPeriod } from '@hub/protocol';
import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { PublicationObject } from '../publication/publication.type.js';
import { GoalDaysKind } from './goal-days.entity.js';

registerEnumType(GoalDaysKind, {
  name: 'GoalDaysKind',
  description: 'The kind of due days (loại thời hạn).',
  valuesConfig: {
    REPORT: { description: "An organisation's report, after a month's end (hạn báo cáo của tổ chức)." },
    PUBLICATION: { description: "The movement's publication, after a month's end (hạn công bố)." },
    CLOSING: { description: 'Late data, after the deadline (hạn nhận số liệu muộn).' },
  },
});

@ObjectType({ description: 'Days that are laid down of a goal, from a month on (thời hạn của mục tiêu).' })
export class GoalDays {
  @Field(() => GoalDaysKind, { description: 'Of what (loại).' })
  kind!: GoalDaysKind;

  @Field(() => GraphQLPeriod, { description: 'The first month whose days these are (áp dụng từ tháng).' })
  fromMonth!: string;

  @Field(() => Int, { description: 'How many days (số ngày).' })
  days!: number;

  @Field(() => String, { description: 'Where they are laid down (căn cứ).' })
  basis!: string;
}

@ObjectType({ description: 'That days of a goal were set on a page (việc đặt thời hạn).' })
export class GoalDaysChange extends GoalDays {
  @Field(() => String, { description: 'Who set them, by name (người đặt).' })
  by!: string;

  @Field(() => GraphQLMoment, { description: 'When (lúc đặt).' })
  at!: Date;
}

/** How far the closing of a goal is. */
export enum ClosingState {
  OPEN = 'OPEN',
  ENDING = 'ENDING',
  LATE_DATA = 'LATE_DATA',
  CLOSED = 'CLOSED',
  FINAL = 'FINAL',
}

registerEnumType(ClosingState, {
  name: 'ClosingState',
  description: 'How far the closing of a goal is (tình trạng chốt số liệu).',
  valuesConfig: {
    OPEN: { description: 'Its deadline is more than a month away (đang thực hiện).' },
    ENDING: { description: 'It is in the month of its deadline (sắp hết hạn).' },
    LATE_DATA: {
      description: 'Its deadline has passed, and late data still counts (đã hết hạn, còn nhận số liệu muộn).',
    },
    CLOSED: {
      description: 'No later data counts; the last figures are to be published (đã khóa, chưa công bố chính thức).',
    },
    FINAL: { description: 'Its last figures are published (đã công bố số liệu cuối cùng).' },
  },
});

@ObjectType({ description: 'How the time of a goal ends (chốt số liệu của mục tiêu).' })
export class GoalClosing {
  @Field(() => ClosingState, { description: 'How far it is (tình trạng).' })
  state!: ClosingState;

  @Field(() => GraphQLDay, {
    description: 'As of which day its last figures are: the deadline (số liệu tính đến ngày).',
  })
  asOf!: string;

  @Field(() => GraphQLPeriod, { description: 'The month of that day, whose figures are the last (kỳ cuối).' })
  period!: string;

  @Field(() => GraphQLDay, {
    nullable: true,
    description:
      'The last day on which late data is taken in (hạn nhận số liệu muộn): the latest of the goals that end in the same month, which are closed together; null without such a day: then no figure is frozen yet.',
  })
  lateDataUntil!: string | null;

  @Field(() => Int, { nullable: true, description: 'Days until the deadline (số ngày còn lại); null after it.' })
  daysLeft!: number | null;

  @Field(() => Int, {
    nullable: true,
    description: 'After the deadline: days on which late data still counts (số ngày còn nhận số liệu muộn); else null.',
  })
  lateDataDaysLeft!: number | null;

  @Field(() => PublicationObject, {
    nullable: true,
    description: 'The publication that has its last figures (bản công bố cuối cùng); null until there is one.',
  })
  publication!: PublicationObject | null;
}
