import { GraphQLDay } from '@hub/kit';
import { Field, Float, ID, ObjectType, registerEnumType } from 'type-graphql';

/** How a published figure stands to the real one. */
export enum SurveyComparison {
  MORE_THAN = 'MORE_THAN',
  ABOUT = 'ABOUT',
  EXACT = 'EXACT',
}

registerEnumType(SurveyComparison, {
  name: 'YouthSurveyComparison',
  description: 'How a published figure stands to the real one.',
  valuesConfig: {
    MORE_THAN: { description: 'The real one is higher ("more than", hơn, trên).' },
    ABOUT: { description: 'The real one is close ("about", khoảng).' },
    EXACT: { description: 'Published as it is.' },
  },
});

@ObjectType({ description: 'A figure of a survey among young people (kết quả khảo sát), as published.' })
export class YouthSurveyReading {
  @Field(() => ID, { description: "The reading's code (mã chỉ số)." })
  code!: string;

  @Field(() => Float, { description: 'The share of the population asked (tỷ lệ), in percent.' })
  value!: number;

  @Field(() => SurveyComparison, { description: 'How the value stands to the real one.' })
  comparison!: SurveyComparison;

  @Field(() => GraphQLDay, {
    nullable: true,
    description: 'The day that it describes (thời điểm); null when the source names none.',
  })
  asOf!: string | null;

  @Field(() => String, { description: 'Who published it (nguồn).' })
  source!: string;
}
