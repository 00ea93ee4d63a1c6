import { defineEntity, p } from '@mikro-orm/core';
import { StaffGroup } from './staff.type.js';

/** How many people of one group an agency had on a day. */
export const StaffHeadcountEntity = defineEntity({
  name: 'StaffHeadcount',
  tableName: 'staff_headcount',
  properties: {
    agencyCode: p.text().primary(),
    staffGroup: p.enum(() => StaffGroup).primary(),
    asOf: p.date().primary(),
    headcount: p.integer(),
  },
});
