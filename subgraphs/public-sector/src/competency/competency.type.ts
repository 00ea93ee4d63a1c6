import { CompetencyLevel, PeopleCount, Records } from '@hub/kit';
import { Field, ObjectType } from 'type-graphql';

@ObjectType({ description: "How many of an agency's people are at one level of the competency framework." })
@Records()
export class CompetencyCount {
  @Field(() => CompetencyLevel, { description: 'The level (bậc năng lực).' })
  level!: CompetencyLevel;

  @Field(() => PeopleCount, { description: 'Distinct people whose latest assessment gave this level.' })
  people!: PeopleCount;
}
