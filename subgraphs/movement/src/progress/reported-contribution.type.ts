import { GraphQLDay, GraphQLMoment } from '@hub/kit';
import { Field, Int, ObjectType } from 'type-graphql';
import type { Organisation } from '../organisation/organisation.entity.js';
import { OrganisationObject } from '../organisation/organisation.type.js';
import type { TakenRelease } from '../register/taken-releases.js';
import { ContributionState } from './contribution-state.js';

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
      'How many days after the due day (số ngày muộn), so far where it did not report; null where no day is due, and for months before the last one of its first release.',
  })
  late!: number | null;

  @Field(() => ReleaseReference, { nullable: true, description: 'Its release; null where it has none.' })
  release!: TakenRelease | null;
}
