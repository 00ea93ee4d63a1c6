import { Cost, Format, type Goal, type SubgraphContext } from '@hub/kit';
import { badUserInput, dayInProvince, GraphQLPeriod } from '@hub/protocol';
import { Args, ArgsType, Ctx, Field, FieldResolver, ID, Resolver, Root } from 'type-graphql';
import { communeArgumentDescription } from '../commune/commune.loader.js';
import { GoalObject } from '../goal/goal.type.js';
import { placeNamed } from '../progress/goal-figures.resolver.js';
import { bookOf, denominatorsBy } from '../progress/goal-progress.loader.js';
import { seriesPeriods } from '../progress/progress-series.js';
import { SeriesStep } from '../progress/progress-series.type.js';
import { booksOverTime } from './place-history.js';
import { revisionsOf } from './revisions.js';
import { MonthRevisions } from './revisions.type.js';

/** The most months that one answer has. */
const mostMonths = 36;

@ArgsType()
class RevisionsArguments {
  @Field(() => GraphQLPeriod, { description: 'The first period (từ kỳ).' })
  from!: string;

  @Field(() => GraphQLPeriod, { description: 'The last period (đến kỳ); what has not begun is left out.' })
  to!: string;

  @Format('place')
  @Field(() => ID, { nullable: true, description: communeArgumentDescription })
  commune?: string | null;
}

@Resolver(() => GoalObject)
export class RevisionsResolver {
  @Cost(1000)
  @FieldResolver(() => [MonthRevisions], {
    nullable: true,
    description:
      'How the figures of months were revised (hiệu chỉnh số liệu): at most 36 months. Only changes by releases; goals and denominators are the current ones.',
  })
  async revisions(
    @Root() goal: Goal,
    @Args(() => RevisionsArguments) { from, to, commune }: RevisionsArguments,
    @Ctx() context: SubgraphContext,
  ): Promise<MonthRevisions[]> {
    const months = seriesPeriods(from, to, SeriesStep.MONTH, dayInProvince(context.now()));
    if (months.length > mostMonths)
      throw badUserInput(`Expected at most ${mostMonths} months, but got ${months.length}.`);
    const last = months.at(-1) ?? to;
    const [place, book] = await Promise.all([placeNamed(commune, last, context), bookOf(context)]);
    const [denominators, books] = await Promise.all([
      denominatorsBy(goal.code, place, book, context),
      booksOverTime(goal.code, place.row, context),
    ]);
    return months.map((month) => revisionsOf(goal.code, month, place, denominators, books));
  }
}
