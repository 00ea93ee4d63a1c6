import {
  CommuneStub,
  ConnectionArguments,
  DigitalLiteracyTeamStub,
  Format,
  inLanguage,
  type Language,
  LanguageArg,
  type Page,
  searchText,
  type SubgraphContext,
} from '@hub/kit';
import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import type { School as SchoolRow } from './school.entity.js';
import { schoolLoader, schoolsFound, schoolsOfCommune, schoolsOfTeam } from './school.loader.js';
import { School, SchoolConnection, SchoolLevel } from './school.type.js';

@Resolver(() => School)
export class SchoolResolver {
  @Query(() => School, { nullable: true, description: 'One school (trường); null when there is none.' })
  school(
    @Format('code') @Arg('code', () => ID, { description: "The school's code (mã trường)." }) code: string,
    @Ctx() context: SubgraphContext,
  ): Promise<SchoolRow | null> {
    return schoolLoader(context).load(code);
  }

  @Query(() => SchoolConnection, { nullable: true, description: 'Schools (các trường), by code.' })
  schools(
    @Format('search')
    @Arg('search', () => String, {
      nullable: true,
      description: 'Part of the name (tên trường), in either language; diacritics and tones do not matter.',
    })
    search: string | null | undefined,
    @Format('commune')
    @Arg('commune', () => ID, { nullable: true, description: 'Only those of this commune (xã, phường), by its code.' })
    commune: string | null | undefined,
    @Arg('level', () => SchoolLevel, { nullable: true, description: 'Only those that teach this level (cấp học).' })
    level: SchoolLevel | null | undefined,
    @Args(() => ConnectionArguments) slice: ConnectionArguments,
    @Ctx() context: SubgraphContext,
  ): Promise<Page<SchoolRow>> {
    const filter = [searchText(search ?? ''), commune ?? null, level ?? null];
    return schoolsFound(context).load({ ...slice, filter });
  }

  @FieldResolver(() => String, { description: 'Its name (tên trường).' })
  name(@Root() school: SchoolRow, @LanguageArg() language: Language): string {
    return inLanguage(language, { vi: school.nameVi, en: school.nameEn });
  }

  @FieldResolver(() => CommuneStub, { nullable: true, description: 'Where it is (xã, phường nơi trường đóng).' })
  commune(@Root() school: SchoolRow): CommuneStub {
    return { code: school.communeCode };
  }

  @FieldResolver(() => DigitalLiteracyTeamStub, {
    nullable: true,
    description: "The Youth Union's Digital Literacy team that supports it (đội hỗ trợ); null when none does.",
  })
  supportedBy(@Root() school: SchoolRow): DigitalLiteracyTeamStub | null {
    return school.teamCode ? { code: school.teamCode } : null;
  }
}

@Resolver(() => CommuneStub)
export class CommuneSchoolsResolver {
  @FieldResolver(() => SchoolConnection, { nullable: true, description: 'The schools here (các trường), by code.' })
  schools(
    @Root() commune: CommuneStub,
    @Args(() => ConnectionArguments) slice: ConnectionArguments,
    @Ctx() context: SubgraphContext,
  ): Promise<Page<SchoolRow>> {
    return schoolsOfCommune(context).load({ ...slice, parent: commune.code });
  }
}

@Resolver(() => DigitalLiteracyTeamStub)
export class TeamSchoolsResolver {
  @FieldResolver(() => SchoolConnection, {
    nullable: true,
    description: 'The schools that it supports (các trường được hỗ trợ), by code.',
  })
  schools(
    @Root() team: DigitalLiteracyTeamStub,
    @Args(() => ConnectionArguments) slice: ConnectionArguments,
    @Ctx() context: SubgraphContext,
  ): Promise<Page<SchoolRow>> {
    return schoolsOfTeam(context).load({ ...slice, parent: team.code });
  }
}
