import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { GraphQLMoment } from '../graphql/scalars.js';

/** What an organisation holds of one of the movement's publications. */
@ObjectType({
  description:
    "What an organisation holds of one of the movement's publications (dấu vết bản công bố): movement cannot give out another under that id unnoticed.",
})
@Directive('@shareable')
export class KeptPublication {
  @Field(() => ID, { description: "The publication's id (mã bản công bố), such as `2026-10_1`." })
  id!: string;

  @Field(() => String, { description: 'SHA-256 of its document in base64url (mã băm).' })
  digest!: string;

  @Field(() => String, { description: 'The detached JWS over the document, by which movement signed it (chữ ký).' })
  signature!: string;

  @Field(() => GraphQLMoment, { description: 'Since when the organisation holds it (thời điểm nhận).' })
  keptAt!: Date;
}
