import {
  ConnectionArguments,
  Format,
  GraphQLDay,
  inLanguage,
  type Language,
  LanguageArg,
  OrderByArg,
  type Page,
  placeLoader,
  type PlaceRow,
  type SubgraphContext,
} from '@hub/kit';
import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import type { Commune } from '../commune/commune.loader.js';
import { CommuneObject } from '../commune/commune.type.js';
import {
  codeOf,
  firstDayOf,
  isDivided,
  parentOf,
  placeFilter,
  placeOrders,
  placePages,
  predecessorsOf,
  successorsOf,
} from './place.loader.js';
import { PlaceConnection, PlaceLevel, PlaceObject } from './place.type.js';

@Resolver(() => PlaceObject)
export class PlaceResolver {
  @Query(() => PlaceObject, { nullable: true, description: 'One place of whatever level; null when there is none.' })
  place(
    @Format('place')
    @Arg('code', () => ID, { description: 'Its code, or `CODE@DAY` (mã đơn vị hành chính).' })
    code: string,
    @Arg('on', () => GraphQLDay, {
      nullable: true,
      description: 'The day to read the code on (mã của ngày nào); today when left out.',
    })
    on: string | null,
    @Ctx() context: SubgraphContext,
  ): Promise<PlaceRow | null> {
    return placeLoader(context).load({ code, on: on ?? undefined });
  }

  @Query(() => PlaceConnection, {
    nullable: true,
    description: 'Places of every level and time, in Vietnamese alphabetical order (tra cứu tên gọi, mã cũ và mới).',
  })
  places(
    @Format('search')
    @Arg('search', () => String, {
      nullable: true,
      description:
        'Part of a name in Vietnamese or English, or the beginning of a code, of the place or of its predecessors; diacritics, tone placement and case do not matter.',
    })
    search: string | null,
    @Arg('level', () => PlaceLevel, { nullable: true, description: 'Only places of this level (cấp).' })
    level: PlaceLevel | null,
    @Arg('on', () => GraphQLDay, {
      nullable: true,
      description: 'Only places of this day (còn hiệu lực vào ngày); of all times when left out.',
    })
    on: string | null,
    @OrderByArg(placeOrders) orderBy: string | null,
    @Args(() => ConnectionArguments) slice: ConnectionArguments,
    @Ctx() context: SubgraphContext,
  ): Promise<Page<PlaceRow>> {
    return placePages(context, orderBy).load({ ...slice, filter: placeFilter({ search, level, on }) });
  }

  @FieldResolver(() => ID, {
    description: 'Its key: its code, or `CODE@DAY` where the code means another place today.',
  })
  code(@Root() place: PlaceRow, @Ctx() context: SubgraphContext): Promise<string> {
    return codeOf(place, context);
  }

  @FieldResolver(() => ID, {
    description: 'General Statistics Office code (mã đơn vị hành chính), which a later place may have, too.',
  })
  officialCode(@Root() place: PlaceRow): string {
    return place.code;
  }

  @FieldResolver(() => String, { description: 'Its name with its type (tên).' })
  name(@Root() place: PlaceRow, @LanguageArg() language: Language): string {
    return inLanguage(language, { vi: place.nameVi, en: place.nameEn });
  }

  @FieldResolver(() => GraphQLDay, {
    nullable: true,
    description: 'Its first day (từ ngày); null where nobody wrote it down.',
  })
  validFrom(@Root() place: PlaceRow): string | null {
    return firstDayOf(place);
  }

  @FieldResolver(() => Boolean, { description: 'Whether it was divided among several places (bị chia tách).' })
  divided(@Root() place: PlaceRow, @Ctx() context: SubgraphContext): Promise<boolean> {
    return isDivided(place, context);
  }

  @FieldResolver(() => [PlaceObject], {
    description: 'The places that replaced it on the day after its last (đơn vị kế tục): several when it was divided.',
  })
  successors(@Root() place: PlaceRow, @Ctx() context: SubgraphContext): Promise<PlaceRow[]> {
    return successorsOf(context).load(place);
  }

  @FieldResolver(() => [PlaceObject], { description: 'Its predecessors, districts included (đơn vị tiền thân).' })
  predecessors(@Root() place: PlaceRow, @Ctx() context: SubgraphContext): Promise<PlaceRow[]> {
    return predecessorsOf(context).load(place);
  }

  @FieldResolver(() => PlaceObject, {
    nullable: true,
    description: 'The place that it is or was part of (trực thuộc).',
  })
  parent(@Root() place: PlaceRow, @Ctx() context: SubgraphContext): Promise<PlaceRow | null> {
    return parentOf(place, context);
  }

  @FieldResolver(() => CommuneObject, {
    nullable: true,
    description: "The same as a commune, with every organisation's work in it; null on other levels.",
  })
  commune(@Root() place: PlaceRow): Commune | null {
    return place.level === 'COMMUNE' ? place : null;
  }
}
