import {
  Cost,
  demandScope,
  GraphQLPeriod,
  inLanguage,
  type Language,
  LanguageArg,
  monthInProvince,
  RequiresScopes,
  type SubgraphContext,
  Format,
} from '@hub/kit';
import { Arg, Args, ArgsType, Ctx, Directive, Field, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { communeArgumentDescription, communeCodes, placeOf } from '../commune/commune.loader.js';
import { CommuneType } from '../commune/commune.type.js';
import type { Organisation } from '../organisation/organisation.entity.js';
import { OrganisationObject } from '../organisation/organisation.type.js';
import { GoalProgress } from '../progress/goal-progress.type.js';
import type { Goal } from './goal.entity.js';
import { allGoals, expectedOrganisations, goalLoader } from './goal.loader.js';
import { GoalObject } from './goal.type.js';

/** About how many communes a province has: what a list of them is taken to cost. */
const assumedCommunes = 170;

const periodDescription = 'Which period (kỳ); to date when left out.';

@ArgsType()
class ProgressArguments {
  @Format('place')
  @Field(() => ID, {
    nullable: true,
    description: communeArgumentDescription,
  })
  commune?: string | null;

  @Field(() => GraphQLPeriod, { nullable: true, description: periodDescription })
  period?: string | null;
}

@Resolver(() => GoalObject)
export class GoalResolver {
  @Query(() => [GoalObject], { nullable: true, description: "The movement's goals, by code." })
  goals(@Ctx() context: SubgraphContext): Promise<Goal[]> {
    return allGoals(context).load('all');
  }

  @Query(() => GoalObject, { nullable: true, description: 'One goal; null when there is none.' })
  goal(
    @Format('code') @Arg('code', () => ID, { description: "The goal's code (mã mục tiêu)." }) code: string,
    @Ctx() context: SubgraphContext,
  ): Promise<Goal | null> {
    return goalLoader(context).load(code);
  }

  @FieldResolver(() => String, { description: 'Its title (tên mục tiêu).' })
  title(@Root() goal: Goal, @LanguageArg() language: Language): string {
    return inLanguage(language, { vi: goal.titleVi, en: goal.titleEn });
  }

  @FieldResolver(() => [OrganisationObject], {
    description: 'The organisations that it counts on, linked to the hub or not (tổ chức phải báo cáo).',
  })
  expects(@Root() goal: Goal, @Ctx() context: SubgraphContext): Promise<Organisation[]> {
    return expectedOrganisations(context).load(goal.code);
  }

  @Cost(300)
  @FieldResolver(() => GoalProgress, {
    nullable: true,
    description: 'How far it is (tiến độ), from what the organisations contribute.',
  })
  async progress(
    @Root() goal: Goal,
    @Args(() => ProgressArguments) { commune, period }: ProgressArguments,
    @Ctx() context: SubgraphContext,
  ): Promise<GoalProgress> {
    const resolved = period ?? monthInProvince(context.now());
    const communeCode = await placeOf(commune, resolved, context);
    if (communeCode !== context.rootPlace) demandScope(context, 'progress:read', 'the progress of communes');
    return { goalCode: goal.code, communeCode, period: resolved };
  }

  @RequiresScopes(['progress:read'])
  @Directive(`@listSize(assumedSize: ${assumedCommunes})`)
  @Cost(10)
  @FieldResolver(() => [GoalProgress], {
    nullable: true,
    description: 'How far it is in each commune, in Vietnamese alphabetical order.',
  })
  async progressByCommune(
    @Root() goal: Goal,
    @Arg('period', () => GraphQLPeriod, { nullable: true, description: periodDescription }) period: string | null,
    @Arg('type', () => CommuneType, { nullable: true, description: 'Only units of this type.' })
    type: CommuneType | null,
    @Ctx() context: SubgraphContext,
  ): Promise<GoalProgress[]> {
    const resolved = period ?? monthInProvince(context.now());
    const codes = await communeCodes(context).load(type ?? 'ALL');
    return codes.map((communeCode) => ({ goalCode: goal.code, communeCode, period: resolved }));
  }
}
