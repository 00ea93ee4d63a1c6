import { GraphQLDay } from '@hub/kit';
import { Field, Int, ObjectType } from 'type-graphql';

@ObjectType('Denominator', { description: 'How many people a goal counts in a place (mẫu số).' })
export class DenominatorObject {
  @Field(() => Int, {
    nullable: true,
    description: 'People (người); null where the source leaves a gap, of which `remark` tells.',
  })
  value!: number | null;

  @Field(() => String, { description: 'Where the number comes from (nguồn).' })
  source!: string;

  @Field(() => GraphQLDay, { description: 'As of when (tính đến ngày).' })
  asOf!: string;

  @Field(() => Int, { description: 'Its version (phiên bản): a revision is a higher one.' })
  version!: number;

  @Field(() => GraphQLDay, {
    nullable: true,
    description: 'The first day on which it is the one that counts (áp dụng từ); null: it is known, and never counts.',
  })
  validFrom!: string | null;

  @Field(() => GraphQLDay, {
    nullable: true,
    description: 'The last day on which it is the one that counts (áp dụng đến); null while no end is known.',
  })
  validUntil!: string | null;

  @Field(() => String, { nullable: true, description: 'What is to be said of the value (ghi chú).' })
  remark!: string | null;

  @Field(() => Boolean, { description: 'Whether it is made up, for demonstration (số liệu minh họa).' })
  demonstration!: boolean;
}
