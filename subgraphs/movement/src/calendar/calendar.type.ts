import { type Goal, GraphQLDay } from '@hub/kit';
import { GraphQLPeriod } from '@hub/protocol';
import { Field, ObjectType, registerEnumType } from 'type-graphql';
import { GoalObject } from '../goal/goal.type.js';
import type { Organisation } from '../organisation/organisation.entity.js';
import { OrganisationObject } from '../organisation/organisation.type.js';

/** What is due. */
export enum DueKind {
  PUBLICATION = 'PUBLICATION',
  RELEASE = 'RELEASE',
}

registerEnumType(DueKind, {
  name: 'DueKind',
  description: 'What is due (nội dung đến hạn).',
  valuesConfig: {
    PUBLICATION: { description: "The movement's publication of a month (bản công bố của Ban Chỉ đạo)." },
    RELEASE: { description: "An organisation's release that is complete through a month (số liệu của tổ chức)." },
  },
});

@ObjectType({ description: 'The next publication or release of a goal, and its day (lịch công bố).' })
export class CalendarEntry {
  @Field(() => DueKind, { description: 'What is due (nội dung).' })
  kind!: DueKind;

  @Field(() => GoalObject, { description: 'The goal (mục tiêu).' })
  goal!: Goal;

  @Field(() => OrganisationObject, {
    nullable: true,
    description: 'The organisation that releases (tổ chức); null for a publication.',
  })
  organisation!: Organisation | null;

  @Field(() => GraphQLPeriod, { description: 'The month that it is of (kỳ).' })
  period!: string;

  @Field(() => GraphQLDay, {
    nullable: true,
    description: 'The day on which it is due (hạn); null where no day is laid down.',
  })
  dueOn!: string | null;

  @Field(() => Boolean, { description: 'Whether that day has passed (đã quá hạn).' })
  isOverdue!: boolean;
}
