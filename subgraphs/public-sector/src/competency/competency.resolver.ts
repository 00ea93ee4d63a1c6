import { CompetencyLevel, PeopleCount, publishedCountOf, type SubgraphContext } from '@hub/kit';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Agency as AgencyRow } from '../agency/agency.entity.js';
import { placeOfAgency } from '../agency/agency-place.js';
import { Agency } from '../agency/agency.type.js';
import { CompetencyCount } from './competency.type.js';

/** A level of an agency's people. */
interface LevelOfAgency {
  readonly place: string;
  readonly level: CompetencyLevel;
}

@Resolver(() => Agency)
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
