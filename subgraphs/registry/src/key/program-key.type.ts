import { connectionType, Format, GraphQLDay, GraphQLMoment, RequiresScopes } from '@hub/kit';
import { Field, Float, ID, InputType, Int, ObjectType } from 'type-graphql';

/** What everything about keys demands: see docs/trust.md. */
export const managesKeys = () => RequiresScopes(['keys:manage']);

@ObjectType({
  description: 'How often a program may ask (tần suất): so many requests at once, and then so many each second.',
})
export class ProgramKeyRate {
  @Field(() => Float, { description: 'How many requests each second (số yêu cầu mỗi giây).' })
  perSecond!: number;

  @Field(() => Int, { description: 'How many requests at once (số yêu cầu liền nhau).' })
  burst!: number;
}

@ObjectType('ProgramKey', {
  description:
    'A key with which a program, such as a spreadsheet, asks the hub (khóa cho chương trình). When it was used, the audit log says, under its id.',
})
@managesKeys()
export class ProgramKeyObject {
  @Field(() => ID, { description: 'Its id, in the audit log, too (mã khóa). It is no secret.' })
  id!: string;

  @Field(() => String, { description: 'The person in charge, and its use (người chịu trách nhiệm).' })
  name!: string;

  @Field(() => String, { description: 'Its role (vai trò): analyst, app, staff or auditor.' })
  role!: string;

  @Field(() => ID, { nullable: true, description: 'The organisation whose staff answers for it (tổ chức).' })
  organisation?: string | null;

  @Field(() => [String], { description: 'What it opens (phạm vi), as the scopes of tokens.' })
  scopes!: string[];

  @Field(() => String, { description: 'The code of the purpose that its requests are for (mục đích).' })
  purpose!: string;

  @Field(() => [String], {
    nullable: true,
    description: 'The names of the tables that it may export (bảng được xuất); null for all.',
  })
  tables?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    description: 'The addresses and networks that it may come from (địa chỉ được phép); null for any.',
  })
  addresses?: string[] | null;

  @Field(() => ProgramKeyRate, {
    nullable: true,
    description: "How often it may ask (tần suất), never more than its role; null for its role's.",
  })
  rate?: ProgramKeyRate | null;

  @Field(() => GraphQLDay, { description: 'Its last day (đến hết ngày).' })
  until!: string;

  @Field(() => String, {
    description:
      "Who created it (người tạo): an identifier at the issuer, or the name that an operator's command gave.",
  })
  createdBy!: string;

  @Field(() => GraphQLMoment, { description: 'When it was created (thời điểm tạo).' })
  createdAt!: Date;

  @Field(() => GraphQLMoment, { nullable: true, description: 'When it was revoked (thời điểm thu hồi).' })
  revokedAt?: Date | null;

  @Field(() => String, { nullable: true, description: 'Who revoked it (người thu hồi).' })
  revokedBy?: string | null;
}

@ObjectType({ description: 'A key that was created, with its text (khóa vừa tạo).' })
@managesKeys()
export class CreatedProgramKey {
  @Field(() => ProgramKeyObject, { description: 'The key (khóa).' })
  key!: ProgramKeyObject;

  @Field(() => String, {
    description:
      'Its text, which is shown this once and kept nowhere (nội dung khóa): the bearer token, or the password, of the program.',
  })
  secret!: string;
}

@InputType({ description: 'How often a program may ask (tần suất).' })
export class ProgramKeyRateInput {
  @Field(() => Float, { description: 'How many requests each second (số yêu cầu mỗi giây).' })
  perSecond!: number;

  @Field(() => Int, { description: 'How many requests at once (số yêu cầu liền nhau).' })
  burst!: number;
}

@InputType({ description: 'A key for a program to create (khóa cần tạo).' })
export class ProgramKeyInput {
  @Format('note')
  @Field(() => String, {
    description: 'The person in charge, and its use (người chịu trách nhiệm): up to 200 characters.',
  })
  name!: string;

  @Format('code')
  @Field(() => String, { description: 'Its role (vai trò): analyst, app, staff or auditor; one that you have.' })
  role!: string;

  @Format('code')
  @Field(() => ID, { nullable: true, description: 'The organisation (tổ chức), for the role staff alone.' })
  organisation?: string | null;

  @Field(() => [String], {
    nullable: true,
    description: 'Its scopes (phạm vi), from your own; by default all usual scopes of its role.',
  })
  scopes?: string[] | null;

  @Format('code')
  @Field(() => String, { description: 'The code of the purpose that its requests are for (mục đích).' })
  purpose!: string;

  @Field(() => [String], {
    nullable: true,
    description: 'The names of the tables that it may export (bảng được xuất); all unless told.',
  })
  tables?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    description: 'The addresses and networks (CIDR) that it may come from (địa chỉ được phép); any unless told.',
  })
  addresses?: string[] | null;

  @Field(() => ProgramKeyRateInput, {
    nullable: true,
    description: "How often it may ask (tần suất); its role's unless told.",
  })
  rate?: ProgramKeyRateInput | null;

  @Field(() => GraphQLDay, {
    nullable: true,
    description: 'Its last day (đến hết ngày): within 400 days; 90 days from today unless told.',
  })
  until?: string | null;
}

export const ProgramKeyConnection = connectionType(
  'ProgramKey',
  () => ProgramKeyObject,
  'keys for programs',
  managesKeys(),
);
