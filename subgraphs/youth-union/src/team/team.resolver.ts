import {
  CommuneStub,
  ConnectionArguments,
  inLanguage,
  type Language,
  LanguageArg,
  type Page,
  PeopleCount,
  publishedCountOf,
  type SubgraphContext,
  searchText,
  Format,
} from '@hub/kit';
import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { teamMembers } from '../people-tables.js';
import type { Team } from './team.entity.js';
import { teamLoader, teamsFound, teamsOfCommune } from './team.loader.js';
import { DigitalLiteracyTeam, DigitalLiteracyTeamConnection } from './team.type.js';

@Resolver(() => DigitalLiteracyTeam)
export class TeamResolver {
  @Query(() => DigitalLiteracyTeam, {
    nullable: true,
    description: 'One Digital Literacy team; null when there is none.',
  })
  digitalLiteracyTeam(
    @Format('code') @Arg('code', () => ID, { description: "The team's code (mã đội)." }) code: string,
    @Ctx() context: SubgraphContext,
  ): Promise<Team | null> {
    return teamLoader(context).load(code);
  }

  @Query(() => DigitalLiteracyTeamConnection, { nullable: true, description: 'Digital Literacy teams, by code.' })
  digitalLiteracyTeams(
    @Format('search')
    @Arg('search', () => String, {
      nullable: true,
      description: 'Part of the name, in either language; diacritics and tones do not matter.',
    })
    search: string | null | undefined,
    @Format('commune')
    @Arg('commune', () => ID, { nullable: true, description: 'Only those of this commune, by its code.' })
    commune: string | null | undefined,
    @Args(() => ConnectionArguments) slice: ConnectionArguments,
    @Ctx() context: SubgraphContext,
  ): Promise<Page<Team>> {
    return teamsFound(context).load({ ...slice, filter: [searchText(search ?? ''), commune ?? null] });
  }

  @FieldResolver(() => String, { description: 'Its name (tên đội).' })
  name(@Root() team: Team, @LanguageArg() language: Language): string {
    return inLanguage(language, { vi: team.nameVi, en: team.nameEn });
  }

  @FieldResolver(() => CommuneStub, { nullable: true, description: 'Where it works.' })
  commune(@Root() team: Team): CommuneStub {
    return { code: team.communeCode };
  }

  @FieldResolver(() => PeopleCount, { description: 'Its members (thành viên), distinct people.' })
  members(@Root() { code }: Team, @Ctx() context: SubgraphContext): Promise<PeopleCount> {
    return publishedCountOf({ measure: teamMembers, place: code }, context);
  }
}

@Resolver(() => CommuneStub)
export class CommuneTeamsResolver {
  @FieldResolver(() => [DigitalLiteracyTeam], {
    nullable: true,
    description: "The Youth Union's Digital Literacy teams here, two or three in a commune.",
  })
  digitalLiteracyTeams(@Root() commune: CommuneStub, @Ctx() context: SubgraphContext): Promise<Team[]> {
    return teamsOfCommune(context).load(commune.code);
  }
}
