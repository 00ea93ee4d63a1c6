import { column, defineImport } from '@hub/kit';
import { AgencyEntity } from '../agency/agency.entity.js';
import { LeadershipEntity } from './leadership.entity.js';

export const leadershipImport = defineImport({
  kind: 'leadership',
  description: "What an agency reports of its leaders' training on a day",
  columns: {
    agency_code: column.code,
    leaders: column.integer(1, 100),
    trained_leaders: column.integer(0, 100),
    first_leader_trained_on: column.optional(column.pastDay),
    first_staff_trained_on: column.optional(column.pastDay),
    as_of: column.pastDay,
  },
  key: ['agency_code', 'as_of'],
  references: { agency_code: [AgencyEntity, 'code'] },
  check: (row) => {
    if (row.trained_leaders > row.leaders) {
      return { column: 'trained_leaders', reason: `expected at most as many as leaders (${row.leaders})` };
    }
    if ((row.trained_leaders === 0) !== (row.first_leader_trained_on === null)) {
      return {
        column: 'first_leader_trained_on',
        reason: 'expected a day when leaders were trained, and else nothing',
      };
    }
    for (const name of ['first_leader_trained_on', 'first_staff_trained_on'] as const) {
      if (row[name] !== null && row[name] > row.as_of) {
        return { column: name, reason: `expected a day no later than as_of (${row.as_of}), got ${row[name]}` };
      }
    }
    return undefined;
  },
  entity: LeadershipEntity,
  entityKey: ['agencyCode', 'asOf'],
  toEntity: (row) => ({
    agencyCode: row.agency_code,
    asOf: row.as_of,
    leaders: row.leaders,
    trainedLeaders: row.trained_leaders,
    firstLeaderTrainedOn: row.first_leader_trained_on,
    firstStaffTrainedOn: row.first_staff_trained_on,
  }),
});
