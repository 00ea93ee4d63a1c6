import { Directive, Field, Int, ObjectType } from 'type-graphql';
import { GraphQLDay, GraphQLMoment } from '../graphql/scalars.js';
import { ReleaseStanding } from './release-standing.js';

/** A release in the graph: what was signed, as texts, for whoever verifies it, and the most important of it beside. */
@ObjectType({
  description:
    "A release (đợt công bố số liệu): a numbered, signed, immutable version of an organisation's published cells. docs/decisions/releases.md describes its texts.",
})
@Directive('@shareable')
export class Release {
  @Field(() => Int, { description: "Its number (số thứ tự), 1 for the organisation's first." })
  number!: number;

  @Field(() => String, { description: 'SHA-256 of the header in base64url (mã băm); the next release names it.' })
  hash!: string;

  @Field(() => String, { description: 'The header (phần đầu) in canonical JSON (RFC 8785): what is signed.' })
  header!: string;

  @Field(() => String, { description: 'A detached JWS over the header (chữ ký), EdDSA, which names its key.' })
  signature!: string;

  @Field(() => GraphQLDay, {
    nullable: true,
    description: 'The last day of which the data are complete (đầy đủ đến hết ngày); null where nothing proves any.',
  })
  through!: string | null;

  @Field(() => GraphQLMoment, { description: 'When it was made (thời điểm tạo).' })
  madeAt!: Date;

  @Field(() => String, { description: 'By what it was made (cách tạo): `SCHEDULE`, `IMPORT` or `HAND`.' })
  madeBy!: string;

  @Field(() => String, {
    description: 'Whether its pages have all cells, `FULL`, or those that differ from the former, `CHANGES` (loại).',
  })
  kind!: string;

  @Field(() => String, { nullable: true, description: 'Why it was withdrawn (lý do thu hồi); null where it was not.' })
  withdrawn!: string | null;

  @Field(() => ReleaseStanding, {
    nullable: true,
    description: 'What the movement made of it (tình trạng tại Ban Chỉ đạo); null where it counts without more.',
  })
  standing!: ReleaseStanding | null;

  @Field(() => String, {
    nullable: true,
    description: 'Why it waits, or what was said when it was accepted (lý do); null where it counts without more.',
  })
  standingReason!: string | null;
}

/** Some of an organisation's releases, in order. */
@ObjectType({ description: "Some of an organisation's releases (các đợt công bố), in the order of their numbers." })
@Directive('@shareable')
export class ReleaseConnection {
  @Field(() => [Release], { description: 'The releases of this page.' })
  nodes!: readonly Release[];

  @Field(() => Int, { description: 'How many releases there are in all (tổng số).' })
  totalCount!: number;

  @Field(() => Int, { nullable: true, description: 'The number of the current release (hiện hành); null before any.' })
  current!: number | null;
}
