import { GraphQLDay, GraphQLMoment } from '@hub/kit';
import { GraphQLPeriod } from '@hub/protocol';
import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';

@ObjectType({ description: 'A release that a publication rests on (đợt công bố của tổ chức).' })
export class PublishedRelease {
  @Field(() => ID, { description: 'The organisation that made it (mã tổ chức).' })
  organisationCode!: string;

  @Field(() => Int, { description: "Its number in the organisation's chain (số thứ tự)." })
  number!: number;

  @Field(() => String, { description: 'SHA-256 of its header, in base64url (mã băm).' })
  hash!: string;

  @Field(() => GraphQLDay, {
    nullable: true,
    description: 'Through which day it is complete (đủ đến ngày); null where nothing proves any.',
  })
  through!: string | null;
}

@ObjectType({ description: 'A value that a revision has otherwise than the one before (số liệu thay đổi).' })
export class PublishedDifference {
  @Field(() => ID, { description: 'The goal (mã mục tiêu).' })
  goalCode!: string;

  @Field(() => ID, {
    description:
      'The place (mã địa bàn), as releases name it; the root place for a value that is the same in all places.',
  })
  placeCode!: string;

  @Field(() => String, {
    description: 'Which value (trường số liệu), by its name in the document, such as `lower`, `estimate` or `status`.',
  })
  field!: string;

  @Field(() => String, {
    nullable: true,
    description: 'The value before (trước đó), as that document has it; null where it was not known.',
  })
  former!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The value now (hiện nay), as the document has it; null where it is not known.',
  })
  now!: string | null;
}

@ObjectType({ description: 'Who made a publication, by name (người thực hiện).' })
export class PublicationPeople {
  @Field(() => String, { description: 'Who drafted it (người soạn).' })
  drafted!: string;

  @Field(() => String, { description: 'Who approved it: somebody else (người duyệt).' })
  approved!: string;

  @Field(() => String, { description: 'Who published it (người công bố).' })
  published!: string;
}

@ObjectType({ description: 'That a publication was withdrawn (thu hồi bản công bố).' })
export class PublicationWithdrawal {
  @Field(() => String, { description: 'Why, in Vietnamese (lý do).' })
  reasonVi!: string;

  @Field(() => String, { description: 'Why, in English (lý do bằng tiếng Anh).' })
  reasonEn!: string;

  @Field(() => String, { description: 'Who withdrew it, by name (người thu hồi).' })
  by!: string;

  @Field(() => String, {
    nullable: true,
    description: 'The person who proposed that (người đề nghị): another person; null where one person withdrew it.',
  })
  proposedBy!: string | null;

  @Field(() => GraphQLMoment, { description: 'When (lúc thu hồi).' })
  at!: string;

  @Field(() => String, {
    description: 'The signed text, canonical JSON: the publication withdrawn, the time and the reason (văn bản).',
  })
  statement!: string;

  @Field(() => String, { description: 'The detached JWS over it, under a key of movement (chữ ký số).' })
  signature!: string;
}

@ObjectType({ description: 'A public key by which something that is signed is verified (khóa công khai).' })
export class PublicKey {
  @Field(() => ID, { description: 'The owner of the key (mã tổ chức); `movement` for the steering committee.' })
  organisationCode!: string;

  @Field(() => ID, { description: 'Its id: its RFC 7638 thumbprint (mã khóa), as signatures name it.' })
  keyId!: string;

  @Field(() => String, { description: 'The Ed25519 key, in PEM (khóa).' })
  pem!: string;
}

/** Whether a publication holds. */
export enum PublicationStanding {
  CURRENT = 'CURRENT',
  SUPERSEDED = 'SUPERSEDED',
  WITHDRAWN = 'WITHDRAWN',
}

registerEnumType(PublicationStanding, {
  name: 'PublicationStanding',
  description: 'Whether a publication holds (hiệu lực của bản công bố).',
  valuesConfig: {
    CURRENT: { description: 'It is the newest revision of its period (bản hiện hành).' },
    SUPERSEDED: {
      description:
        'There is a later revision (đã có bản mới hơn), also where that was withdrawn: then none of the period holds.',
    },
    WITHDRAWN: { description: 'It was withdrawn, whatever else there is (đã thu hồi).' },
  },
});

@ObjectType('Publication', {
  description:
    'The figures of a period as the movement gave them out (bản công bố). It never changes: a correction is a new revision.',
})
export class PublicationObject {
  @Field(() => ID, { description: 'Its id (mã bản công bố), such as `2026-10_1`.' })
  id!: string;

  @Field(() => GraphQLPeriod, { description: 'The period (kỳ).' })
  period!: string;

  @Field(() => Int, { description: 'Which revision of the period it is (lần công bố), from 1.' })
  revision!: number;

  @Field(() => GraphQLMoment, { description: 'When it was published (lúc công bố).' })
  publishedAt!: string;

  @Field(() => String, { description: 'Who published it: the subject of the token (người công bố).' })
  publishedBy!: string;

  @Field(() => PublicationPeople, {
    nullable: true,
    description:
      'The names of the people who drafted, approved and published it (người thực hiện); null for publications from before there were steps.',
  })
  people!: PublicationPeople | null;

  @Field(() => String, { nullable: true, description: 'Its note in Vietnamese (ghi chú).' })
  note!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'Its note in English (ghi chú tiếng Anh); null where there is one in Vietnamese alone.',
  })
  noteEn!: string | null;

  @Field(() => [ID], {
    description:
      'The codes of the goals of which these are the last figures (mục tiêu đã chốt); no later data counts for them.',
  })
  finalGoals!: readonly string[];

  @Field(() => PublicationWithdrawal, {
    nullable: true,
    description: 'That it was withdrawn, and why (thu hồi); null where it was not. It can still be read.',
  })
  withdrawal!: PublicationWithdrawal | null;

  @Field(() => PublicationStanding, { description: 'Whether it holds (hiệu lực): of each period at most one does.' })
  standing!: PublicationStanding;

  @Field(() => Boolean, { description: 'Whether any part of it is made up, for demonstration (có số liệu minh họa).' })
  demonstration!: boolean;

  @Field(() => [PublishedRelease], { description: 'The releases that it rests on, by organisation (các đợt công bố).' })
  releases!: PublishedRelease[];

  @Field(() => [ID], {
    description:
      'The organisations that hold its digest (tổ chức đã lưu dấu vết), by code; each shows it as `…KeptPublications`.',
  })
  heldBy!: string[];

  @Field(() => [PublishedDifference], {
    nullable: true,
    description:
      'Each value that differs from the revision before (khác bản trước); none in the first, null where the one before cannot be read. A value that the format of either revision cannot hold makes no difference.',
  })
  readonly differences!: PublishedDifference[] | null;

  @Field(() => String, {
    description: 'Why a release that it rests on does not count any more (lý do); empty where all do.',
  })
  withdrawn!: string;

  @Field(() => String, {
    description: 'The signed text: canonical JSON (RFC 8785) of the whole publication (văn bản).',
  })
  document!: string;

  @Field(() => String, { description: 'The detached JWS over it, under a key of movement (chữ ký số).' })
  signature!: string;

  @Field(() => String, { description: 'SHA-256 of the document, in base64url (mã băm).' })
  digest!: string;

  @Field(() => [PublicKey], {
    description:
      'The keys by which it and its releases are verified (khóa công khai): its own first. One that the hub does not have any more is not there.',
  })
  readonly publicKeys!: PublicKey[];
}
