const peopleHeader = 'citizen_number,full_name,sex,birth_year,commune_code,guided_on,passed_on';
const membersHeader = 'team_code,citizen_number,full_name,sex,birth_year,commune_code,joined_on,trained_on';
const sessionsHeader =
  'code,team_code,service_point_code,commune_code,held_on,total_since,occurrences,approximate,services,source';

/** Rows of people who passed on a day, in a commune; their numbers follow on one another. */
export const guided = (first: number, count: number, commune: string, passedOn: string) =>
  Array.from(
    { length: count },
    (_, index) => `${String(first + index).padStart(12, '0')},Lê Thị Mai,FEMALE,1980,${commune},2026-01-01,${passedOn}`,
  );

/** The Youth Union's file of guided people, who count for ADULTS_BASIC. */
export const guidedPeople = (...rows: readonly string[]) => `${[peopleHeader, ...rows].join('\n')}\n`;

/** A row of a session with its turns, which count for ADULTS_BASIC. */
export const session = (code: string, commune: string, heldOn: string, turns: number) =>
  `${code},,,${commune},${heldOn},,${turns},false,ONLINE_SAFETY,`;

/** The Youth Union's file of sessions. */
export const guidanceSessions = (...rows: readonly string[]) => `${[sessionsHeader, ...rows].join('\n')}\n`;

/** The Youth Union's file of members of its teams, who count for ADULTS_BASIC, with nobody in it. */
export const noTeamMembers = `${membersHeader}\n`;
