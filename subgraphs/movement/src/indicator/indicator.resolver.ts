import {
  allLoader,
  entityLoader,
  Format,
  type Goal,
  GraphQLDay,
  inLanguage,
  type Language,
  LanguageArg,
  listLoader,
  placeLoader,
  type PlaceRow,
  type SubgraphContext,
} from '@hub/kit';
import { carriedRatio } from '@hub/protocol';
import { Arg, Args, ArgsType, Ctx, Field, FieldResolver, Float, ID, Query, Resolver, Root } from 'type-graphql';
import { goalOn } from '../goal/goal.loader.js';
import { GoalObject } from '../goal/goal.type.js';
import type { Organisation } from '../organisation/organisation.entity.js';
import { organisationLoader } from '../organisation/organisation.resolver.js';
import { OrganisationObject } from '../organisation/organisation.type.js';
import { PlaceObject } from '../place/place.type.js';
import { type Indicator, IndicatorEntity, type IndicatorReading, IndicatorReadingEntity } from './indicator.entity.js';
import { IndicatorObject, IndicatorReadingObject, Measure } from './indicator.type.js';

export const indicatorLoader = entityLoader<Indicator>(IndicatorEntity, 'code');
const readingsOfIndicator = listLoader<IndicatorReading>(IndicatorReadingEntity, 'indicatorCode', 'code');
const indicatorsOfGoal = listLoader<Indicator>(IndicatorEntity, 'goalCode', 'code');
const allIndicators = allLoader<Indicator>(IndicatorEntity, 'code');

@ArgsType()
class ReadingArguments {
  @Format('place')
  @Field(() => ID, {
    nullable: true,
    description: 'Only readings of this place (đơn vị hành chính): its code, or of a former one `CODE@DAY`.',
  })
  place?: string | null;

  @Field(() => GraphQLDay, { nullable: true, description: 'Only those as of this day or a later one (từ ngày).' })
  from?: string | null;

  @Field(() => GraphQLDay, { nullable: true, description: 'Only those as of this day or an earlier one (đến ngày).' })
  until?: string | null;
}

@Resolver(() => IndicatorObject)
export class IndicatorResolver {
  @Query(() => [IndicatorObject], {
    nullable: true,
    description: 'The indicators that are no goals (chỉ số ngoài mục tiêu), by code.',
  })
  async indicators(
    @Arg('measure', () => Measure, { nullable: true, description: 'Only indicators that count this.' })
    measure: Measure | null | undefined,
    @Format('code')
    @Arg('organisation', () => ID, { nullable: true, description: 'Only indicators of this organisation.' })
    organisation: string | null | undefined,
    @Ctx() context: SubgraphContext,
  ): Promise<Indicator[]> {
    const all = await allIndicators(context).load('all');
    return all.filter(
      (indicator) =>
        (measure == null || indicator.measure === measure) &&
        (organisation == null || indicator.organisationCode === organisation),
    );
  }

  @Query(() => IndicatorObject, { nullable: true, description: 'One indicator; null when there is none.' })
  indicator(
    @Format('code') @Arg('code', () => ID, { description: "The indicator's code (mã chỉ số)." }) code: string,
    @Ctx() context: SubgraphContext,
  ): Promise<Indicator | null> {
    return indicatorLoader(context).load(code);
  }

  @FieldResolver(() => String, { description: 'Its title (tên chỉ số).' })
  title(@Root() indicator: Indicator, @LanguageArg() language: Language): string {
    return inLanguage(language, { vi: indicator.titleVi, en: indicator.titleEn });
  }

  @FieldResolver(() => GoalObject, { nullable: true, description: 'The goal that it speaks of; null where none.' })
  async goal(@Root() indicator: Indicator, @Ctx() context: SubgraphContext): Promise<Goal | null> {
    return indicator.goalCode ? goalOn(indicator.goalCode, context) : null;
  }

  @FieldResolver(() => OrganisationObject, { description: 'The organisation that answers for it (tổ chức phụ trách).' })
  async organisation(@Root() indicator: Indicator, @Ctx() context: SubgraphContext): Promise<Organisation> {
    const organisation = await organisationLoader(context).load(indicator.organisationCode);
    if (!organisation) throw new Error(`No organisation ${indicator.organisationCode}, though an indicator names it.`);
    return organisation;
  }

  @FieldResolver(() => [IndicatorReadingObject], {
    nullable: true,
    description: 'Its published readings (số liệu công bố), by code.',
  })
  async readings(
    @Root() indicator: Indicator,
    @Args(() => ReadingArguments) { place, from, until }: ReadingArguments,
    @Ctx() context: SubgraphContext,
  ): Promise<IndicatorReading[]> {
    const readings = await readingsOfIndicator(context).load(indicator.code);
    return readings.filter(
      ({ placeCode, asOf }) =>
        (place == null || placeCode === place) &&
        (from == null || (asOf != null && asOf >= from)) &&
        (until == null || (asOf != null && asOf <= until)),
    );
  }
}

@Resolver(() => IndicatorReadingObject)
export class IndicatorReadingResolver {
  @FieldResolver(() => Float, {
    nullable: true,
    description:
      'The share of the denominator, or of the people surveyed, 0 to 1 (tỷ lệ); null where neither is known.',
  })
  share(@Root() { numerator, denominator, share }: IndicatorReading): number | null {
    // Published values keep all their digits.
    return numerator != null && denominator ? carriedRatio(numerator, denominator, 1) : (share ?? null);
  }

  @FieldResolver(() => PlaceObject, {
    nullable: true,
    description:
      'The place that it speaks of (đơn vị hành chính); null where that is not known. A reading of a former place is never divided among the places that replaced it: they are its `successors`.',
  })
  async unit(@Root() { placeCode: code }: IndicatorReading, @Ctx() context: SubgraphContext): Promise<PlaceRow | null> {
    return code == null ? null : placeLoader(context).load({ code });
  }
}

@Resolver(() => GoalObject)
export class GoalIndicatorsResolver {
  @FieldResolver(() => [IndicatorObject], { description: 'The indicators that speak of it.' })
  indicators(@Root() goal: Goal, @Ctx() context: SubgraphContext): Promise<Indicator[]> {
    return indicatorsOfGoal(context).load(goal.code);
  }
}
