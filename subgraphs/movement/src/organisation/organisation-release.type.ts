import { GraphQLDay, GraphQLMoment } from '@hub/kit';
import { Field, ID, Int, ObjectType, registerEnumType } from 'type-graphql';

/** What the movement made of a release. */
export enum ReleaseStanding {
  COUNTS = 'COUNTS',
  PENDING = 'PENDING',
  ACCEPTED = 'ACCEPTED',
}

registerEnumType(ReleaseStanding, {
  name: 'ReleaseStanding',
  description: 'What the movement made of a release (tình trạng tại Ban Chỉ đạo).',
  valuesConfig: {
    COUNTS: { description: 'It counts since it was made (có hiệu lực).' },
    PENDING: {
      description:
        'It goes beyond a bound: it waits until somebody accepts it, and does not count (đang chờ chấp nhận).',
    },
    ACCEPTED: { description: 'It went beyond a bound; somebody accepted it, and it counts (đã chấp nhận).' },
  },
});

@ObjectType('OrganisationRelease', {
  description:
    "A release (đợt công bố số liệu): a numbered, signed, immutable version of an organisation's published cells, as the register holds it. docs/decisions/releases.md describes its texts.",
})
export class OrganisationRelease {
  @Field(() => Int, { description: "Its number (số thứ tự), 1 for the organisation's first." })
  number!: number;

  @Field(() => String, { description: 'SHA-256 of the header in base64url (mã băm); the next release names it.' })
  hash!: string;

  @Field(() => String, { description: 'The header (phần đầu) in canonical JSON (RFC 8785): what is signed.' })
  header!: string;

  @Field(() => String, { description: 'A detached JWS over the header (chữ ký), EdDSA, which names its key.' })
  signature!: string;

  @Field(() => String, { description: 'The id of the key that signed it (khóa ký), as RFC 7638 has it.' })
  keyId!: string;

  @Field(() => GraphQLDay, {
    nullable: true,
    description: 'The last day of which the data are complete (đầy đủ đến hết ngày); null where nothing proves any.',
  })
  through!: string | null;

  @Field(() => GraphQLMoment, { description: 'When it was made (thời điểm tạo), as it says.' })
  madeAt!: Date;

  @Field(() => GraphQLMoment, { description: 'When the register took it in (thời điểm tiếp nhận).' })
  takenAt!: Date;

  @Field(() => String, { nullable: true, description: 'Why it was withdrawn (lý do thu hồi); null where it was not.' })
  withdrawn!: string | null;

  @Field(() => ReleaseStanding, { description: 'What the movement made of it (tình trạng).' })
  standing!: ReleaseStanding;

  @Field(() => [ID], {
    description:
      'The goals that it brought figures of and that never expected the organisation (mục tiêu không tính tổ chức này): nothing counts them.',
  })
  uncountedGoals!: readonly string[];
}

@ObjectType('OrganisationReleases', {
  description: "Some of an organisation's releases (các đợt công bố), the newest first.",
})
export class OrganisationReleases {
  @Field(() => [OrganisationRelease], { description: 'The releases of this page.' })
  nodes!: readonly OrganisationRelease[];

  @Field(() => Int, { description: 'How many releases the register holds in all (tổng số).' })
  totalCount!: number;
}

@ObjectType('KeptPublication', {
  description:
    "That an organisation holds one of the movement's publications (dấu vết bản công bố), signed by it: movement cannot give out another under that id unnoticed.",
})
export class KeptPublication {
  @Field(() => ID, {
    description: 'The same for what the same organisation holds of the same publication (mã định danh).',
  })
  id!: string;

  @Field(() => ID, { description: "The publication's id (mã bản công bố), such as `2026-10_1`." })
  publication!: string;

  @Field(() => String, { description: 'SHA-256 of its document in base64url (mã băm).' })
  digest!: string;

  @Field(() => GraphQLMoment, { description: 'Since when the organisation holds it (thời điểm nhận).' })
  keptAt!: Date;

  @Field(() => String, { description: 'What the organisation signed (nội dung đã ký), canonical JSON (RFC 8785).' })
  statement!: string;

  @Field(() => String, { description: 'A detached JWS over it by the organisation (chữ ký), which names its key.' })
  signature!: string;
}
