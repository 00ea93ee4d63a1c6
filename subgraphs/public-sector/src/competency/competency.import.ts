import { column, CompetencyLevel, defineImport } from '@hub/kit';
import { AgencyEntity } from '../agency/agency.entity.js';
import { CompetencyAssessmentEntity } from './competency.entity.js';

export const competencyAssessmentImport = defineImport({
  kind: 'competency-assessments',
  description: "A person's level in the digital competency framework, as assessed on a day",
  columns: {
    agency_code: column.code,
    citizen_number: column.citizenNumber,
    full_name: column.personName,
    assessed_on: column.pastDay,
    level: column.oneOf(...Object.values(CompetencyLevel)),
  },
  key: ['citizen_number', 'assessed_on'],
  references: { agency_code: [AgencyEntity, 'code'] },
  entity: CompetencyAssessmentEntity,
  entityKey: ['pseudonym', 'assessedOn'],
  toEntity: (row) => ({
    pseudonym: row.citizen_number,
    assessedOn: row.assessed_on,
    agencyCode: row.agency_code,
    level: row.level,
  }),
});
