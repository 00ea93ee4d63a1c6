import { PeopleCount, Records } from '@hub/kit';
import { Field, ObjectType, registerEnumType } from 'type-graphql';

/** Levels of the digital competency framework. */
export enum CompetencyLevel {
  BASIC = 'BASIC',
  INTERMEDIATE = 'INTERMEDIATE',
  ADVANCED = 'ADVANCED',
}

registerEnumType(CompetencyLevel, {
  name: 'CompetencyLevel',
  description: 'A level of the digital competency framework (khung năng lực số).',
  valuesConfig: {
    BASIC: { description: 'Basic (cơ bản).' },
    INTERMEDIATE: { description: 'Intermediate (trung bình).' },
    ADVANCED: { description: 'Advanced (nâng cao).' },
  },
});

@ObjectType({ description: "How many of an agency's people are at one level of the competency framework." })
@Records()
export class CompetencyCount {
  @Field(() => CompetencyLevel, { description: 'The level (bậc năng lực).' })
  level!: CompetencyLevel;

  @Field(() => PeopleCount, { description: 'Distinct people whose latest assessment gave this level.' })
  people!: PeopleCount;
}
