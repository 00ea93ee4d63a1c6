import { GraphQLDay, GraphQLMoment, LinkStateEnum, RequiresScopes } from '@hub/kit';
import { type LinkState, type OrganisationSaid } from '@hub/protocol';
import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';

/** What everything about joining demands: see docs/trust.md. */
export const managesOrganisations = () => RequiresScopes(['organisations:manage']);

/** What an organisation publishes by versions. */
export enum PublishedKind {
  AGREEMENTS = 'AGREEMENTS',
  SCHEMA = 'SCHEMA',
  PAGES = 'PAGES',
}

registerEnumType(PublishedKind, {
  name: 'PublishedKind',
  description: 'What an organisation publishes by versions (loại tài liệu công bố).',
  valuesConfig: {
    AGREEMENTS: { description: 'Its agreements (thỏa thuận chia sẻ).' },
    SCHEMA: { description: 'The schema of its records (lược đồ).' },
    PAGES: { description: 'How pages show its records (cách trình bày trang).' },
  },
});

/** A step of an organisation's link. */
export enum LinkStep {
  ACCEPT = 'ACCEPT',
  SUSPEND = 'SUSPEND',
  RESUME = 'RESUME',
  LEAVE = 'LEAVE',
}

registerEnumType(LinkStep, {
  name: 'LinkStep',
  description: "A step of an organisation's link to the hub (bước kết nối).",
  valuesConfig: {
    ACCEPT: { description: 'What joined goes live (chấp nhận).' },
    SUSPEND: { description: 'Its records are taken out; its released figures stay (tạm dừng).' },
    RESUME: { description: 'It goes live again (kết nối lại).' },
    LEAVE: { description: 'It leaves; what it signed stays (rời).' },
  },
});

@ObjectType({ description: "What was done about an organisation's link (thay đổi của kết nối)." })
@managesOrganisations()
export class LinkChange {
  @Field(() => String, { description: 'What was done (việc đã làm), as `invited`, `live` or `published schema 2`.' })
  what!: string;

  @Field(() => String, {
    description: 'Who did it (người thực hiện): the organisation by its code, or an operator by an identifier.',
  })
  by!: string;

  @Field(() => GraphQLMoment, { description: 'When (thời điểm).' })
  at!: Date;

  @Field(() => String, { nullable: true, description: 'Why (lý do); null where nobody said.' })
  reason!: string | null;
}

@ObjectType({
  description: 'How an endpoint was held against the protocol (kết quả kiểm tra giao thức), as its organisation says.',
})
@managesOrganisations()
export class Examination {
  @Field(() => GraphQLMoment, { description: 'When (thời điểm).' })
  at!: Date;

  @Field(() => Int, { description: 'How many checks passed (số kiểm tra đạt).' })
  passed!: number;

  @Field(() => Int, { description: 'How many checks do not apply (số kiểm tra không áp dụng).' })
  leftOut!: number;

  @Field(() => [String], { description: 'The checks that failed (kiểm tra không đạt), each as `group: check`.' })
  failed!: readonly string[];
}

@ObjectType({ description: 'A version of a document that an organisation published (phiên bản công bố).' })
@managesOrganisations()
export class PublishedVersion {
  @Field(() => PublishedKind, { description: 'The kind of document (loại tài liệu).' })
  kind!: PublishedKind;

  @Field(() => Int, { description: 'Its number (số phiên bản).' })
  version!: number;

  @Field(() => GraphQLMoment, { description: 'When it was published (thời điểm công bố).' })
  publishedAt!: Date;

  @Field(() => String, { description: 'Who published it (người công bố).' })
  publishedBy!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Why it was published though a check refused it (lý do bỏ qua kiểm tra); null where none did.',
  })
  override!: string | null;

  @Field(() => Examination, {
    nullable: true,
    description:
      'How the endpoint was held against the protocol with it (kết quả kiểm tra giao thức); null where it was not.',
  })
  examination!: Examination | null;

  @Field(() => Boolean, { description: 'Whether it is the one that counts (đang có hiệu lực).' })
  inForce!: boolean;
}

@ObjectType({ description: 'What an organisation would share by one of its agreements (nội dung chia sẻ).' })
@managesOrganisations()
export class OfferedAgreement {
  @Field(() => ID, { description: 'Its id (mã thỏa thuận).' })
  id!: string;

  /** In both languages. */
  titles!: { readonly vi: string; readonly en: string };

  @Field(() => [String], {
    description: 'The types and fields of records that it shares (hồ sơ được chia sẻ), as `Type.field`.',
  })
  shares!: readonly string[];

  @Field(() => [String], {
    description: 'The goals of which its figures may be given or combined (mục tiêu được dùng số liệu), or `*`.',
  })
  goals!: readonly string[];

  @Field(() => [String], {
    description:
      'The recipients (bên được chia sẻ): `anyone`, or `role:`, `organisation:`, `group:` or `app:` and a code.',
  })
  with!: readonly string[];

  @Field(() => [String], { nullable: true, description: 'The codes of purposes (mục đích); null for any.' })
  purposes!: readonly string[] | null;

  @Field(() => GraphQLDay, { description: 'From when (từ ngày).' })
  from!: string;

  @Field(() => GraphQLDay, {
    nullable: true,
    description: 'Until when (đến ngày); null where it holds until it is taken back.',
  })
  until!: string | null;
}

@ObjectType({
  description:
    'An organisation that publishes at the registry, or was invited to (tổ chức kết nối), as operators see it.',
})
@managesOrganisations()
export class LinkedOrganisation {
  @Field(() => ID, { description: "The organisation's code (mã tổ chức)." })
  code!: string;

  @Field(() => LinkStateEnum, { description: 'Where its link stands (trạng thái kết nối).' })
  state!: LinkState;

  /** What it says of itself; null before it joined. */
  said!: OrganisationSaid | null;

  @Field(() => LinkChange, { nullable: true, description: 'What was done last (thay đổi gần nhất).' })
  last!: LinkChange | null;
}

@ObjectType({ description: 'What an organisation said of itself as it joined (khai báo của tổ chức).' })
@managesOrganisations()
export class LinkDeclaration {
  @Field(() => String, {
    description: '`records`: it has a subgraph; `figures`: it hands over figures alone (hình thức kết nối).',
  })
  linkedBy!: string;

  @Field(() => String, { description: 'Whether its data is real or a demonstration (loại dữ liệu).' })
  dataKind!: string;

  @Field(() => String, { nullable: true, description: 'Where its subgraph answers (địa chỉ); null without one.' })
  endpoint!: string | null;

  @Field(() => String, { description: 'The contact (liên hệ).' })
  contact!: string;
}

@ObjectType({ description: 'A new invitation to join (lời mời kết nối).' })
@managesOrganisations()
export class LinkInvitation {
  @Field(() => ID, { description: 'The invited organisation (mã tổ chức).' })
  code!: string;

  @Field(() => String, {
    description: 'The secret with which it joins once, within 14 days (mã mời): it is shown this once.',
  })
  secret!: string;
}
