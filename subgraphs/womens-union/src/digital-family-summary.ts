import {
  Cost,
  CommuneStub,
  enumOf,
  isOfAllPlaces,
  type PeopleTable,
  provenanceOf,
  Provenance,
  publishedCountOf,
  Records,
  type SubgraphContext,
  totalOfAllPlaces,
  communesOfMeasures,
  wordsOf,
} from '@hub/kit';
import { Ctx, Directive, Field, FieldResolver, Int, ObjectType, Query, Resolver, Root } from 'type-graphql';
import { criterion, DigitalFamily } from './records/digital-family.js';

const Criterion = enumOf(criterion);
const criteria = wordsOf(criterion);

/** Measures of households; each criterion is a measure of the same name. */
const committed = 'COMMITTED';
const meetingAllCriteria = 'ALL_CRITERIA';
const measures = [committed, meetingAllCriteria, ...criteria];

/**
 * Households of each commune and in total: committed households, households that meet each criterion, and households
 * that meet every one.
 */
export const digitalFamilyCounts: PeopleTable = {
  measures,
  totalsOf: totalOfAllPlaces,
  rising: isOfAllPlaces,
  parts: communesOfMeasures(measures),
  counts: `
    select m.measure, '' as subject, f.commune_code as place, '' as month, count(*)::int as people
    from digital_family f cross join lateral (
      select '${committed}' as measure
      union all select '${meetingAllCriteria}' where cardinality(f.criteria) = ${criteria.length}
      union all select unnest(f.criteria)) m
    group by grouping sets ((1, 3), (1))`,
  nested: criteria.flatMap((each) => [[committed, each] as const, [each, meetingAllCriteria] as const]),
  allOf: { everybody: committed, all: meetingAllCriteria, each: criteria },
};

@ObjectType({
  description:
    'A published number of households (số hộ): one of the whole numbers from `households` to `atMost`. Households are not people.',
})
@Directive('@shareable')
export class HouseholdCount {
  @Field(() => Int, {
    nullable: true,
    description:
      'At least so many: the number rounded down to ten, many of the whole to twenty, as of the newest release; none and 1 to 9 look alike (số hộ, ít nhất). Null before the first release.',
  })
  households!: number | null;

  @Field(() => Int, {
    nullable: true,
    description:
      'The upper bound (số hộ, nhiều nhất): nine more, for many numbers of the whole nineteen, or a few further where exactly that would show other households. Null before the first release.',
  })
  atMost!: number | null;
}

@ObjectType({ description: 'How many households meet one criterion (số hộ đạt tiêu chí).' })
@Records()
export class DigitalFamilyCriterionCount {
  @Field(() => Criterion, { description: 'The criterion (tiêu chí).' })
  criterion!: string;

  @Field(() => HouseholdCount, { description: 'The households that meet it, as last assessed.' })
  met!: HouseholdCount;
}

@ObjectType({ description: 'The model "Digital Family" (Gia đình số) in one place, counted in households.' })
@Records()
export class DigitalFamilySummary extends Provenance {
  @Field(() => HouseholdCount, { description: 'The households that committed themselves (số hộ đăng ký, cam kết).' })
  committed!: HouseholdCount;

  @Field(() => HouseholdCount, {
    description: 'The households that meet every criterion (số hộ đạt Gia đình số), as last assessed.',
  })
  meetingAllCriteria!: HouseholdCount;

  @Field(() => [DigitalFamilyCriterionCount], {
    description: 'How many meet each criterion; a household can meet several.',
  })
  byCriterion!: DigitalFamilyCriterionCount[];
}

async function summaryOf(place: string, context: SubgraphContext): Promise<DigitalFamilySummary> {
  const households = async (measure: string): Promise<HouseholdCount> => {
    const { people, atMost } = await publishedCountOf({ measure, place }, context);
    return { households: people, atMost };
  };
  const [provenance, ofCommitted, ofAll, byCriterion] = await Promise.all([
    provenanceOf(DigitalFamily.kind, context),
    households(committed),
    households(meetingAllCriteria),
    Promise.all(criteria.map(async (one) => ({ criterion: one, met: await households(one) }))),
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
