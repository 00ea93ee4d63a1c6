import { Cost, demandScope, Format, type Goal, GraphQLDay, RequiresScopes, type SubgraphContext } from '@hub/kit';
import { badUserInput, dayInProvince, GraphQLPeriod } from '@hub/protocol';
import { Arg, Args, ArgsType, Ctx, Directive, Field, FieldResolver, ID, Int, Resolver, Root } from 'type-graphql';
import { communeArgumentDescription, placeOf } from '../commune/commune.loader.js';
import { GoalObject } from '../goal/goal.type.js';
import { anomaliesOfGoal } from './anomalies-of-goal.js';
import { Anomalies, AnomalyRule } from './anomaly.type.js';
import { completenessOf } from './completeness.js';
import { Completeness } from './completeness.type.js';
import {
  type AsKnown,
  bookOf,
  closingBookFor,
  denominatorsBy,
  figurePlace,
  headlineDescription,
  loadProgress,
  makeProgress,
  periodOf,
  periodsInTime,
} from './goal-progress.loader.js';
import { GoalProgress } from './goal-progress.type.js';
import type { FigurePlace, ProgressBook } from './progress-book.js';
import { mostPoints, seriesPeriods, seriesPoints } from './progress-series.js';
import { ProgressSeries, SeriesStep } from './progress-series.type.js';
import { valueQueueOf } from './value-queue.js';

@ArgsType()
class AsKnownArguments implements AsKnown {
  @Field(() => GraphQLDay, {
    nullable: true,
    description:
      'As in the releases at the end of this day (theo số liệu đã công bố đến ngày); the current releases when left out. Goals and denominators are the current ones.',
  })
  asKnownOn?: string | null;

  @Format('code')
  @Field(() => ID, {
    nullable: true,
    description: 'As a publication has it (theo bản công bố): by its releases.',
  })
  publication?: string | null;
}

@ArgsType()
class ProgressArguments extends AsKnownArguments {
  @Format('place')
  @Field(() => ID, { nullable: true, description: communeArgumentDescription })
  commune?: string | null;

  @Field(() => GraphQLPeriod, { nullable: true, description: headlineDescription })
  period?: string | null;
}

@ArgsType()
class CompletenessArguments {
  @Field(() => GraphQLPeriod, { description: 'The first period (từ kỳ).' })
  from!: string;

  @Field(() => GraphQLPeriod, { description: 'The last period (đến kỳ).' })
  to!: string;

  @Format('place')
  @Field(() => ID, { nullable: true, description: communeArgumentDescription })
  commune?: string | null;
}

@ArgsType()
class SeriesArguments {
  @Directive('@cost(weight: 100)')
  @Field(() => [ID], {
    nullable: true,
    description: 'Communes and the root place, by code (mã các địa bàn); the root place when left out.',
  })
  places?: string[] | null;

  @Field(() => GraphQLPeriod, { description: 'The first period (từ kỳ).' })
  from!: string;

  @Field(() => GraphQLPeriod, { description: 'The last period (đến kỳ); what has not begun is left out.' })
  to!: string;

  @Field(() => SeriesStep, { defaultValue: SeriesStep.MONTH, description: 'How far apart (bước thời gian).' })
  step!: SeriesStep;
}

/** The place that a caller names, for the figures of a period. */
export async function placeNamed(
  code: string | null | undefined,
  period: string,
  context: SubgraphContext,
): Promise<FigurePlace> {
  const known = await placeOf(code, period, context);
  if (known !== context.rootPlace) demandScope(context, 'progress:read', 'the progress of communes');
  return (await figurePlace(known, context)) as FigurePlace;
}

/** The first month of a goal, by its version in a month. */
function startOf(book: ProgressBook, goalCode: string, month: string): string {
  return book.goals.goalAt(goalCode, month)?.startsOn.slice(0, 7) ?? month;
}

@Resolver(() => GoalObject)
export class GoalFiguresResolver {
  @Cost(300)
  @FieldResolver(() => GoalProgress, {
    nullable: true,
    description: 'How far it is (tiến độ), from what the organisations have released.',
  })
  async progress(
    @Root() goal: Goal,
    @Args(() => ProgressArguments) { commune, period: asked, ...known }: ProgressArguments,
    @Ctx() context: SubgraphContext,
  ): Promise<GoalProgress | null> {
    const period = periodOf(asked, goal.code, await bookOf(context, known), context);
    const { code } = await placeNamed(commune, period, context);
    return loadProgress({ goalCode: goal.code, communeCode: code, period }, context, known);
  }

