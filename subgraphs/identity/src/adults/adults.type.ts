import { GraphQLDay, Records } from '@hub/kit';
import { Field, Int, ObjectType } from 'type-graphql';

@ObjectType('IdentityAdults', {
  description:
    'The adults of a commune, whom its counts on VNeID are of (số người trưởng thành), as the police have it.',
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
