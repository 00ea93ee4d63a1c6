import {
  ConnectionArguments,
  inLanguage,
  type Language,
  LanguageArg,
  type Page,
  type SubgraphContext,
  Format,
} from '@hub/kit';
import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import type { Commune } from './commune.entity.js';
import { communeFilter, communeLoader, communePages } from './commune.loader.js';
import { CommuneConnection, CommuneObject, CommuneType } from './commune.type.js';

@Resolver(() => CommuneObject)
export class CommuneResolver {
  @Query(() => CommuneObject, { nullable: true, description: 'One commune or ward; null when there is none.' })
  commune(
    @Format('commune')
    @Arg('code', () => ID, { description: 'General Statistics Office code (mã đơn vị hành chính).' })
    code: string,
    @Ctx() context: SubgraphContext,
  ): Promise<Commune | null> {
    return communeLoader(context).load(code);
  }

  @Query(() => CommuneConnection, {
    nullable: true,
    description: 'The communes and wards, in Vietnamese alphabetical order.',
  })
  communes(
    @Format('search')
    @Arg('search', () => String, {
      nullable: true,
      description:
        'Part of the name in Vietnamese or English, or the beginning of the code; diacritics, tone placement and case do not matter.',
    })
    search: string | null,
    @Arg('type', () => CommuneType, { nullable: true, description: 'Only units of this type.' })
    type: CommuneType | null,
    @Args(() => ConnectionArguments) slice: ConnectionArguments,
    @Ctx() context: SubgraphContext,
  ): Promise<Page<Commune>> {
    return communePages(context).load({ ...slice, filter: communeFilter(search, type) });
  }

  @FieldResolver(() => String, { description: "Its name with the unit's type (tên)." })
  name(@Root() commune: Commune, @LanguageArg() language: Language): string {
    return inLanguage(language, { vi: commune.nameVi, en: commune.nameEn });
  }
}
