import { CompetencyLevel, PeopleCount, publishedCountOf, Records, type SubgraphContext } from '@hub/kit';
import { Ctx, Field, FieldResolver, ObjectType, Resolver, Root } from 'type-graphql';
import { placeOfAgency } from './agency-place.js';
import { Agency, type AgencyRow } from './records/agency.js';

@ObjectType({ description: "How many of an agency's people are at one level of the competency framework." })
@Records()
export class CompetencyCount {
  @Field(() => CompetencyLevel, { description: 'The level (bậc năng lực).' })
  level!: CompetencyLevel;

  @Field(() => PeopleCount, { description: 'Distinct people whose latest assessment gave this level.' })
  people!: PeopleCount;
}

/** A level of an agency's people. */
interface LevelOfAgency {
  readonly place: string;
  readonly level: CompetencyLevel;
}

@Resolver(() => Agency.type)
export class AgencyCompetencyResolver {
  @FieldResolver(() => [CompetencyCount], {
    description: 'Its people by level of digital competency (năng lực số): each by the latest assessment.',
  })
  competency(@Root() agency: AgencyRow): LevelOfAgency[] {
    return Object.values(CompetencyLevel).map((level) => ({ place: placeOfAgency(agency), level }));
  }
}

@Resolver(() => CompetencyCount)
export class CompetencyCountResolver {
  @FieldResolver(() => PeopleCount)
  people(@Root() { place, level }: LevelOfAgency, @Ctx() context: SubgraphContext): Promise<PeopleCount> {
    return publishedCountOf({ measure: 'COMPETENCY', subject: level, place }, context);
  }
}
