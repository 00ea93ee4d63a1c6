import {
  GraphQLDay,
  GraphQLPeriod,
  type PeopleTable,
  publishedCountOf,
  Records,
  type RowOf,
  stubOf,
  type SubgraphContext,
} from '@hub/kit';
import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { publishedOccurrences } from './published-occurrences.js';
import { GuidanceSession, servicePoint } from './records/guidance-session.js';

/** Occurrences of a session, by its code, and of all sessions at a service point, by its code and month. */
const sessionOccurrences = 'SESSION_OCCURRENCES';
const servicePointOccurrences = 'SERVICE_POINT_OCCURRENCES';

/** SQL for the month of a session (`s`); empty for a total of many sessions without known days. */
const monthOfSession = `case when s.is_total then '' else to_char(s.starts_on, 'YYYY-MM') end`;

/** SQL for the count of a session (`s`). */
const ofSession = `'${sessionOccurrences}' as measure, coalesce(s.service_point_code, '') as subject, s.code as place`;

const evidence = `'guidance-sessions:' || s.code as evidence`;

export const guidanceCounts: PeopleTable = {
  measures: [sessionOccurrences, servicePointOccurrences],
  counts: `
    select ${ofSession}, ${monthOfSession} as month, s.occurrences as people
    from guidance_session s
    union all
    select '${servicePointOccurrences}', '', s.service_point_code, ${monthOfSession}, sum(s.occurrences)::int
    from guidance_session s where s.service_point_code is not null group by 3, 4`,
  totalsOf: ({ measure, subject, month }) =>
    measure === sessionOccurrences && subject !== ''
      ? [{ measure: servicePointOccurrences, subject: '', place: subject, month }]
      : [],
  // Occurrences at a service point are published in total and for each session.
  occurrences: [
    `select ${evidence}, '${servicePointOccurrences}' as measure, '' as subject, s.service_point_code as place,
       ${monthOfSession} as month
     from guidance_session s where s.service_point_code is not null
     union all
     select ${evidence}, ${ofSession}, ${monthOfSession} from guidance_session s where s.service_point_code is null`,
    `select ${evidence}, ${ofSession}, ${monthOfSession} as month from guidance_session s`,
  ],
};

type Session = RowOf<typeof GuidanceSession>;

@Resolver(() => GuidanceSession.type)
export class GuidanceSessionOccurrencesResolver {
  @FieldResolver(() => GraphQLDay, {
    nullable: true,
    description: 'When it was held; null for a total, whose days are not published.',
  })
  heldOn(@Root() session: Session): string | null {
    return session.isTotal ? null : session.startsOn;
  }

  @FieldResolver(() => GraphQLPeriod, {
    nullable: true,
    description:
      "For a total, the month from which it counts (the movement's first where the source says none); null for a single session. A goal's progress has the whole of it in this month.",
  })
  totalSince(@Root() session: Session): string | null {
    return session.isTotal ? session.startsOn.slice(0, 7) : null;
  }

  @FieldResolver(() => Int, {
    nullable: true,
    description: 'Turns of guidance (lượt): not distinct people, rounded down to ten. Null before the first release.',
  })
  async occurrences(
    @Root() { code, servicePointCode, startsOn, isTotal }: Session,
    @Ctx() context: SubgraphContext,
  ): Promise<number | null> {
    const month = isTotal ? '' : startsOn.slice(0, 7);
    const key = { measure: sessionOccurrences, subject: servicePointCode ?? '', place: code, month };
    return (await publishedCountOf(key, context)).people;
  }
}

@Resolver(() => stubOf(servicePoint.type, servicePoint.code))
export class ServicePointOccurrencesResolver {
  @Records()
  @FieldResolver(() => Int, {
    nullable: true,
    description:
      "Turns (lượt) of the Youth Union's guidance here: not distinct people, each month's number rounded down to ten, and lower where it would show few sessions. Null before the first release.",
  })
  async guidanceOccurrences(
    @Root() { code }: { readonly code: string },
    @Arg('period', () => GraphQLPeriod, {
      nullable: true,
      description: 'Only turns of this period; totals without days are then left out. All when absent.',
    })
    period: string | null | undefined,
    @Ctx() context: SubgraphContext,
  ): Promise<number | null> {
    const occurrences = await publishedOccurrences(context).load({
      measure: servicePointOccurrences,
      place: code,
      period,
    });
    return occurrences?.reduce((sum, { occurrences }) => sum + occurrences, 0) ?? null;
  }
}
