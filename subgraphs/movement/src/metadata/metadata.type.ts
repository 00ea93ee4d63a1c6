import { Field, Int, ObjectType } from 'type-graphql';

@ObjectType('ReferenceMetadata', {
  description: "Metadata of a goal's or an indicator's figures, to read before use (siêu dữ liệu).",
})
export class ReferenceMetadata {
  @Field(() => String, { nullable: true, description: 'The contact (liên hệ); null without one.' })
  contact!: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Under which licence the data may be used (giấy phép), as an SPDX id or an address; null where none is laid down.',
  })
  licence!: string | null;

  @Field(() => Int, {
    nullable: true,
    description:
      "How many days after a month's end the movement publishes it (hạn công bố); null where none is laid down, and of indicators.",
  })
  publicationDueDays!: number | null;
}
