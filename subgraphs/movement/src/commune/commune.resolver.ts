import {
  ConnectionArguments,
  Cost,
  Format,
  GraphQLDay,
  inLanguage,
  type Language,
  LanguageArg,
  OrderByArg,
  type Page,
  type PlaceRow,
  type SubgraphContext,
} from '@hub/kit';
import { communeCodeDescription } from '@hub/kit/service';
import { dayInProvince } from '@hub/protocol';
import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { codeOf, firstDayOf, isDivided, parentOf, predecessorsOf, successorsOf } from '../place/place.loader.js';
import { PlaceObject } from '../place/place.type.js';
import { type Commune, communeFilter, communeOrders, communePages, loadCommune } from './commune.loader.js';
import { Area, CommuneConnection, CommuneObject, CommuneType } from './commune.type.js';

@Resolver(() => CommuneObject)
export class CommuneResolver {
  @Query(() => CommuneObject, { nullable: true, description: 'One commune or ward; null when there is none.' })
  commune(
    @Format('commune')
    @Arg('code', () => ID, {
      description: 'General Statistics Office code (mã đơn vị hành chính), or `CODE@DAY` as read on a day.',
    })
    code: string,
    @Arg('on', () => GraphQLDay, {
      nullable: true,
      description:
        'The day to read the code on (mã của ngày nào): codes are given again, with other borders. Today when left out; then a code that no commune has any more means the last that had it.',
    })
    on: string | null,
    @Ctx() context: SubgraphContext,
  ): Promise<Commune | null> {
    return loadCommune(code, context, on);
  }

  @Query(() => CommuneConnection, {
    nullable: true,
    description: 'The communes and wards, in Vietnamese alphabetical order unless asked otherwise.',
  })
  communes(
    @Format('search')
    @Arg('search', () => String, {
      nullable: true,
      description:
        'Part of a name in Vietnamese or English, or the beginning of a code, of the commune or of its predecessors, districts included; diacritics, tone placement and case do not matter.',
    })
    search: string | null,
    @Arg('type', () => CommuneType, { nullable: true, description: 'Only units of this type.' })
    type: CommuneType | null,
    @Arg('area', () => Area, { nullable: true, description: 'Only communes of this kind of area (khu vực).' })
    area: Area | null,
    @Arg('on', () => GraphQLDay, {
      nullable: true,
      description: 'The communes of which day (của ngày nào); today when left out.',
    })
    on: string | null,
    @OrderByArg(communeOrders) orderBy: string | null,
    @Args(() => ConnectionArguments) slice: ConnectionArguments,
    @Ctx() context: SubgraphContext,
  ): Promise<Page<Commune>> {
    return communePages(context, orderBy).load({
      ...slice,
      filter: communeFilter(on ?? dayInProvince(context.now()), search, type, area),
    });
  }

  @FieldResolver(() => String, { description: "Its name with the unit's type (tên)." })
  name(@Root() commune: Commune, @LanguageArg() language: Language): string {
    return inLanguage(language, { vi: commune.nameVi, en: commune.nameEn });
  }

  @FieldResolver(() => ID, { description: communeCodeDescription })
  code(@Root() commune: Commune, @Ctx() context: SubgraphContext): Promise<string> {
    return codeOf(commune, context);
  }

  @FieldResolver(() => GraphQLDay, {
    nullable: true,
    description: 'Its first day (từ ngày); null where nobody wrote it down.',
  })
  validFrom(@Root() commune: Commune): string | null {
    return firstDayOf(commune);
  }

  @FieldResolver(() => Boolean, { description: 'Whether it was divided among several communes (bị chia tách).' })
  divided(@Root() commune: Commune, @Ctx() context: SubgraphContext): Promise<boolean> {
    return isDivided(commune, context);
  }

  @FieldResolver(() => [CommuneObject], {
    description: 'The communes that took its place on the day after its last (đơn vị kế tục).',
  })
  successors(@Root() commune: Commune, @Ctx() context: SubgraphContext): Promise<Commune[]> {
    return successorsOf(context).load(commune);
  }

  @Cost(2)
  @FieldResolver(() => [CommuneObject], {
    description: 'The communes that it was before, wholly or in part (đơn vị tiền thân).',
  })
  async predecessors(@Root() commune: Commune, @Ctx() context: SubgraphContext): Promise<Commune[]> {
    return (await predecessorsOf(context).load(commune)).filter(({ level }) => level === 'COMMUNE');
  }

  @FieldResolver(() => PlaceObject, {
    nullable: true,
    description: 'The parent place (trực thuộc): the province, or the district of a former commune.',
  })
  parent(@Root() commune: Commune, @Ctx() context: SubgraphContext): Promise<PlaceRow | null> {
    return parentOf(commune, context);
  }
}
