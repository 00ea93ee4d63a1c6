import { column, defineImport } from '@hub/kit';
import { reachedAdultsBasic } from '../adults-basic.js';
import { GuidedPersonEntity } from './guided-person.entity.js';

/** These people are seen in the graph through the Youth Union's contribution to goals only. */
export const guidedPersonImport = defineImport({
  kind: 'guided-people',
  description: 'A person who was guided; an adult reaches ADULTS_BASIC on the day of passing the basic skills check',
  columns: {
    citizen_number: column.citizenNumber,
    full_name: column.personName,
    sex: column.oneOf('FEMALE', 'MALE'),
    birth_year: column.integer(1900, 2026),
    commune_code: column.communeCode,
    guided_on: column.day,
    passed_on: column.optional(column.day),
  },
  key: ['citizen_number'],
  check: ({ guided_on, passed_on }) =>
    passed_on !== null && passed_on < guided_on
      ? { column: 'passed_on', reason: `expected a day on or after guided_on (${guided_on}), got ${passed_on}` }
      : undefined,
  entity: GuidedPersonEntity,
  entityKey: ['pseudonym'],
  toEntity: (row) => ({ pseudonym: row.citizen_number, guidedOn: row.guided_on, passedOn: row.passed_on }),
  toLedger: (row) => reachedAdultsBasic(row, row.passed_on),
});
