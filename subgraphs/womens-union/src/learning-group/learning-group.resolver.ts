import {
  CommuneStub,
  ConnectionArguments,
  DigitalLiteracyTeamStub,
  inLanguage,
  type Language,
  LanguageArg,
  type Page,
  PeopleCount,
  publishedCountOf,
  type SubgraphContext,
  Format,
} from '@hub/kit';
import { Arg, Args, Ctx, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import { type Branch } from '../branch/branch.entity.js';
import { branchLoader } from '../branch/branch.resolver.js';
import { WomensUnionBranch } from '../branch/branch.type.js';
import { groupMembers, sessionAttendances } from '../people-tables.js';
import type { GroupSession, LearningGroup as Group } from './learning-group.entity.js';
import {
  allGroups,
  allSessions,
  groupLoader,
  groupsOfCommune,
  groupsOfTeam,
  sessionsOfGroup,
} from './learning-group.loader.js';
import {
  LearningGroup,
  LearningGroupConnection,
  LearningGroupSession,
  LearningGroupSessionConnection,
} from './learning-group.type.js';

@Resolver(() => LearningGroup)
export class LearningGroupResolver {
  @Query(() => LearningGroup, { nullable: true, description: 'One learning group; null when there is none.' })
  learningGroup(
    @Format('code') @Arg('code', () => ID, { description: "The group's code." }) code: string,
    @Ctx() context: SubgraphContext,
  ): Promise<Group | null> {
    return groupLoader(context).load(code);
  }

  @Query(() => LearningGroupConnection, { nullable: true, description: 'All learning groups, by code.' })
  learningGroups(
    @Format('commune')
    @Arg('commune', () => ID, { nullable: true, description: 'Only those of this commune (xã, phường), by its code.' })
    commune: string | null | undefined,
    @Args(() => ConnectionArguments) slice: ConnectionArguments,
    @Ctx() context: SubgraphContext,
  ): Promise<Page<Group>> {
    return commune == null
      ? allGroups(context).load(slice)
      : groupsOfCommune(context).load({ ...slice, parent: commune });
  }

  @FieldResolver(() => String, { description: 'Its name (tên tổ).' })
  name(@Root() group: Group, @LanguageArg() language: Language): string {
    return inLanguage(language, { vi: group.nameVi, en: group.nameEn });
  }

  @FieldResolver(() => CommuneStub, { nullable: true, description: 'Where it is.' })
  commune(@Root() group: Group): CommuneStub {
    return { code: group.communeCode };
  }

  @FieldResolver(() => WomensUnionBranch, { nullable: true, description: 'The branch that it belongs to.' })
  branch(@Root() group: Group, @Ctx() context: SubgraphContext): Promise<Branch | null> {
    return branchLoader(context).load(group.branchCode);
  }

  @FieldResolver(() => PeopleCount, { description: 'Its members (thành viên), distinct people.' })
  members(@Root() { code }: Group, @Ctx() context: SubgraphContext): Promise<PeopleCount> {
    return publishedCountOf({ measure: groupMembers, place: code }, context);
  }

  @FieldResolver(() => LearningGroupSessionConnection, {
    nullable: true,
    description: 'Its sessions, the earliest first.',
  })
  sessions(
    @Root() group: Group,
    @Args(() => ConnectionArguments) slice: ConnectionArguments,
    @Ctx() context: SubgraphContext,
  ): Promise<Page<GroupSession>> {
    return sessionsOfGroup(context).load({ ...slice, parent: group.code });
  }

  @FieldResolver(() => DigitalLiteracyTeamStub, {
    nullable: true,
    description: "The Youth Union's Digital Literacy team that supports it (đội hỗ trợ); null when none does.",
  })
  supportedBy(@Root() group: Group): DigitalLiteracyTeamStub | null {
    return group.teamCode ? { code: group.teamCode } : null;
  }
}

@Resolver(() => LearningGroupSession)
export class LearningGroupSessionResolver {
  @Query(() => LearningGroupSessionConnection, {
    nullable: true,
    description: "All learning groups' sessions (các buổi sinh hoạt), the earliest first.",
  })
  learningGroupSessions(
    @Format('commune')
    @Arg('commune', () => ID, {
      nullable: true,
      description: 'Only those of groups in this commune (xã, phường), by its code; of all when left out.',
    })
    commune: string | null | undefined,
    @Args(() => ConnectionArguments) slice: ConnectionArguments,
    @Ctx() context: SubgraphContext,
  ): Promise<Page<GroupSession>> {
    return allSessions(context).load({ ...slice, filter: [commune ?? null, commune ?? null] });
  }

  @FieldResolver(() => LearningGroup, { nullable: true, description: 'The group that met (tổ).' })
  group(@Root() { groupCode }: GroupSession, @Ctx() context: SubgraphContext): Promise<Group | null> {
    return groupLoader(context).load(groupCode);
  }

  @FieldResolver(() => String, { description: 'What was learned (chủ đề).' })
  topic(@Root() session: GroupSession, @LanguageArg() language: Language): string {
    return inLanguage(language, { vi: session.topicVi, en: session.topicEn });
  }

  @FieldResolver(() => Int, {
    nullable: true,
    description: 'Attendances (lượt): turns, not distinct people, rounded down to ten. Null before the first release.',
  })
  async attendances(@Root() { code }: GroupSession, @Ctx() context: SubgraphContext): Promise<number | null> {
    return (await publishedCountOf({ measure: sessionAttendances, place: code }, context)).people;
  }
}

@Resolver(() => DigitalLiteracyTeamStub)
export class TeamLearningGroupsResolver {
  @FieldResolver(() => LearningGroupConnection, {
    nullable: true,
    description: "The Women's Union's learning groups that it supports.",
  })
  learningGroups(
    @Root() team: DigitalLiteracyTeamStub,
    @Args(() => ConnectionArguments) slice: ConnectionArguments,
    @Ctx() context: SubgraphContext,
  ): Promise<Page<Group>> {
    return groupsOfTeam(context).load({ ...slice, parent: team.code });
  }
}

@Resolver(() => CommuneStub)
export class CommuneLearningGroupsResolver {
  @FieldResolver(() => LearningGroupConnection, {
    nullable: true,
    description: "The Women's Union's learning groups here.",
  })
  learningGroups(
    @Root() commune: CommuneStub,
    @Args(() => ConnectionArguments) slice: ConnectionArguments,
    @Ctx() context: SubgraphContext,
  ): Promise<Page<Group>> {
    return groupsOfCommune(context).load({ ...slice, parent: commune.code });
  }
}
