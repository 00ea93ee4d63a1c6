import {
  type Audience,
  Cost,
  Format,
  type Goal,
  GraphQLDay,
  inLanguage,
  type Language,
  LanguageArg,
  type SubgraphContext,
} from '@hub/kit';
import { dayInProvince } from '@hub/protocol';
import { Arg, Ctx, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import { allGoalDays, reportDueDays } from '../goal-days/goal-days.loader.js';
import type { Organisation } from '../organisation/organisation.entity.js';
import { OrganisationObject } from '../organisation/organisation.type.js';
import { AudienceObject } from './audience.type.js';
import {
  audienceLoader,
  expectedOrganisations,
  goalInForce,
  goalOn,
  goalId,
  goalsInForce,
  goalVersions,
} from './goal.loader.js';
import { GoalObject, GoalVersion } from './goal.type.js';

@Resolver(() => GoalObject)
export class GoalResolver {
  @Query(() => [GoalObject], {
    nullable: true,
    description: "The movement's goals that are in force on a day, by code.",
  })
  goals(
    @Arg('on', () => GraphQLDay, { nullable: true, description: 'Which day (ngày); today when left out.' })
    on: string | null,
    @Ctx() context: SubgraphContext,
  ): Promise<Goal[]> {
    return goalsInForce(context, on ?? undefined);
  }

  @Query(() => GoalObject, {
    nullable: true,
    description:
      'One goal; null when there is none, or, where a day is given, when it is not in force then. Without a day a goal that is no longer in force is as it last was, one that is not yet as it will be.',
  })
  goal(
    @Format('code') @Arg('code', () => ID, { description: "The goal's code (mã mục tiêu)." }) code: string,
    @Arg('on', () => GraphQLDay, { nullable: true, description: 'Which day (ngày); today when left out.' })
    on: string | null,
    @Ctx() context: SubgraphContext,
  ): Promise<Goal | null> {
    return on == null ? goalOn(code, context) : goalInForce(code, on, context);
  }

  @FieldResolver(() => ID, {
    description:
      'Equal for equal versions of a goal (mã định danh): a version that is not in force today has another id.',
  })
  async id(@Root() goal: Goal, @Ctx() context: SubgraphContext): Promise<string> {
    const ofToday = await goalOn(goal.code, context);
    return goalId(goal, ofToday);
  }

  @FieldResolver(() => Int, {
    nullable: true,
    description:
      "How many days after a period's end its report is due (hạn báo cáo): as set today, or on the last day of a version that is over; null where none is laid down.",
  })
  async reportDueDays(@Root() goal: Goal, @Ctx() context: SubgraphContext): Promise<number | null> {
    const today = dayInProvince(context.now());
    const on = goal.validUntil != null && goal.validUntil < today ? goal.validUntil : today;
    return reportDueDays(await allGoalDays(context), goal, on.slice(0, 7));
  }

  @FieldResolver(() => AudienceObject, { nullable: true, description: 'The people that it counts (đối tượng).' })
  audience(@Root() goal: Goal, @Ctx() context: SubgraphContext): Promise<Audience | null> {
    return audienceLoader(context).load(goal.audience);
  }

  @FieldResolver(() => GoalObject, {
    nullable: true,
    description: 'The goal of an earlier period that it takes further (tiếp nối mục tiêu); null where none.',
  })
  async follows(@Root() goal: Goal, @Ctx() context: SubgraphContext): Promise<Goal | null> {
    return goal.follows ? goalOn(goal.follows, context) : null;
  }

  @Cost(3)
  @FieldResolver(() => [GoalVersion], {
    description: 'How it was laid down over time, the earliest first (các phiên bản).',
  })
  versions(@Root() goal: Goal, @Ctx() context: SubgraphContext): Promise<Goal[]> {
    return goalVersions(goal.code, context);
  }

  @FieldResolver(() => String, { description: 'Its title (tên mục tiêu).' })
  title(@Root() goal: Goal, @LanguageArg() language: Language): string {
    return inLanguage(language, { vi: goal.titleVi, en: goal.titleEn });
  }

  @FieldResolver(() => [OrganisationObject], {
    description: 'The organisations that it counts on today, linked to the hub or not (tổ chức phải báo cáo).',
  })
  expects(@Root() goal: Goal, @Ctx() context: SubgraphContext): Promise<Organisation[]> {
    return expectedOrganisations(context).load({ goal: goal.code, day: dayInProvince(context.now()) });
  }
}

@Resolver(() => GoalVersion)
export class GoalVersionResolver {
  @FieldResolver(() => String, { description: 'Its title then (tên mục tiêu).' })
  title(@Root() version: Goal, @LanguageArg() language: Language): string {
    return inLanguage(language, { vi: version.titleVi, en: version.titleEn });
  }

  @FieldResolver(() => ID, { description: "The code of its audience then (mã đối tượng), an `Audience`'s." })
  audienceCode(@Root() version: Goal): string {
    return version.audience;
  }
}

@Resolver(() => AudienceObject)
export class AudienceResolver {
  @FieldResolver(() => String, { description: 'Its title (tên đối tượng).' })
  title(@Root() audience: Audience, @LanguageArg() language: Language): string {
    return inLanguage(language, { vi: audience.titleVi, en: audience.titleEn });
  }
}
