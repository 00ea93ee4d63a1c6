import { GraphQLDay } from '@hub/kit';
import { Directive, Field, Float, ID, Int, ObjectType, registerEnumType } from 'type-graphql';

/** What an indicator counts. The kinds never add up together. */
export enum Measure {
  PEOPLE = 'PEOPLE',
  OCCURRENCES = 'OCCURRENCES',
  OBJECTS = 'OBJECTS',
  SURVEY = 'SURVEY',
}

/** How a published figure stands to the real one. */
export enum Comparison {
  MORE_THAN = 'MORE_THAN',
  ABOUT = 'ABOUT',
  EXACT = 'EXACT',
}

registerEnumType(Measure, {
  name: 'Measure',
  description: 'What an indicator counts; the kinds never add up together.',
  valuesConfig: {
    PEOPLE: { description: 'Distinct people (người).' },
    OCCURRENCES: { description: 'Turns of guidance, attendance or use (lượt).' },
    OBJECTS: { description: 'Things such as accounts, dossiers or families.' },
    SURVEY: { description: 'The share of the people surveyed (khảo sát), without a count.' },
  },
});

registerEnumType(Comparison, {
  name: 'Comparison',
  description: 'How a published figure stands to the real one.',
  valuesConfig: {
    MORE_THAN: { description: 'The real one is higher ("more than", hơn, trên).' },
    ABOUT: { description: 'The real one is close ("about", khoảng).' },
    EXACT: { description: 'The published figure is the real one.' },
  },
});

@ObjectType('IndicatorReading', { description: 'A published reading of an indicator (số liệu công bố).' })
export class IndicatorReadingObject {
  @Field(() => ID, { description: "The reading's code." })
  code!: string;

  @Field(() => String, { description: 'Where it was read, as published (nơi công bố).' })
  place!: string;

  @Field(() => Int, { nullable: true, description: 'How many (tử số); null where a share alone is published.' })
  numerator!: number | null;

  @Field(() => Int, { nullable: true, description: 'Of how many (mẫu số); null where none is published.' })
  denominator!: number | null;

  @Field(() => Comparison, { description: 'How the figure stands to the real one.' })
  comparison!: Comparison;

  @Field(() => GraphQLDay, { nullable: true, description: 'As of when; null where the source does not say.' })
  asOf!: string | null;

  @Field(() => String, { description: 'Where it was published (nguồn).' })
  source!: string;
}

@ObjectType('Indicator', { description: 'Something that provincial reports measure (chỉ số).' })
@Directive('@key(fields: "code")')
export class IndicatorObject {
  @Field(() => ID, { description: "The indicator's code (mã chỉ số)." })
  code!: string;

  @Field(() => Measure, { description: 'What it counts.' })
  measure!: Measure;

  @Field(() => Float, { nullable: true, description: 'Its target as a share, 0 to 1; null where none is set.' })
  target!: number | null;

  @Field(() => GraphQLDay, { nullable: true, description: 'By when; null where no date is set.' })
  deadline!: string | null;

  @Field(() => String, { description: 'Where it is laid down (nguồn).' })
  source!: string;
}
