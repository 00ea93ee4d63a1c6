import { Cost, defineLoader, Format, type Goal, RequiresScopes, type SubgraphContext } from '@hub/kit';
import { dayInProvince, GraphQLPeriod } from '@hub/protocol';
import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Resolver, Root } from 'type-graphql';
import { allGoalVersions, existingGoal } from '../goal/goal.loader.js';
import { GoalObject } from '../goal/goal.type.js';
import { finalPublications, publicationById, shownPublication } from '../publication/publication.loader.js';
import type { PublicationObject } from '../publication/publication.type.js';
import { doerOf, publishScope } from '../publishing/deed.js';
import { type Closing, closingOf } from './closing.js';
import { GoalDaysKind } from './goal-days.entity.js';
import { allGoalDays, type GoalDays as LaidDown } from './goal-days.loader.js';
import { GoalClosing, GoalDays, GoalDaysChange } from './goal-days.type.js';
import { setGoalDays } from './set-goal-days.js';

/** A closing, with the publication of the last figures. */
type ShownClosing = Closing & { readonly publication: PublicationObject | null };

@Resolver(() => GoalObject)
export class GoalDaysResolver {
  @Cost(5)
  @FieldResolver(() => GoalClosing, {
    description:
      'How its time ends (chốt số liệu): figures as of the deadline, with late data until a day that is laid down, then frozen and published as the last.',
  })
  async closing(@Root() goal: Goal, @Ctx() context: SubgraphContext): Promise<ShownClosing> {
    const [goals, days, final] = await Promise.all([
      allGoalVersions(context),
      allGoalDays(context),
      finalPublications(context),
    ]);
    const today = dayInProvince(context.now());
    const last = final.find((one) => one.goal === goal.code && one.period === goal.deadline.slice(0, 7));
    const stored = last ? await publicationById(last.id, context) : null;
    return {
      ...closingOf(goal, { goals, days }, today, stored !== null),
      publication: stored && (await shownPublication(stored, context)),
    };
  }

  @Cost(3)
  @FieldResolver(() => [GoalDays], {
    description: 'The days that are laid down of it by a file or on a page (thời hạn), the latest month first.',
  })
  async days(@Root() { code }: Goal, @Ctx() context: SubgraphContext): Promise<LaidDown[]> {
    return (await allGoalDays(context)).filter(({ goalCode }) => goalCode === code);
  }

  @RequiresScopes(['progress:read'])
  @Cost(5)
  @FieldResolver(() => [GoalDaysChange], {
    nullable: true,
    description: 'Who set its days on a page, and when (lịch sử đặt thời hạn), the newest first: the last 50.',
  })
  daysChanges(@Root() { code }: Goal, @Ctx() context: SubgraphContext): Promise<GoalDaysChange[]> {
    return changesOf(context).load(code);
  }

  @RequiresScopes([publishScope])
  @Cost(100)
  @Mutation(() => GoalObject, {
    nullable: true,
    description:
      'Lays down days of a goal, from a month on (đặt thời hạn): when reports and publications are due, and how long late data counts after the deadline. Set again to the same, nothing changes.',
  })
  async setGoalDays(
    @Format('code') @Arg('goal', () => ID, { description: "The goal's code (mã mục tiêu)." }) goal: string,
    @Arg('kind', () => GoalDaysKind, { description: 'Of what (loại).' }) kind: GoalDaysKind,
    @Arg('fromMonth', () => GraphQLPeriod, {
      description: "The first month whose days these are (áp dụng từ tháng); of a closing it is the deadline's.",
    })
    fromMonth: string,
    @Arg('days', () => Int, { description: 'How many days (số ngày), 0 to 366.' }) days: number,
    @Format('note')
    @Arg('basis', () => String, { description: 'Where they are laid down (căn cứ), such as the number of a document.' })
    basis: string,
    @Ctx() context: SubgraphContext,
  ): Promise<Goal> {
    await setGoalDays({ goalCode: goal, kind, fromMonth, days, basis }, doerOf(context, publishScope), context);
    // The loaders hold the values from before the change.
    context.loaders.clear();
    return existingGoal(goal, context);
  }
}

const changesOf = defineLoader<string, GoalDaysChange[]>(async (codes, em) => {
  const rows = await em.execute<(Omit<GoalDaysChange, 'at'> & { code: string; at: string | Date })[]>(
    `select goal_code as code, kind, from_month as "fromMonth", days, basis, name as by, at
     from (select *, row_number() over (partition by goal_code order by number desc) as place from goal_days_change) c
     where place <= 50 and goal_code in (select value from json_array_elements_text(?::json) as value)
     order by number desc`,
    [JSON.stringify(codes)],
  );
  return codes.map((code) =>
    rows.filter((row) => row.code === code).map(({ at, ...row }) => ({ ...row, at: new Date(at) })),
  );
});
