import { GraphQLDay } from '@hub/kit';
import { Field, ID, Int, ObjectType } from 'type-graphql';

@ObjectType('Region', {
  description:
    'Communes whose people are also counted together (vùng): a list that the steering committee keeps, so that nobody learns of single communes from groups made up for that.',
})
export class RegionObject {
  @Field(() => ID, { description: 'Its code (mã vùng).' })
  code!: string;

  @Field(() => Int, { description: 'How many communes it has (số xã, phường).' })
  communeCount!: number;

  @Field(() => GraphQLDay, { description: 'Its first day (từ ngày).' })
  validFrom!: string;

  @Field(() => GraphQLDay, { nullable: true, description: 'Its last day (đến hết ngày); null while there is no end.' })
  validUntil!: string | null;

  @Field(() => String, { description: 'Where the list comes from (nguồn).' })
  source!: string;
}