  // Costs as much as the progress of one period; each named place costs as much as its points.
  @Cost(300)
  @Directive('@listSize(assumedSize: 1, requireOneSlicingArgument: false)')
  @FieldResolver(() => [ProgressSeries], {
    nullable: true,
    description: `How it went on in some places (chuỗi thời gian): at most ${mostPoints} points in all.`,
  })
  async series(
    @Root() goal: Goal,
    @Args(() => SeriesArguments) { places: codes, from, to, step }: SeriesArguments,
    @Ctx() context: SubgraphContext,
  ): Promise<Promise<ProgressSeries>[]> {
    const book = await bookOf(context);
    const periods = periodsInTime(book, goal.code, seriesPeriods(from, to, step, dayInProvince(context.now())));
    const asked = codes ?? [context.rootPlace];
    if (asked.length * periods.length > mostPoints) {
      throw badUserInput(
        `Expected at most ${mostPoints} points, but got ${asked.length} places with ${periods.length} points each.`,
      );
    }
    if (asked.some((code) => code !== context.rootPlace)) {
      demandScope(context, 'progress:read', 'the progress of communes');
    }
    const known = await Promise.all(
      asked.map(async (code) => {
        const place = await figurePlace(code, context);
        if (!place) {
          throw badUserInput(
            `Expected the code of a commune or ward, or ${context.rootPlace} for the whole, but got ${JSON.stringify(code)}.`,
          );
        }
        return { place, denominators: await denominatorsBy(goal.code, place, book, context) };
      }),
    );
    const turns = valueQueueOf(context);
    return turns.each(known, ({ place, denominators }) => ({
      communeCode: place.code,
      points: seriesPoints(turns, periods, (period) =>
        makeProgress(book, { goalCode: goal.code, period }, place, denominators(period)),
      ),
    }));
  }

  @Cost(100)
  @FieldResolver(() => Completeness, {
    nullable: true,
    description:
      'The organisations that reported it, month by month (tình hình báo cáo); for a closed goal, up to the end of its time, as on the day on which its figures were frozen.',
  })
  async completeness(
    @Root() goal: Goal,
    @Args(() => CompletenessArguments) { from, to, commune }: CompletenessArguments,
    @Ctx() context: SubgraphContext,
  ): Promise<Completeness> {
    const today = dayInProvince(context.now());
    const months = seriesPeriods(from, to, SeriesStep.MONTH, today);
    if (months.length > 120) throw badUserInput(`Expected at most 120 months, but got ${months.length}.`);
    const [book, place] = await Promise.all([bookOf(context), placeNamed(commune, months.at(-1) ?? to, context)]);
    return completenessOf(
      (month) => closingBookFor(book, goal.code, month) ?? book,
      goal.code,
      place,
      // No report is due for a month before the goal's start.
      periodsInTime(book, goal.code, months).filter((month) => month >= startOf(book, goal.code, month)),
    );
  }

  @RequiresScopes(['progress:read'])
  @Cost(1000)
  @FieldResolver(() => Anomalies, {
    nullable: true,
    description:
      'Which of its figures are worth a look, in the root place and in communes (số liệu bất thường): in current figures, and in the newest 20 releases that were withdrawn or wait to be accepted; for a closed goal, in its last figures alone.',
  })
  async anomalies(
    @Root() goal: Goal,
    @Arg('rule', () => AnomalyRule, {
      nullable: true,
      description: 'Only by this rule (quy tắc); by all when left out.',
    })
    rule: AnomalyRule | null,
    @Arg('first', () => Int, { defaultValue: 50, description: 'How many at most (tối đa bao nhiêu), 0 to 500.' })
    first: number,
    @Ctx() context: SubgraphContext,
  ): Promise<Anomalies> {
    if (first < 0 || first > 500) throw badUserInput(`Expected first to be 0 to 500, but got ${first}.`);
    const found = await anomaliesOfGoal(goal, context);
    const all = found
      .filter((anomaly) => rule == null || anomaly.rule === rule)
      .sort((a, b) => (a.rule === b.rule ? b.magnitude - a.magnitude : a.rule < b.rule ? -1 : 1));
    return { nodes: all.slice(0, first), totalCount: all.length };
  }
}
