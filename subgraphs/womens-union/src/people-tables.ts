import { type PeopleTable, provinceDay, totalOfAllPlaces } from '@hub/kit';
import { DigitalFamilyCriterion } from './digital-family/digital-family.type.js';
import { identityLevels } from './digital-identity/digital-identity.type.js';

/** Measures of households beside those of digital families' criteria, which are called as these are. */
export const committed = 'COMMITTED';
export const meetingAllCriteria = 'ALL_CRITERIA';

/** Measures of people in a group or a branch, and of turns in a session or a meeting: each by its code. */
export const groupMembers = 'GROUP_MEMBERS';
export const branchMembers = 'BRANCH_MEMBERS';
export const sessionAttendances = 'SESSION_ATTENDANCES';
export const meetingAttendances = 'MEETING_ATTENDANCES';

const criteria = Object.values(DigitalFamilyCriterion);

const registeredLevel = 'REGISTERED_LEVEL_';

/** The measure of the women whose highest level of identification is one. */
export function registered(level: number): string {
  return `${registeredLevel}${level}`;
}

const identityMeasures = identityLevels.map(registered);
const familyMeasures = [committed, meetingAllCriteria, ...criteria];

/** Counts by commune, of which each is part of the province's. */
const byCommune = (measures: readonly string[]): Pick<PeopleTable, 'measures' | 'totalsOf' | 'parts'> => ({
  measures,
  totalsOf: totalOfAllPlaces,
  parts: `
    select measure, '' as subject, null as place, '' as month, count(*)::int as parts
    from place cross join (values ${measures.map((measure) => `('${measure}')`).join(', ')}) as m(measure)
    where level = 'COMMUNE' and ${provinceDay} between valid_from and coalesce(valid_until, 'infinity')
    group by measure`,
});

/** What has a code, with a count of its own that is part of no other. */
const byCode = (measure: string, table: string, code: string, people: string, groups = ''): PeopleTable => ({
  measures: [measure],
  counts: `
    select '${measure}' as measure, '' as subject, ${code} as place, '' as month, ${people} as people
    from ${table} ${groups}`,
});

/** All that the Women's Union counts in people, households or turns of few people. */
export const peopleTables: readonly PeopleTable[] = [
  {
    ...byCommune(familyMeasures),
    counts: `
      select m.measure, '' as subject, f.commune_code as place, '' as month, count(*)::int as people
      from digital_family f cross join lateral (
        select '${committed}' as measure
        union all select '${meetingAllCriteria}' where cardinality(f.criteria) = ${criteria.length}
        union all select unnest(f.criteria)) m
      group by grouping sets ((1, 3), (1))`,
    nested: criteria.flatMap((each) => [[committed, each] as const, [each, meetingAllCriteria] as const]),
    allOf: { everybody: committed, all: meetingAllCriteria, each: criteria },
  },
  {
    ...byCommune(identityMeasures),
    counts: `
      select '${registeredLevel}' || level as measure, '' as subject, commune_code as place, '' as month,
        count(*)::int as people
      from digital_identity group by grouping sets ((1, 3), (1))`,
  },
  {
    ...byCode(groupMembers, 'group_member', 'group_code', 'count(*)::int', 'group by group_code'),
    figures: [
      `select 'ADULTS_BASIC' as goal, '${groupMembers}' as measure, '' as subject, code as place, '' as month
       from learning_group`,
    ],
  },
  byCode(branchMembers, 'branch', 'code', 'member_count'),
  {
    ...byCode(sessionAttendances, 'group_session', 'code', 'attendances'),
    turns: [
      `select 'group-sessions:' || code as evidence, '${sessionAttendances}' as measure, '' as subject, code as place,
         '' as month
       from group_session`,
    ],
  },
  byCode(meetingAttendances, 'meeting', 'code', 'attendances'),
];
