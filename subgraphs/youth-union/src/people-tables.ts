import type { PeopleTable } from '@hub/kit';

/** Members of a team, by its code. */
export const teamMembers = 'TEAM_MEMBERS';

/** Turns of a session, by its code, and of all sessions at a service point, by its code and month. */
export const sessionOccurrences = 'SESSION_OCCURRENCES';
export const servicePointOccurrences = 'SERVICE_POINT_OCCURRENCES';

/** Activations in a commune and month; their subject is level and method. */
export const activations = 'ACTIVATIONS';

/** The month that a session (`s`) is counted in, as SQL; a total of many, whose days nobody knows, in none. */
const monthOfSession = `case when s.is_total then '' else to_char(s.starts_on, 'YYYY-MM') end`;

/** The count of a session (`s`), as SQL. */
const ofSession = `'${sessionOccurrences}' as measure, coalesce(s.service_point_code, '') as subject, s.code as place`;

const evidence = `'guidance-sessions:' || s.code as evidence`;

/** All that the Youth Union counts in people, or in turns of few people. */
export const peopleTables: readonly PeopleTable[] = [
  {
    measures: [teamMembers],
    counts: `
      select '${teamMembers}' as measure, '' as subject, team_code as place, '' as month, count(*)::int as people
      from team_member group by team_code`,
  },
  {
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
    // What is held at a service point is told for all of its sessions, and for each.
    turns: [
      `select ${evidence}, '${servicePointOccurrences}' as measure, '' as subject, s.service_point_code as place,
         ${monthOfSession} as month
       from guidance_session s where s.service_point_code is not null
       union all
       select ${evidence}, ${ofSession}, ${monthOfSession} from guidance_session s where s.service_point_code is null`,
      `select ${evidence}, ${ofSession}, ${monthOfSession} as month from guidance_session s`,
    ],
  },
  {
    measures: [activations],
    counts: `
      select '${activations}' as measure, level || ' ' || method as subject, commune_code as place, month,
        occurrences as people
      from account_activation`,
  },
];
