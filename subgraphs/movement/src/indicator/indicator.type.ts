import { GraphQLDay } from '@hub/kit';
import { Directive, Field, Float, ID, Int, ObjectType, registerEnumType } from 'type-graphql';

/** What an indicator counts. The kinds never add up together. */
export enum Measure {
  PEOPLE = 'PEOPLE',
  OCCURRENCES = 'OCCURRENCES',
  OBJECTS = 'OBJECTS',
}

registerEnumType(Measure, {
  name: 'Measure',
  description: 'What an indicator counts; the kinds never add up together.',
  valuesConfig: {
    PEOPLE: { description: 'Distinct people (người).' },
    OCCURRENCES: { description: 'Turns of guidance, attendance or use (lượt).' },
    OBJECTS: { description: 'Things such as accounts, dossiers or families.' },
  },
});

@ObjectType('IndicatorReading', { description: 'A published reading of an indicator (số liệu công bố).' })
export class IndicatorReadingObject {
  @Field(() => ID, { description: "The reading's code." })
  code!: string;

  @Field(() => String, { description: 'Where it was read, as published (nơi công bố).' })
  place!: string;

  @Field(() => Int, { description: 'How many.' })
  numerator!: number;

  @Field(() => Int, { nullable: true, description: 'Of how many; null where none is published.' })
  denominator!: number | null;

  @Field(() => Boolean, { description: 'Whether the source says "about".' })
  approximate!: boolean;

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
