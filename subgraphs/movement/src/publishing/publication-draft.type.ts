import { Format, GraphQLMoment } from '@hub/kit';
import { GraphQLPeriod } from '@hub/protocol';
import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { DraftDeed, DraftState } from './publishing-steps.js';
import type { StoredDraft } from './stored-draft.js';

/** Why figures differ from a former publication's. */
export enum CauseKind {
  RELEASE = 'RELEASE',
  WITHDRAWN_RELEASE = 'WITHDRAWN_RELEASE',
  DENOMINATOR = 'DENOMINATOR',
  GOAL = 'GOAL',
  METHOD = 'METHOD',
}

registerEnumType(CauseKind, {
  name: 'PublicationCauseKind',
  description: 'Why figures differ from a former publication (nguyên nhân thay đổi).',
  valuesConfig: {
    RELEASE: { description: 'They rest on another release of an organisation (đợt số liệu khác).' },
    WITHDRAWN_RELEASE: {
      description: 'The release of before does not count any more (đợt số liệu trước đã bị thu hồi).',
    },
    DENOMINATOR: { description: 'How many people a goal counts differs (mẫu số khác).' },
    GOAL: { description: 'What is laid down of a goal differs, such as its target (quy định của mục tiêu khác).' },
    METHOD: { description: 'Neither differs: estimates or rules do (cách ước lượng hoặc quy tắc khác).' },
  },
});

@ObjectType({ description: 'Why figures of a draft differ from the revision before (nguyên nhân thay đổi).' })
export class PublicationCause {
  @Field(() => CauseKind, { description: 'What differs (loại).' })
  kind!: CauseKind;

  @Field(() => ID, { nullable: true, description: 'Of a release: whose it is (mã tổ chức).' })
  organisationCode!: string | null;

  @Field(() => ID, { nullable: true, description: 'Of a denominator or goal: which goal (mã mục tiêu).' })
  goalCode!: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'The value before (trước đó): the number of a release, the target of a goal; null where there was none.',
  })
  former!: string | null;

  @Field(() => String, { nullable: true, description: 'The value now (hiện nay); null where there is none.' })
  now!: string | null;

  @Field(() => Int, { nullable: true, description: 'Of a denominator: in how many places (số địa bàn).' })
  places!: number | null;
}

@ObjectType({ description: 'What somebody did with a draft of a publication (việc đã làm).' })
export class PublicationStep {
  @Field(() => DraftDeed, { description: 'What (việc).' })
  step!: DraftDeed;

  @Field(() => String, { description: 'Who, by name (người thực hiện).' })
  name!: string;

  @Field(() => GraphQLMoment, { description: 'When (lúc).' })
  at!: Date;

  @Field(() => String, { nullable: true, description: 'Why (lý do); null without a reason.' })
  reason!: string | null;
}

@ObjectType('PublicationDraft', {
  description: 'A draft of a publication (dự thảo bản công bố): its figures do not change after they are taken.',
})
export class PublicationDraftObject implements StoredDraft {
  @Field(() => ID, { description: 'Its id (mã dự thảo), such as `2026-10_d1`.' })
  id!: string;

  @Field(() => GraphQLPeriod, { description: 'The period (kỳ).' })
  period!: string;

  @Field(() => DraftState, { description: 'What became of it (tình trạng).' })
  state!: DraftState;

  @Field(() => String, { description: 'Its note in Vietnamese (ghi chú).' })
  noteVi!: string;

  @Field(() => String, { description: 'Its note in English (ghi chú tiếng Anh).' })
  noteEn!: string;

  @Field(() => Boolean, {
    description: 'Whether it may say what the revision before says, on purpose (cố ý công bố số liệu không đổi).',
  })
  unchanged!: boolean;

  readonly madeAt!: Date;
  readonly former!: string | null;
  readonly draftedBy!: string;
  readonly publication!: string | null;
  readonly askedDigest!: string;
  readonly contentDigest!: string;
}

@InputType({ description: 'What is to be published (nội dung dự thảo).' })
export class PublicationDraftInput {
  @Field(() => GraphQLPeriod, { description: 'The period, which is over (kỳ đã hết).' })
  period!: string;

  @Format('note')
  @Field(() => String, { description: 'Its note in Vietnamese (ghi chú), up to 1,000 characters.' })
  noteVi!: string;

  @Format('note')
  @Field(() => String, { description: 'Its note in English (ghi chú tiếng Anh), up to 1,000 characters.' })
  noteEn!: string;

  @Field(() => Boolean, {
    defaultValue: false,
    description:
      'Whether it may say what the revision before says (công bố cả khi số liệu không đổi); else that is refused.',
  })
  unchanged!: boolean;
}
