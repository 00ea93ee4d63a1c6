import { GraphQLDay } from '@hub/kit';
import { Field, ObjectType, registerEnumType } from 'type-graphql';
import type { Organisation } from '../organisation/organisation.entity.js';
import { OrganisationObject } from '../organisation/organisation.type.js';

/** Why a figure does not count an expected organisation. */
export enum OutsideReason {
  OUTSIDE_AGREEMENT = 'OUTSIDE_AGREEMENT',
  NOT_RELEASED = 'NOT_RELEASED',
  LEFT = 'LEFT',
}

registerEnumType(OutsideReason, {
  name: 'OutsideReason',
  description: 'Why a figure does not count an expected organisation (lý do không được tính).',
  valuesConfig: {
    OUTSIDE_AGREEMENT: {
      description: 'No agreement of its lets its figures be combined with others for you (ngoài thỏa thuận).',
    },
    NOT_RELEASED: { description: 'It joined, and has released nothing yet (chưa công bố số liệu nào).' },
    LEFT: { description: 'It left the hub (đã rời khỏi hệ thống).' },
  },
});

@ObjectType({
  description: 'An expected organisation that a figure does not count (tổ chức không được tính), and why.',
})
export class OutsideOrganisation {
  @Field(() => OrganisationObject, { description: 'The organisation (tổ chức).' })
  organisation!: Organisation;

  @Field(() => OutsideReason, { description: 'Why it does not count (lý do).' })
  reason!: OutsideReason;

  @Field(() => GraphQLDay, {
    nullable: true,
    description: 'The day on which it left (ngày rời khỏi hệ thống); null for other reasons.',
  })
  leftOn!: string | null;
}
