import { CompetencyLevel, column, defineWholeImport } from '@hub/kit';
import { claimsOfPupils } from '../claims.js';
import { PupilEntity } from '../pupil/pupil.entity.js';
import { assessmentsFit } from './assessment.check.js';
import { AssessmentEntity, AssessmentResult } from './assessment.entity.js';

export const assessmentImport = defineWholeImport({
  kind: 'assessments',
  description:
    "A pupil's assessment in digital skills at a level; who passes at the level of passing-levels, or above, reaches its goal on that day",
  columns: {
    citizen_number: column.citizenNumber,
    assessed_on: column.pastDay,
    level: column.oneOf(...Object.values(CompetencyLevel)),
    result: column.oneOf(...Object.values(AssessmentResult)),
  },
  key: ['citizen_number', 'assessed_on', 'level'],
  references: { citizen_number: [PupilEntity, 'pseudonym'] },
  entity: AssessmentEntity,
  entityKey: ['pseudonym', 'assessedOn', 'level'],
  toEntity: (row) => ({
    pseudonym: row.citizen_number,
    assessedOn: row.assessed_on,
    level: row.level,
    result: row.result,
  }),
  checkTogether: (em, rows) => assessmentsFit(em, rows, 'assessed_on'),
  claimTogether: claimsOfPupils,
});
