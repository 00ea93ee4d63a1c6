import type { SubgraphContext } from '@hub/kit';
import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Agency as AgencyRow } from '../agency/agency.entity.js';
import { Agency } from '../agency/agency.type.js';
import { competencyOfAgency } from './competency.loader.js';
import { CompetencyCount } from './competency.type.js';

@Resolver(() => Agency)
export class AgencyCompetencyResolver {
  @FieldResolver(() => [CompetencyCount], {
    description: 'Its people by level of digital competency (năng lực số): each by the latest assessment.',
  })
  competency(@Root() agency: AgencyRow, @Ctx() context: SubgraphContext): Promise<CompetencyCount[]> {
    return competencyOfAgency(context).load(agency.code);
  }
}
