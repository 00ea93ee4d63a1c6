import { column, daysInOrder, defineImport, reachedGoals } from '@hub/kit';
import { GuidedPersonEntity } from './guided-person.entity.js';

/** These people are seen in the graph through the Youth Union's contribution to goals only. */
export const guidedPersonImport = defineImport({
  kind: 'guided-people',
  description:
    'A person who was guided; who is of its audience reaches ADULTS_BASIC on the day of passing the basic skills check',
  columns: {
    ...column.person,
    guided_on: column.pastDay,
    passed_on: column.optional(column.pastDay),
  },
  key: ['citizen_number'],
  check: (row) => daysInOrder(row, 'guided_on', 'passed_on'),
  entity: GuidedPersonEntity,
  entityKey: ['pseudonym'],
  toEntity: (row) => ({ pseudonym: row.citizen_number, guidedOn: row.guided_on, passedOn: row.passed_on }),
  toLedger: (row) => reachedGoals(row, row.passed_on, 'ADULTS_BASIC'),
});
