import {
  allLoader,
  entityLoader,
  type Goal,
  inLanguage,
  type Language,
  LanguageArg,
  listLoader,
  placeLoader,
  type PlaceRow,
  type SubgraphContext,
  Format,
} from '@hub/kit';
import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { goalOn } from '../goal/goal.loader.js';
import { GoalObject } from '../goal/goal.type.js';
import { PlaceObject } from '../place/place.type.js';
import { type Indicator, IndicatorEntity, type IndicatorReading, IndicatorReadingEntity } from './indicator.entity.js';
import { IndicatorObject, IndicatorReadingObject } from './indicator.type.js';

export const indicatorLoader = entityLoader<Indicator>(IndicatorEntity, 'code');
const readingsOfIndicator = listLoader<IndicatorReading>(IndicatorReadingEntity, 'indicatorCode', 'code');
const indicatorsOfGoal = listLoader<Indicator>(IndicatorEntity, 'goalCode', 'code');
const allIndicators = allLoader<Indicator>(IndicatorEntity, 'code');

@Resolver(() => IndicatorObject)
export class IndicatorResolver {
  @Query(() => [IndicatorObject], {
    nullable: true,
    description: 'The indicators that provincial reports carry, by code.',
  })
  indicators(@Ctx() context: SubgraphContext): Promise<Indicator[]> {
    return allIndicators(context).load('all');
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

  @FieldResolver(() => [IndicatorReadingObject], { description: 'Its published readings.' })
  readings(@Root() indicator: Indicator, @Ctx() context: SubgraphContext): Promise<IndicatorReading[]> {
    return readingsOfIndicator(context).load(indicator.code);
  }
}

@Resolver(() => IndicatorReadingObject)
export class IndicatorReadingResolver {
  @FieldResolver(() => PlaceObject, {
    nullable: true,
    description:
      'The place that it speaks of (đơn vị hành chính); null where that is not known. What speaks of a former place is never spread over those that took its place: they are its `successors`.',
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
