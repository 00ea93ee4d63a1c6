import {
  Cost,
  daysLater,
  type Goal,
  GraphQLDay,
  GraphQLMoment,
  GraphQLPeriod,
  monthInProvince,
  parsePeriod,
  type SubgraphContext,
  RequiresScopes,
} from '@hub/kit';
import { Arg, Ctx, FieldResolver, Float, Int, Resolver, Root } from 'type-graphql';
import type { Commune } from '../commune/commune.loader.js';
import { CommuneObject } from '../commune/commune.type.js';
import type { Denominator } from '../denominator/denominator.entity.js';
import { DenominatorObject } from '../denominator/denominator.type.js';
import { goalsInForce } from '../goal/goal.loader.js';
import { GoalObject } from '../goal/goal.type.js';
import type { Organisation } from '../organisation/organisation.entity.js';
import { OrganisationObject } from '../organisation/organisation.type.js';
import { codeOf } from '../place/place.loader.js';
import { addsUpFormer, communeOf, computedProgressOf, dayOf, denominatorOf, goalOf } from './goal-progress.loader.js';
import {
  GoalProgress,
  PeopleBounds,
  type ProgressRepresentation,
  RequiresContributions,
} from './goal-progress.type.js';
import { type PeopleBounds as Bounds, ProgressStatus } from './progress.js';

@Resolver(() => GoalProgress)
export class GoalProgressResolver {
  @FieldResolver(() => GoalObject, {
    description: "The goal (mục tiêu) as it was laid down at the period's end, or is today.",
  })
  goal(@Root() progress: ProgressRepresentation, @Ctx() context: SubgraphContext): Promise<Goal> {
    return goalOf(progress, context);
  }

  @FieldResolver(() => CommuneObject, { nullable: true, description: 'The commune; null for the whole province.' })
  commune(@Root() progress: ProgressRepresentation, @Ctx() context: SubgraphContext): Promise<Commune | null> {
    return communeOf(progress, context);
  }

  @FieldResolver(() => Boolean, {
    description:
      "Whether the figures of the commune's predecessors are added up in it, since every one went wholly into it (đã cộng số liệu của đơn vị tiền thân). False: its figures begin with its first day.",
  })
  addsUpPredecessors(@Root() progress: ProgressRepresentation, @Ctx() context: SubgraphContext): Promise<boolean> {
    return addsUpFormer(progress, context);
  }

  @FieldResolver(() => Float, {
    description: "The share of the audience to reach, 0 to 1 (chỉ tiêu), as laid down at the period's end, or today.",
  })
  async target(@Root() progress: ProgressRepresentation, @Ctx() context: SubgraphContext): Promise<number> {
    return (await goalOf(progress, context)).target;
  }

  @FieldResolver(() => DenominatorObject, {
    nullable: true,
    description:
      "How many people the goal counts here (mẫu số): the number in force at the period's end, or today; null where none is.",
  })
  denominator(@Root() progress: ProgressRepresentation, @Ctx() context: SubgraphContext): Promise<Denominator | null> {
    return denominatorOf(progress, context);
  }

  @FieldResolver(() => GraphQLDay, {
    nullable: true,
    description: "When the period's report is due (hạn báo cáo); null where no day is laid down.",
  })
  async reportDueOn(@Root() progress: ProgressRepresentation, @Ctx() context: SubgraphContext): Promise<string | null> {
    const { reportDueDays } = await goalOf(progress, context);
    return reportDueDays == null ? null : daysLater(parsePeriod(progress.period).lastDay, reportDueDays);
  }

  @RequiresContributions()
  @FieldResolver(() => PeopleBounds, {
    nullable: true,
    description:
      'Distinct people who reached the goal (số người đạt), as bounds; null when nobody answered, or where the commune began only after the period: its predecessors have the figures of before.',
  })
  async people(@Root() progress: ProgressRepresentation, @Ctx() context: SubgraphContext): Promise<Bounds | null> {
    return (await computedProgressOf(progress, context)).people;
  }

