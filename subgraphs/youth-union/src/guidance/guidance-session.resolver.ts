import {
  CommuneStub,
  ConnectionArguments,
  GraphQLDay,
  GraphQLPeriod,
  type Page,
  publishedCountOf,
  Records,
  type SubgraphContext,
  Format,
} from '@hub/kit';
import { Arg, Args, Ctx, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import { servicePointOccurrences, sessionOccurrences } from '../people-tables.js';
import { publishedTurns } from '../published-turns.loader.js';
import type { Team } from '../team/team.entity.js';
import { teamLoader } from '../team/team.loader.js';
import { DigitalLiteracyTeam } from '../team/team.type.js';
import type { GuidanceSessionRow } from './guidance-session.entity.js';
import {
  allSessions,
  sessionLoader,
  sessionsOfCommune,
  sessionsOfServicePoint,
  sessionsOfTeam,
} from './guidance-session.loader.js';
import { GuidanceSession, GuidanceSessionConnection, ServicePointStub } from './guidance-session.type.js';

@Resolver(() => GuidanceSession)
export class GuidanceSessionResolver {
  @Query(() => GuidanceSession, { nullable: true, description: 'One guidance session; null when there is none.' })
  guidanceSession(
    @Format('code') @Arg('code', () => ID, { description: "The session's code (mã buổi)." }) code: string,
    @Ctx() context: SubgraphContext,
  ): Promise<GuidanceSessionRow | null> {
    return sessionLoader(context).load(code);
  }

  @Query(() => GuidanceSessionConnection, {
    nullable: true,
    description: 'Guidance sessions and published totals, the earliest first.',
  })
  guidanceSessions(
    @Arg('totals', () => Boolean, {
      nullable: true,
      description: 'True for published totals only, false for single sessions only; both when absent.',
    })
    totals: boolean | null | undefined,
    @Format('commune')
    @Arg('commune', () => ID, {
      nullable: true,
      description: 'Only those that were held in this commune (xã, phường), by its code.',
    })
    commune: string | null | undefined,
    @Args(() => ConnectionArguments) slice: ConnectionArguments,
    @Ctx() context: SubgraphContext,
  ): Promise<Page<GuidanceSessionRow>> {
    return allSessions(context).load({
      ...slice,
      filter: [totals?.toString() ?? null, commune ?? null, commune ?? null],
    });
  }

  @FieldResolver(() => GraphQLDay, {
    nullable: true,
    description: 'When it was held; null for a total, whose days are not published.',
  })
  heldOn(@Root() session: GuidanceSessionRow): string | null {
    return session.isTotal ? null : session.startsOn;
  }

  @FieldResolver(() => GraphQLPeriod, {
    nullable: true,
    description:
      "For a total, the month from which it counts (the movement's first where the source says none); null for a single session. A goal's progress has the whole of it in this month.",
  })
  totalSince(@Root() session: GuidanceSessionRow): string | null {
    return session.isTotal ? session.startsOn.slice(0, 7) : null;
  }

  @FieldResolver(() => Int, {
    nullable: true,
    description: 'Turns of guidance (lượt): not distinct people, rounded down to ten. Null before the first release.',
  })
  async occurrences(
    @Root() { code, servicePointCode, startsOn, isTotal }: GuidanceSessionRow,
    @Ctx() context: SubgraphContext,
  ): Promise<number | null> {
    const month = isTotal ? '' : startsOn.slice(0, 7);
    const key = { measure: sessionOccurrences, subject: servicePointCode ?? '', place: code, month };
    return (await publishedCountOf(key, context)).people;
  }

  @FieldResolver(() => CommuneStub, {
    nullable: true,
    description: 'Where it was held; null when only the province is known.',
  })
  commune(@Root() { communeCode }: GuidanceSessionRow): CommuneStub | null {
    return communeCode ? { code: communeCode } : null;
  }

  @FieldResolver(() => ServicePointStub, {
    nullable: true,
    description: 'The service point (điểm phục vụ) where it was held; null when it was at none.',
  })
  servicePoint(@Root() { servicePointCode }: GuidanceSessionRow): ServicePointStub | null {
    return servicePointCode ? { code: servicePointCode } : null;
  }

  @FieldResolver(() => DigitalLiteracyTeam, {
    nullable: true,
    description: 'The Digital Literacy team that held it; null when it was no single team.',
  })
  async team(@Root() { teamCode }: GuidanceSessionRow, @Ctx() context: SubgraphContext): Promise<Team | null> {
    return teamCode ? teamLoader(context).load(teamCode) : null;
  }
}

@Resolver(() => DigitalLiteracyTeam)
export class TeamGuidanceResolver {
  @FieldResolver(() => GuidanceSessionConnection, {
    nullable: true,
    description: 'Its guidance sessions, the earliest first.',
  })
  guidanceSessions(
    @Root() team: Team,
    @Args(() => ConnectionArguments) slice: ConnectionArguments,
    @Ctx() context: SubgraphContext,
  ): Promise<Page<GuidanceSessionRow>> {
    return sessionsOfTeam(context).load({ ...slice, parent: team.code });
  }
}

@Resolver(() => CommuneStub)
export class CommuneGuidanceResolver {
  @FieldResolver(() => GuidanceSessionConnection, {
    nullable: true,
    description: "The Youth Union's guidance sessions here, the earliest first.",
  })
  guidanceSessions(
    @Root() commune: CommuneStub,
    @Args(() => ConnectionArguments) slice: ConnectionArguments,
    @Ctx() context: SubgraphContext,
  ): Promise<Page<GuidanceSessionRow>> {
    return sessionsOfCommune(context).load({ ...slice, parent: commune.code });
  }
}

@Resolver(() => ServicePointStub)
export class ServicePointGuidanceResolver {
  @FieldResolver(() => GuidanceSessionConnection, {
    nullable: true,
    description: "The Youth Union's guidance sessions here, the earliest first.",
  })
  guidanceSessions(
    @Root() point: ServicePointStub,
    @Args(() => ConnectionArguments) slice: ConnectionArguments,
    @Ctx() context: SubgraphContext,
  ): Promise<Page<GuidanceSessionRow>> {
    return sessionsOfServicePoint(context).load({ ...slice, parent: point.code });
  }

  @Records()
  @FieldResolver(() => Int, {
    nullable: true,
    description:
      "Turns (lượt) of the Youth Union's guidance here: not distinct people, those of each month rounded down to ten, and lower where few sessions would be told by it. Null before the first release.",
  })
  async guidanceOccurrences(
    @Root() { code }: ServicePointStub,
    @Arg('period', () => GraphQLPeriod, {
      nullable: true,
      description: 'Only turns of this period; totals without days are then left out. All when absent.',
    })
    period: string | null | undefined,
    @Ctx() context: SubgraphContext,
  ): Promise<number | null> {
    const turns = await publishedTurns(context).load({ measure: servicePointOccurrences, place: code, period });
    return turns?.reduce((sum, { occurrences }) => sum + occurrences, 0) ?? null;
  }
}
