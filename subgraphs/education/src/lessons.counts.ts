import type { PeopleTable } from '@hub/kit';

/** Number of a class's pupils who attended a lesson. */
export const lessonCounts: PeopleTable = {
  measures: ['ATTENDED'],
  counts: `
    select 'ATTENDED' as measure, '' as subject, code as place, '' as month, attendances as people
    from digital_skills_lesson`,
  occurrences: [
    `select 'digital-skills-lessons:' || code as evidence, 'ATTENDED' as measure, '' as subject, code as place, '' as month
     from digital_skills_lesson`,
  ],
};
