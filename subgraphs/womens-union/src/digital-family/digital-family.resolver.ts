import { Cost, CommuneStub, type SubgraphContext } from '@hub/kit';
import { Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { committed, householdCounts, meetingAllCriteria } from './digital-family.loader.js';
import { DigitalFamilyCriterion, DigitalFamilySummary, type HouseholdCount } from './digital-family.type.js';

async function summaryOf(place: string, context: SubgraphContext): Promise<DigitalFamilySummary> {
  const { count, provenance } = await householdCounts(context).load('all');
  const households = (measure: string): HouseholdCount => {
    const number = count(measure, place);
    return { households: number, suppressed: number === null };
  };
  return {
    ...provenance,
    committed: households(committed),
    meetingAllCriteria: households(meetingAllCriteria),
    byCriterion: Object.values(DigitalFamilyCriterion).map((criterion) => ({ criterion, met: households(criterion) })),
  };
}

@Resolver()
export class DigitalFamiliesResolver {
  @Cost(500)
  @Query(() => DigitalFamilySummary, {
    nullable: true,
    description: 'The model "Digital Family" (Gia đình số) in the whole province.',
  })
  digitalFamilies(@Ctx() context: SubgraphContext): Promise<DigitalFamilySummary> {
    return summaryOf(context.rootPlace, context);
  }
}

@Resolver(() => CommuneStub)
export class CommuneDigitalFamiliesResolver {
  @Cost(500)
  @FieldResolver(() => DigitalFamilySummary, {
    nullable: true,
    description: 'The Women\'s Union\'s model "Digital Family" (Gia đình số) here.',
  })
  digitalFamilies(@Root() commune: CommuneStub, @Ctx() context: SubgraphContext): Promise<DigitalFamilySummary> {
    return summaryOf(commune.code, context);
  }
}
