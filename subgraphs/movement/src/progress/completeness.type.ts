import { Field, Float, Int, ObjectType } from 'type-graphql';
import type { Organisation } from '../organisation/organisation.entity.js';
import { OrganisationObject } from '../organisation/organisation.type.js';
import { GraphQLPeriod } from '@hub/protocol';
import { ContributionState } from './contribution-state.js';

@ObjectType({ description: 'What became of the report of one month (báo cáo tháng).' })
export class MonthReport {
  @Field(() => GraphQLPeriod, { description: 'The month (tháng).' })
  month!: string;

  @Field(() => ContributionState, { description: 'What became of it (tình trạng).' })
  state!: ContributionState;

  @Field(() => Int, {
    nullable: true,
    description:
      'How many days after the due day (số ngày muộn), so far where it is not there; null where no day is due, and for months before the last one of its first release.',
  })
  late!: number | null;
}

@ObjectType({ description: "An organisation's reports, month by month (báo cáo của một tổ chức)." })
export class OrganisationCompleteness {
  @Field(() => OrganisationObject, { description: 'The organisation (tổ chức).' })
  organisation!: Organisation;

  @Field(() => [MonthReport], {
    description: 'The months in which it was expected to report, the earliest first (các tháng).',
  })
  months!: MonthReport[];

  @Field(() => Float, {
    nullable: true,
    description:
      'The share of the months that were due which it reported in time, 0 to 1 (tỷ lệ đúng hạn); null where none was due.',
  })
  onTime!: number | null;
}

@ObjectType({ description: 'Who reported when (tình hình báo cáo).' })
export class Completeness {
  @Field(() => [OrganisationCompleteness], { description: 'The expected organisations, by code (các tổ chức).' })
  organisations!: OrganisationCompleteness[];

  @Field(() => Float, {
    nullable: true,
    description:
      'The share of all reports that were due which came in time, 0 to 1 (tỷ lệ đúng hạn); null where none was due.',
  })
  onTime!: number | null;
}
