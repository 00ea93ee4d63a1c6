import { GraphQLDay, GraphQLMoment } from '@hub/kit';
import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';
import { type Finding, PendingRule } from './judge-cells.js';
import { type PendingRelease, PendingState } from './pending-releases.js';

registerEnumType(PendingRule, {
  name: 'PendingRule',
  description: 'Why a release waits to be accepted (lý do chờ chấp nhận).',
  valuesConfig: {
    MORE_THAN_DENOMINATOR: {
      description: 'More people than the bound allows of the denominator: all of it unless told (vượt mẫu số).',
    },
    GREW_TOO_FAST: { description: 'More new people in a month than the bound of growth allows (tăng quá nhanh).' },
  },
});

registerEnumType(PendingState, {
  name: 'PendingState',
  description: 'What became of a release that went beyond a bound (tình trạng).',
  valuesConfig: {
    PENDING: { description: 'It waits, and does not count (đang chờ).' },
    ACCEPTED: { description: 'Somebody accepted it, and it counts (đã chấp nhận).' },
    SUPERSEDED: { description: 'A later release counts in its place (đã được thay thế).' },
  },
});

@ObjectType({ description: 'A figure of a release that goes beyond a bound (số liệu vượt giới hạn).' })
export class PendingFinding {
  @Field(() => PendingRule, { description: 'Which bound (lý do).' })
  rule!: Finding['rule'];

  @Field(() => ID, { description: 'The goal (mã mục tiêu).' })
  goalCode!: string;

  @Field(() => ID, { description: 'The place, as releases name it (mã địa bàn).' })
  placeCode!: string;

  @Field(() => String, { description: 'The month (tháng), `YYYY-MM`.' })
  month!: string;

  @Field(() => Int, { description: 'People to date (số người lũy kế), at least.' })
  people!: number;

  @Field(() => Int, { description: 'The most that the bound allows (giới hạn).' })
  most!: number;
}

@ObjectType('PendingRelease', {
  description:
    'A release that went beyond its denominator or a bound of growth when movement took it in (đợt công bố chờ chấp nhận). It counts once somebody accepts it; what was found of it stays.',
})
export class PendingReleaseObject implements PendingRelease {
  @Field(() => ID, { description: 'The organisation of the release (mã tổ chức).' })
  organisationCode!: string;

  @Field(() => Int, { description: "Its number in the organisation's chain (số thứ tự)." })
  number!: number;

  @Field(() => GraphQLDay, {
    nullable: true,
    description: 'The last day of which it is complete (đầy đủ đến hết ngày); null where nothing proves any.',
  })
  through!: string | null;

  @Field(() => GraphQLMoment, { description: 'When it was made (lúc phát hành).' })
  madeAt!: string;

  @Field(() => GraphQLMoment, { description: 'Since when it waited (chờ từ lúc).' })
  since!: Date;

  @Field(() => [PendingFinding], {
    description: 'The figures that go furthest beyond a bound (số liệu vượt giới hạn), 50 at most.',
  })
  findings!: readonly Finding[];

  @Field(() => Int, { description: 'How many figures go beyond a bound (tổng số).' })
  findingCount!: number;

  @Field(() => PendingState, { description: 'What became of it (tình trạng).' })
  state!: PendingState;

  @Field(() => String, {
    nullable: true,
    description: 'The operator who accepted it: the subject of the token (người chấp nhận); null until then.',
  })
  acceptedBy!: string | null;

  @Field(() => GraphQLMoment, {
    nullable: true,
    description: 'When it was accepted (lúc chấp nhận); null while it is not.',
  })
  acceptedAt!: Date | null;

  @Field(() => String, { nullable: true, description: 'What was said with that (ghi chú).' })
  note!: string | null;
}
