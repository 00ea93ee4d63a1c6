import { column, defineImport } from '@hub/kit';
import { AgencyEntity } from '../agency/agency.entity.js';
import { StaffHeadcountEntity } from './staff.entity.js';
import { StaffGroup } from './staff.type.js';

export const staffHeadcountImport = defineImport({
  kind: 'staff-headcounts',
  description: 'How many people of one group an agency had on a day',
  columns: {
    agency_code: column.code,
    staff_group: column.oneOf(...Object.values(StaffGroup)),
    headcount: column.integer(0, 1_000_000),
    as_of: column.pastDay,
  },
  key: ['agency_code', 'staff_group', 'as_of'],
  references: { agency_code: [AgencyEntity, 'code'] },
  entity: StaffHeadcountEntity,
  entityKey: ['agencyCode', 'staffGroup', 'asOf'],
  toEntity: (row) => ({
    agencyCode: row.agency_code,
    staffGroup: row.staff_group,
    asOf: row.as_of,
    headcount: row.headcount,
  }),
});
