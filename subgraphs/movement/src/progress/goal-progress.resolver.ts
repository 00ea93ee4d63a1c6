import { Cost, Format, type Goal, RequiresScopes, type SubgraphContext } from '@hub/kit';
import { GraphQLPeriod, ratioDecimals, stepOf } from '@hub/protocol';
import { Arg, Args, ArgsType, Ctx, Field, FieldResolver, ID, Int, Resolver, Root } from 'type-graphql';
import type { Commune } from '../commune/commune.loader.js';
import { CommuneObject } from '../commune/commune.type.js';
import { rangeOf } from '../denominator/denominator-range.js';
import { goalsInForce } from '../goal/goal.loader.js';
import { addsUpPredecessors, codeOf, hasBegun } from '../place/place.loader.js';
import { Break, breaksBetween } from './break.js';
import { changeSince, forecastFor } from './course.js';
import { confidentialityOf, ConfidentialityStatus } from './confidentiality.js';
import { flagsOf, ObservationStatus } from './flags.js';
import {
  bookOf,
  denominatorsIn,
  headlineDescription,
  loadProgress,
  makeProgress,
  periodOf,
  refuseFuture,
  signedParts,
} from './goal-progress.loader.js';
import { GoalProgress } from './goal-progress.type.js';
import { ProgressChange } from './progress-change.type.js';
import { ProgressEnds } from './progress-verdict.type.js';
import { ProgressForecast } from './progress-forecast.type.js';
import { endsOf } from './progress.js';

@Resolver(() => GoalProgress)
export class GoalProgressResolver {
  @FieldResolver(() => Boolean, {
    description:
      "Whether the figures of the commune's predecessors are added up in it, since every one went wholly into it (đã cộng số liệu của đơn vị tiền thân). False: its figures begin with its first day.",
  })
  async addsUpPredecessors(
    @Root() { commune, period }: GoalProgress,
    @Ctx() context: SubgraphContext,
  ): Promise<boolean> {
    return commune !== null && hasBegun(commune, period) && (await addsUpPredecessors(context).load(commune));
  }

  @FieldResolver(() => ProgressEnds, {
    nullable: true,
    description:
      'The status by the fewest and by the most people (hai đầu); null where no organisation has a figure, and where the place is too small to be judged.',
  })
  ends(
    @Root() { goal, denominator, people, completeThrough, frame, isSmall, place, judged }: GoalProgress,
  ): ProgressEnds | null {
    if (isSmall) return null;
    return endsOf({
      ...{ goal, people, judged, on: completeThrough, time: frame.time, isOver: frame.isOver },
      ...{ denominator: rangeOf(denominator), step: stepOf(place.isRoot) },
    });
  }

  @FieldResolver(() => [ObservationStatus], {
    description: 'Flags to read before use (cờ số liệu): SDMX codes; `A` alone for a plain figure.',
  })
  flags(@Root() progress: GoalProgress): readonly ObservationStatus[] {
    return signedParts(progress)?.flags ?? flagsOf(progress);
  }

  @FieldResolver(() => ConfidentialityStatus, {
    description: 'Whether its number of people is withheld from the caller, and why (mức độ bảo mật): an SDMX code.',
  })
  confidentiality(@Root() progress: GoalProgress): ConfidentialityStatus {
    return confidentialityOf(this.flags(progress));
  }

  @FieldResolver(() => Int, {
    nullable: true,
    description:
      'How many decimals the ratio carries (số chữ số thập phân): the fewest by which one step of ten people shows, of the province one of twenty, so two more than a percentage has; null without a denominator.',
  })
  ratioDecimals(@Root() { denominator, place }: GoalProgress): number | null {
    return denominator?.value ? ratioDecimals(denominator.value, stepOf(place.isRoot)) : null;
  }

  @Cost(5)
  @FieldResolver(() => ProgressForecast, {
    description: 'Where it leads by the deadline, as the last complete months have it (dự báo).',
  })
  forecast(@Root() progress: GoalProgress): ProgressForecast {
    return signedParts(progress)?.forecast ?? forecastFor(progress);
  }

  @Cost(2)
  @FieldResolver(() => ProgressChange, {
    nullable: true,
    description: 'How it changed against an earlier period (thay đổi so với kỳ trước).',
  })
  async change(
    @Root() progress: GoalProgress,
    @Arg('from', () => GraphQLPeriod, { description: 'The earlier period (kỳ so sánh).' }) from: string,
    @Ctx() context: SubgraphContext,
  ): Promise<ProgressChange> {
    const { goalCode, place, book } = progress;
    const denominators = await denominatorsIn(goalCode, place, from, book, context);
    return changeSince(progress, from, denominators);
  }
}

@ArgsType()
class BreaksSinceArgs {
  @Format('code')
  @Field(() => ID, { description: 'The publication (bản công bố), by its id.' })
  publication!: string;

  @Field(() => GraphQLPeriod, { description: "The period in it (kỳ), as a rule the publication's." })
  period!: string;
}

@Resolver(() => GoalProgress)
export class BreaksSinceResolver {
  // A published figure is read together with its whole publication, as a page requests all goals.
  @Cost(20)
  @FieldResolver(() => [Break], {
    nullable: true,
    description:
      'Why it cannot be compared with the figure that a publication has of its goal and place in a period (lý do không so sánh được với bản công bố); empty where it can, null where the publication has no such figure.',
  })
  async breaksSince(
    @Root() progress: GoalProgress,
    @Args(() => BreaksSinceArgs) { publication, period }: BreaksSinceArgs,
    @Ctx() context: SubgraphContext,
  ): Promise<Break[] | null> {
    refuseFuture(period, context);
    const { goalCode, place } = progress;
    const former = await loadProgress({ goalCode, communeCode: place.code, period }, context, { publication });
    return former && [...breaksBetween(progress, former)];
  }
}

@Resolver(() => CommuneObject)
export class CommuneProgressResolver {
  @RequiresScopes(['progress:read'])
  @Cost(70)
  @FieldResolver(() => [GoalProgress], {
    nullable: true,
    description: 'How far each goal that is in force then is here (tiến độ các mục tiêu), by goal code.',
  })
  async goalProgress(
    @Root() commune: Commune,
    @Arg('period', () => GraphQLPeriod, { nullable: true, description: headlineDescription })
    asked: string | null | undefined,
    @Ctx() context: SubgraphContext,
  ): Promise<GoalProgress[]> {
    const book = await bookOf(context);
    const day = asked == null ? book.today : book.goals.dayOf(asked);
    const [goals, code] = await Promise.all([goalsInForce(context, day), codeOf(commune, context)]);
    const place = { code, row: commune, isRoot: false };
    return Promise.all(
      goals.map(async ({ code: goalCode }: Goal) => {
        const period = periodOf(asked, goalCode, book, context);
        const denominators = await denominatorsIn(goalCode, place, period, book, context);
        return makeProgress(book, { goalCode, period }, place, denominators);
      }),
    );
  }
}
