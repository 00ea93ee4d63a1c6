import { GraphQLDay, Records } from '@hub/kit';
import { Field, Int, ObjectType } from 'type-graphql';

@ObjectType('IdentityAdults', {
  description:
    'The number of adults of a commune, as the police have it (số người trưởng thành): the upper limit of its counts on VNeID.',
})
@Records()
export class IdentityAdults {
  @Field(() => Int, { description: 'Adults (người từ đủ 18 tuổi).' })
  adults!: number;

  @Field(() => String, { description: 'Where the number comes from (nguồn).' })
  source!: string;

  @Field(() => GraphQLDay, { description: 'As of when (tính đến ngày).' })
  asOf!: string;

  @Field(() => Boolean, { description: 'Whether it is made up, for demonstration (số liệu minh họa).' })
  demonstration!: boolean;
}
