import { defineRecord } from '@hub/kit';

/** The graph shows it only as part of the Youth Union's contribution to goals. */
export const GuidedPerson = defineRecord({
  name: 'GuidedPerson',
  file: 'guided-people',
  title: { vi: 'Người được hướng dẫn', en: 'Guided people' },
  description:
    'A person who was guided; who is of its audience reaches ADULTS_BASIC on the day of passing the basic skills check.',
  shown: 'nobody',
  columns: {
    person: { kind: 'person', whenErased: 'delete' },
    guided_on: { kind: 'pastDay', names: ['Ngày hướng dẫn', 'Ngày được hướng dẫn'] },
    passed_on: { kind: 'pastDay', names: ['Ngày đạt', 'Ngày hoàn thành'], optional: true, after: 'guided_on' },
  },
  reaches: [{ goal: 'ADULTS_BASIC', on: 'passed_on' }],
});
