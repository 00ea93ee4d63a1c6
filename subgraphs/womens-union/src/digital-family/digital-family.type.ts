import { Provenance, Records } from '@hub/kit';
import { Directive, Field, Int, ObjectType, registerEnumType } from 'type-graphql';

/** What makes a household a "Digital Family". */
export enum DigitalFamilyCriterion {
  VNEID_ACCOUNT = 'VNEID_ACCOUNT',
  SMART_DEVICE = 'SMART_DEVICE',
  E_PAYMENT = 'E_PAYMENT',
  ONLINE_PUBLIC_SERVICE = 'ONLINE_PUBLIC_SERVICE',
  ONLINE_SAFETY = 'ONLINE_SAFETY',
}

registerEnumType(DigitalFamilyCriterion, {
  name: 'DigitalFamilyCriterion',
  description: 'A criterion (tiêu chí) of the model "Digital Family" (Gia đình số).',
  valuesConfig: {
    VNEID_ACCOUNT: { description: 'The adults have VNeID accounts (tài khoản định danh điện tử).' },
    SMART_DEVICE: { description: 'The household uses a smart device (thiết bị thông minh).' },
    E_PAYMENT: { description: 'The household pays without cash (thanh toán không dùng tiền mặt).' },
    ONLINE_PUBLIC_SERVICE: { description: 'The household uses online public services (dịch vụ công trực tuyến).' },
    ONLINE_SAFETY: { description: 'The household knows how to stay safe online (an toàn trên không gian mạng).' },
  },
});

@ObjectType({
  description:
    'A number of households (số hộ), as it is published: one of the whole numbers from `households` to `atMost`. Households are not people.',
})
@Directive('@shareable')
export class HouseholdCount {
  @Field(() => Int, {
    nullable: true,
    description:
      'At least so many: the number rounded down to ten, as of the newest release; none and 1 to 9 look alike (số hộ, ít nhất). Null before the first release.',
  })
  households!: number | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'At most so many: nine more, or a few further where exactly nine would tell of others (số hộ, nhiều nhất). Null before the first release.',
  })
  atMost!: number | null;
}

@ObjectType({ description: 'How many households meet one criterion (số hộ đạt tiêu chí).' })
@Records()
export class DigitalFamilyCriterionCount {
  @Field(() => DigitalFamilyCriterion, { description: 'The criterion (tiêu chí).' })
  criterion!: DigitalFamilyCriterion;

  @Field(() => HouseholdCount, { description: 'The households that meet it, as last assessed.' })
  met!: HouseholdCount;
}

@ObjectType({ description: 'The model "Digital Family" (Gia đình số) in one place, counted in households.' })
@Records()
export class DigitalFamilySummary extends Provenance {
  @Field(() => HouseholdCount, { description: 'The households that committed themselves (số hộ đăng ký, cam kết).' })
  committed!: HouseholdCount;

  @Field(() => HouseholdCount, {
    description: 'Those of them that meet every criterion (số hộ đạt Gia đình số), as last assessed.',
  })
  meetingAllCriteria!: HouseholdCount;

  @Field(() => [DigitalFamilyCriterionCount], {
    description: 'How many meet each criterion; a household can meet several.',
  })
  byCriterion!: DigitalFamilyCriterionCount[];
}
