import { Field, ID, ObjectType } from 'type-graphql';

@ObjectType('Purpose', {
  description: 'A purpose of requests for data (mục đích): a request names one as `x-hub-purpose`.',
})
export class PurposeObject {
  @Field(() => ID, { description: "The purpose's code (mã mục đích), such as `steering`." })
  code!: string;
}
