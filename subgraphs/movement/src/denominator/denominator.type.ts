import { GraphQLDay } from '@hub/kit';
import { Field, Int, ObjectType } from 'type-graphql';

@ObjectType('Denominator', { description: 'How many people a goal counts in a place (mẫu số).' })
export class DenominatorObject {
  @Field(() => Int, { description: 'People (người).' })
  value!: number;

  @Field(() => String, { description: 'Where the number comes from (nguồn).' })
  source!: string;

  @Field(() => GraphQLDay, { description: 'As of when (tính đến ngày).' })
  asOf!: string;

  @Field(() => Int, { description: 'Its version (phiên bản): a revision is a higher one.' })
  version!: number;

  @Field(() => Boolean, { description: 'Whether it is made up, for demonstration (số liệu minh họa).' })
  demonstration!: boolean;
}
