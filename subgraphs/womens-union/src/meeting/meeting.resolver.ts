import {
  CommuneStub,
  ConnectionArguments,
  Format,
  inLanguage,
  type Language,
  LanguageArg,
  type Page,
  publishedCountOf,
  type SubgraphContext,
} from '@hub/kit';
import { Arg, Args, Ctx, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import { meetingAttendances } from '../people-tables.js';
import type { Meeting } from './meeting.entity.js';
import { allMeetings, meetingsOfCommune } from './meeting.loader.js';
import { WomensUnionMeeting, WomensUnionMeetingConnection } from './meeting.type.js';

@Resolver(() => WomensUnionMeeting)
export class MeetingResolver {
  @Query(() => WomensUnionMeetingConnection, {
    nullable: true,
    description: "The Women's Union's meetings of officials (hội nghị chuyên đề), by code.",
  })
  womensUnionMeetings(
    @Format('commune')
    @Arg('commune', () => ID, {
      nullable: true,
      description: 'Only those that branches of this commune (xã, phường) held, by its code.',
    })
    commune: string | null | undefined,
    @Args(() => ConnectionArguments) slice: ConnectionArguments,
    @Ctx() context: SubgraphContext,
  ): Promise<Page<Meeting>> {
    return commune == null
      ? allMeetings(context).load(slice)
      : meetingsOfCommune(context).load({ ...slice, parent: commune });
  }

  @FieldResolver(() => String, { description: 'Its title (tên hội nghị).' })
  title(@Root() meeting: Meeting, @LanguageArg() language: Language): string {
    return inLanguage(language, { vi: meeting.titleVi, en: meeting.titleEn });
  }

  @FieldResolver(() => CommuneStub, {
    nullable: true,
    description: 'Whose branch held it; null for a meeting at provincial level.',
  })
  commune(@Root() meeting: Meeting): CommuneStub | null {
    return meeting.communeCode ? { code: meeting.communeCode } : null;
  }

  @FieldResolver(() => Int, {
    nullable: true,
    description:
      'The officials present (số cán bộ tham dự), rounded down to ten: turns (lượt), so that who comes to two meetings is in both. Never to be added to distinct people (người). Null before the first release.',
  })
  async attendances(@Root() { code }: Meeting, @Ctx() context: SubgraphContext): Promise<number | null> {
    return (await publishedCountOf({ measure: meetingAttendances, place: code }, context)).people;
  }
}

@Resolver(() => CommuneStub)
export class CommuneMeetingsResolver {
  @FieldResolver(() => WomensUnionMeetingConnection, {
    nullable: true,
    description: "The meetings of officials that the Women's Union's branches held here.",
  })
  womensUnionMeetings(
    @Root() commune: CommuneStub,
    @Args(() => ConnectionArguments) slice: ConnectionArguments,
    @Ctx() context: SubgraphContext,
  ): Promise<Page<Meeting>> {
    return meetingsOfCommune(context).load({ ...slice, parent: commune.code });
  }
}