  @RequiresContributions()
  @FieldResolver(() => Float, {
    nullable: true,
    description:
      'The lower bound over the denominator (tỷ lệ): 1 is everyone. Above 1 where the organisations count more people than the denominator knows of: it is outdated. Null when either is not known.',
  })
  async ratio(@Root() progress: ProgressRepresentation, @Ctx() context: SubgraphContext): Promise<number | null> {
    return (await computedProgressOf(progress, context)).ratio;
  }

  @RequiresContributions()
  @FieldResolver(() => Int, {
    nullable: true,
    description: 'People still to reach, at most: from the lower bound to the target (số người còn thiếu).',
  })
  async gapPeople(@Root() progress: ProgressRepresentation, @Ctx() context: SubgraphContext): Promise<number | null> {
    return (await computedProgressOf(progress, context)).gapPeople;
  }

  @RequiresContributions()
  @FieldResolver(() => Float, {
    nullable: true,
    description: 'Percentage points still to reach, at most (số điểm phần trăm còn thiếu).',
  })
  async gapPoints(@Root() progress: ProgressRepresentation, @Ctx() context: SubgraphContext): Promise<number | null> {
    return (await computedProgressOf(progress, context)).gapPoints;
  }

  @RequiresContributions()
  @FieldResolver(() => Float, {
    nullable: true,
    description: 'Pace achieved over pace needed; 1 is exactly on the line from start to deadline (nhịp độ).',
  })
  async pace(@Root() progress: ProgressRepresentation, @Ctx() context: SubgraphContext): Promise<number | null> {
    return (await computedProgressOf(progress, context)).pace;
  }

  @RequiresContributions()
  @FieldResolver(() => ProgressStatus, { description: 'How it stands against that line (trạng thái).' })
  async status(@Root() progress: ProgressRepresentation, @Ctx() context: SubgraphContext): Promise<ProgressStatus> {
    return (await computedProgressOf(progress, context)).status;
  }

  @RequiresContributions()
  @FieldResolver(() => [OrganisationObject], { description: 'The expected organisations that answered (đã báo cáo).' })
  async reported(
    @Root() progress: ProgressRepresentation,
    @Ctx() context: SubgraphContext,
  ): Promise<readonly Organisation[]> {
    return (await computedProgressOf(progress, context)).reportedOrganisations;
  }

  @RequiresContributions()
  @FieldResolver(() => [OrganisationObject], {
    description: 'The expected organisations that did not answer, or are not linked (chưa báo cáo).',
  })
  async missing(
    @Root() progress: ProgressRepresentation,
    @Ctx() context: SubgraphContext,
  ): Promise<readonly Organisation[]> {
    return (await computedProgressOf(progress, context)).missingOrganisations;
  }

  @RequiresContributions()
  @FieldResolver(() => GraphQLMoment, {
    nullable: true,
    description: 'As of when: the oldest of the shares that it rests on; null when nobody answered.',
  })
  async asOf(@Root() progress: ProgressRepresentation, @Ctx() context: SubgraphContext): Promise<Date | null> {
    return (await computedProgressOf(progress, context)).asOf;
  }

  @RequiresContributions()
  @FieldResolver(() => Boolean, {
    description: 'Whether any part of it is made up, for demonstration (có số liệu minh họa).',
  })
  async demonstration(@Root() progress: ProgressRepresentation, @Ctx() context: SubgraphContext): Promise<boolean> {
    return (await computedProgressOf(progress, context)).demonstration;
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
    @Arg('period', () => GraphQLPeriod, { nullable: true, description: 'Which period (kỳ); to date when left out.' })
    period: string | null,
    @Ctx() context: SubgraphContext,
  ): Promise<GoalProgress[]> {
    const resolved = period ?? monthInProvince(context.now());
    const [goals, communeCode] = await Promise.all([
      goalsInForce(context, dayOf(resolved, context)),
      codeOf(commune, context),
    ]);
    return goals.map(({ code: goalCode }) => ({ goalCode, communeCode, period: resolved }));
  }
}
