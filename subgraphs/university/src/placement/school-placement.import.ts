import { column, defineImport } from '@hub/kit';
import { VolunteerEntity } from '../volunteer/volunteer.entity.js';
import { SchoolPlacementEntity } from './school-placement.entity.js';

export const schoolPlacementImport = defineImport({
  kind: 'school-placements',
  description: 'A volunteer who teaches at a school, from a day on',
  columns: {
    volunteer_code: column.code,
    school_code: column.code,
    since: column.day,
  },
  key: ['volunteer_code', 'school_code'],
  references: { volunteer_code: [VolunteerEntity, 'code'] },
  entity: SchoolPlacementEntity,
  entityKey: ['volunteerCode', 'schoolCode'],
  toEntity: (row) => ({ volunteerCode: row.volunteer_code, schoolCode: row.school_code, since: row.since }),
});
