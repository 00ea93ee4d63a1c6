import { GraphQLDay } from '@hub/kit';
import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { DenominatorBasis } from './denominator.entity.js';

registerEnumType(DenominatorBasis, {
  name: 'DenominatorBasis',
  description: 'The kind of source of a denominator (loại nguồn).',
  valuesConfig: {
    CENSUS: { description: 'A census, or another public statistic: the number is what it is (thống kê công khai).' },
    RECORDS: {
      description: 'Records about people, which an organisation keeps: rounded down to ten (hồ sơ của tổ chức).',
    },
  },
});

@ObjectType('Denominator', { description: 'How many people a goal counts in a place (mẫu số).' })
export class DenominatorObject {
  @Field(() => Int, {
    nullable: true,
    description:
      'People (người): of records rounded down to ten, so at least so many. Null where the source leaves a gap, of which `remark` tells.',
  })
  value!: number | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'At most so many (nhiều nhất): of a census the same, of records at least nine more. Null where there is no value.',
  })
  atMost!: number | null;

  @Field(() => DenominatorBasis, { description: 'The kind of its source (loại nguồn).' })
  basis!: DenominatorBasis;

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
