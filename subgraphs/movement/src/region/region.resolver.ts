import { GraphQLDay, inLanguage, type Language, LanguageArg, type PlaceRow, type SubgraphContext } from '@hub/kit';
import { dayInProvince } from '@hub/protocol';
import { Arg, Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import type { Commune } from '../commune/commune.loader.js';
import { CommuneObject } from '../commune/commune.type.js';
import { PlaceObject } from '../place/place.type.js';
import { dividedDistricts } from './divided-districts.js';
import type { Region } from './region.entity.js';
import { regionsInForce } from './region.loader.js';
import { RegionObject } from './region.type.js';

/** A region as the graph shows it. */
export interface RegionOfDay extends Omit<Region, 'communes'> {
  readonly communeCount: number;
  readonly communesOnDay: readonly Commune[];
}

/** The regions that are in force on a day, by code. */
export async function regionsOfDay(day: string, context: SubgraphContext): Promise<RegionOfDay[]> {
  const found = await regionsInForce(day, context);
  return found.map(({ region, communes }) => ({ ...region, communeCount: communes.length, communesOnDay: communes }));
}

@Resolver(() => RegionObject)
export class RegionResolver {
  @Query(() => [RegionObject], {
    nullable: true,
    description: 'The regions (các vùng) that `Goal.breakdown(by: REGION)` counts people in, by code.',
  })
  regions(
    @Arg('on', () => GraphQLDay, {
      nullable: true,
      description: 'The regions of which day (của ngày nào); today when left out.',
    })
    on: string | null,
    @Ctx() context: SubgraphContext,
  ): Promise<RegionOfDay[]> {
    return regionsOfDay(on ?? dayInProvince(context.now()), context);
  }

  @FieldResolver(() => String, { description: 'Its name (tên).' })
  name(@Root() region: RegionOfDay, @LanguageArg() language: Language): string {
    return inLanguage(language, { vi: region.nameVi, en: region.nameEn });
  }

  @FieldResolver(() => [CommuneObject], {
    description: 'Its communes and wards (các xã, phường), in Vietnamese alphabetical order.',
  })
  communes(@Root() { communesOnDay }: RegionOfDay): readonly Commune[] {
    return communesOnDay;
  }

  @FieldResolver(() => [PlaceObject], {
    description:
      'The former districts (huyện cũ) that only a part of is in it, for today’s communes were formed across their borders, or are in another region, too: held against what was there before, its figures are approximated (xấp xỉ). Empty where it has whole districts alone.',
  })
  dividedDistricts(@Root() { communesOnDay }: RegionOfDay, @Ctx() context: SubgraphContext): Promise<PlaceRow[]> {
    return dividedDistricts(communesOnDay, context);
  }
}
