import { Cost, Format, type Goal, type SubgraphContext } from '@hub/kit';
import { GraphQLPeriod } from '@hub/protocol';
import { Arg, Args, ArgsType, Ctx, Field, FieldResolver, ID, Resolver, Root } from 'type-graphql';
import { communeArgumentDescription } from '../commune/commune.loader.js';
import { denominatorOn } from '../denominator/denominator.loader.js';
import { rangeOf } from '../denominator/denominator-range.js';
import { GoalObject } from '../goal/goal.type.js';
import { BreakdownBy, groupsOf, refuseBreakdown } from './breakdown.js';
import { gapBetween } from './group-gap.js';
import { placeNamed } from './goal-figures.resolver.js';
import {
  bookOf,
  denominatorsIn,
  headlineDescription,
  isClosed,
  periodOf,
  standingFor,
} from './goal-progress.loader.js';
import { overlapsOf } from './overlap.js';
import { Breakdown, ContributorOverlap } from './people-once.type.js';
import type { FigurePlace, ProgressBook } from './progress-book.js';
import type { Frame } from './progress-frame.js';

@ArgsType()
class PlaceAndPeriod {
  @Format('place')
  @Field(() => ID, { nullable: true, description: communeArgumentDescription })
  commune?: string | null;

  @Field(() => GraphQLPeriod, {
    nullable: true,
    description: headlineDescription,
  })
  period?: string | null;
}

/** The inputs of counts of people. */
interface Figures {
  readonly book: ProgressBook;
  readonly frame: Frame;
  readonly place: FigurePlace;
}

/** Reads the requested place and period (for a closed goal, its last); null if the goal is unknown then. */
async function figuresOf(
  { code }: Goal,
  { commune, period: asked }: PlaceAndPeriod,
  context: SubgraphContext,
): Promise<Figures | null> {
  const current = await bookOf(context);
  const { book, period } = standingFor(current, code, periodOf(asked, code, current, context));
  const place = await placeNamed(commune, period, context);
  const frame = book.frameOf(code, period);
  return frame && { book, frame, place };
}

/** Counts people of several organisations once: overlaps, and breakdowns into groups. */
@Resolver(() => GoalObject)
export class PeopleOnceResolver {
  @Cost(50)
  @FieldResolver(() => [ContributorOverlap], {
    nullable: true,
    description:
      'How many people each two organisations share that have reached any (số người trùng giữa các tổ chức); of a closed goal, as its last figures have it.',
  })
  async overlap(
    @Root() goal: Goal,
    @Args(() => PlaceAndPeriod) asked: PlaceAndPeriod,
    @Ctx() context: SubgraphContext,
  ): Promise<ContributorOverlap[]> {
    const figures = await figuresOf(goal, asked, context);
    if (!figures) return [];
    const { book, frame, place } = figures;
    const denominators = await denominatorsIn(goal.code, place, frame.period, book, context);
    return overlapsOf(book, frame, place, rangeOf(denominatorOn(denominators, frame.day)));
  }

  @Cost(70)
  @FieldResolver(() => Breakdown, {
    nullable: true,
    description:
      'Its people by groups (phân tổ), each counted once, and the gap between the groups; of a closed goal, as its last figures have it.',
  })
  async breakdown(
    @Root() goal: Goal,
    @Args(() => PlaceAndPeriod) asked: PlaceAndPeriod,
    @Arg('by', () => BreakdownBy, { description: 'By what (phân tổ theo).' }) by: BreakdownBy,
    @Arg('regions', () => [ID], {
      nullable: true,
      description: 'Beside `by: REGION`: the codes of the regions to compare (mã các vùng); all when left out.',
    })
    regions: string[] | null | undefined,
    @Ctx() context: SubgraphContext,
  ): Promise<Breakdown | null> {
    const figures = await figuresOf(goal, asked, context);
    if (!figures) return null;
    const { book, frame, place } = figures;
    const askedGroups = { by, regions };
    refuseBreakdown(askedGroups, place);
    const groups = await groupsOf(book, frame, place, askedGroups, isClosed(book, frame), context);
    return { groups, gap: gapBetween(groups) };
  }
}
