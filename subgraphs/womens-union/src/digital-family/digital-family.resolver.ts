import { Cost, CommuneStub, provenanceOf, publishedCountOf, type SubgraphContext } from '@hub/kit';
import { Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { committed, meetingAllCriteria } from '../people-tables.js';
import { digitalFamilyImport } from './digital-family.import.js';
import { DigitalFamilyCriterion, DigitalFamilySummary, type HouseholdCount } from './digital-family.type.js';

async function summaryOf(place: string, context: SubgraphContext): Promise<DigitalFamilySummary> {
  const households = async (measure: string): Promise<HouseholdCount> => {
    const { people, atMost } = await publishedCountOf({ measure, place }, context);
    return { households: people, atMost };
  };
  const [provenance, ofCommitted, ofAll, byCriterion] = await Promise.all([
    provenanceOf(digitalFamilyImport.kind, context),
    households(committed),
    households(meetingAllCriteria),
    Promise.all(
      Object.values(DigitalFamilyCriterion).map(async (criterion) => ({ criterion, met: await households(criterion) })),
    ),
  ]);
  return { ...provenance, committed: ofCommitted, meetingAllCriteria: ofAll, byCriterion };
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
