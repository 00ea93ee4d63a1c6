import { column, daysInOrder, defineImport } from '@hub/kit';
import { DigitalFamilyEntity } from './digital-family.entity.js';
import { DigitalFamilyCriterion } from './digital-family.type.js';

export const digitalFamilyImport = defineImport({
  kind: 'digital-families',
  description: 'A household that committed itself to "Digital Family", with the criteria that it was found to meet',
  columns: {
    household_code: column.code,
    commune_code: column.communeCode,
    committed_on: column.pastDay,
    criteria: column.listOf(column.oneOf(...Object.values(DigitalFamilyCriterion))),
    assessed_on: column.optional(column.pastDay),
  },
  key: ['household_code'],
  check: (row) => {
    if (row.assessed_on === null && row.criteria.length > 0) {
      return { column: 'assessed_on', reason: 'expected the day on which the criteria were assessed, got nothing' };
    }
    return daysInOrder(row, 'committed_on', 'assessed_on');
  },
  entity: DigitalFamilyEntity,
  entityKey: ['householdCode'],
  toEntity: (row) => ({
    householdCode: row.household_code,
    communeCode: row.commune_code,
    committedOn: row.committed_on,
    criteria: [...new Set(row.criteria)],
    assessedOn: row.assessed_on,
  }),
});
