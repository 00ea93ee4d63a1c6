import { column, defineImport, DigitalSkillGroup, GoalEntity } from '@hub/kit';
import { CourseEntity } from './course.entity.js';

export const courseImport = defineImport({
  kind: 'courses',
  description: "A course in digital skills, the groups of skills that it teaches, and its audience's goal",
  columns: {
    code: column.code,
    title_vi: column.text,
    title_en: column.text,
    skill_groups: column.listOf(column.oneOf(...Object.values(DigitalSkillGroup))),
    goal_code: column.code,
    hours: column.integer(1, 1000),
  },
  key: ['code'],
  references: { goal_code: [GoalEntity, 'code'] },
  constraints: {
    class_has_goal_of_its_course: {
      column: 'goal_code',
      reason: 'expected the goal that the classes of the course were imported with, got another',
    },
  },
  check: ({ skill_groups }) =>
    skill_groups.length === 0
      ? { column: 'skill_groups', reason: 'expected at least one group of skills, got none' }
      : undefined,
  entity: CourseEntity,
  entityKey: ['code'],
  toEntity: (row) => ({
    code: row.code,
    titleVi: row.title_vi,
    titleEn: row.title_en,
    skillGroups: row.skill_groups,
    goalCode: row.goal_code,
    hours: row.hours,
  }),
});
