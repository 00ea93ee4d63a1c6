import { Cost, type Goal, RequiresScopes, type SubgraphContext } from '@hub/kit';
import { badUserInput, GraphQLPeriod } from '@hub/protocol';
import { Args, ArgsType, Ctx, Directive, Field, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Commune } from '../commune/commune.loader.js';
import { CommuneObject } from '../commune/commune.type.js';
import { goalsInForce } from '../goal/goal.loader.js';
import { codeOf } from '../place/place.loader.js';
import { bookOf, denominatorsBy, makeProgress, periodsInTime } from './goal-progress.loader.js';
import { seriesPeriods, seriesPoints } from './progress-series.js';
import { SeriesPoint, SeriesStep } from './progress-series.type.js';
import { valueQueueOf } from './value-queue.js';

/** The most points that a goal has in a commune's series of all goals. */
const mostPointsOfGoal = 36;

@ArgsType()
class GoalSeriesArguments {
  @Field(() => GraphQLPeriod, { description: 'The first period (từ kỳ).' })
  from!: string;

  @Field(() => GraphQLPeriod, { description: 'The last period (đến kỳ); what has not begun is left out.' })
  to!: string;

  @Field(() => SeriesStep, { defaultValue: SeriesStep.MONTH, description: 'How far apart (bước thời gian).' })
  step!: SeriesStep;
}

/** What a commune says of goals over time: one table of goals, communes and months. */
@Resolver(() => CommuneObject)
export class CommuneSeriesResolver {
  @RequiresScopes(['progress:read'])
  @Cost(200)
  @Directive('@listSize(assumedSize: 60, requireOneSlicingArgument: false)')
  @FieldResolver(() => [SeriesPoint], {
    nullable: true,
    description: `How each goal that is in force at the end of the last period went on here (chuỗi thời gian của các mục tiêu): by goal code, then by period; at most ${mostPointsOfGoal} points of each goal.`,
  })
  async goalSeries(
    @Root() commune: Commune,
    @Args(() => GoalSeriesArguments) { from, to, step }: GoalSeriesArguments,
    @Ctx() context: SubgraphContext,
  ): Promise<(SeriesPoint | Promise<SeriesPoint>)[]> {
    const book = await bookOf(context);
    const periods = seriesPeriods(from, to, step, book.today);
    if (periods.length > mostPointsOfGoal) {
      throw badUserInput(`Expected at most ${mostPointsOfGoal} points of each goal, but got ${periods.length}.`);
    }
    const [goals, code] = await Promise.all([
      goalsInForce(context, book.goals.dayOf(periods.at(-1) ?? to)),
      codeOf(commune, context),
    ]);
    const place = { code, row: commune, isRoot: false };
    const known = await Promise.all(
      goals.map(async ({ code: goalCode }: Goal) => ({
        goalCode,
        denominators: await denominatorsBy(goalCode, place, book, context),
      })),
    );
    const turns = valueQueueOf(context);
    const series = turns.each(known, ({ goalCode, denominators }) =>
      seriesPoints(turns, periodsInTime(book, goalCode, periods), (period) =>
        makeProgress(book, { goalCode, period }, place, denominators(period)),
      ),
    );
    return (await Promise.all(series)).flat();
  }
}
