import { Field, Int, ObjectType } from 'type-graphql';

@ObjectType('ReferenceMetadata', {
  description: "What is to be known of a goal's or an indicator's figures before they are used (siêu dữ liệu).",
})
export class ReferenceMetadata {
  @Field(() => String, { nullable: true, description: 'Whom to ask (liên hệ); null where nobody is named.' })
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
