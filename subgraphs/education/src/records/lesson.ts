import { defineRecord, digitalSkillGroup } from '@hub/kit';
import { claimsOfLessons } from '../claims.js';
import { lessonsFit } from '../lessons.check.js';

/** `lessonCounts` publishes the attendance. */
export const DigitalSkillsLesson = defineRecord(
  {
    name: 'DigitalSkillsLesson',
    file: 'digital-skills-lessons',
    title: { vi: 'Tiết học kỹ năng số', en: 'Lessons in digital skills' },
    description: 'A lesson in digital skills of one class (tiết học kỹ năng số).',
    called: { one: 'lesson in digital skills', many: 'lessons in digital skills' },
    columns: {
      code: { kind: 'code', names: ['mã tiết học'], description: "The lesson's code (mã tiết học)." },
      class: {
        kind: 'reference',
        names: ['lớp học'],
        to: 'SchoolClass',
        field: 'schoolClass',
        description: 'The class that was taught (lớp học).',
      },
      held_on: {
        kind: 'pastDay',
        names: ['Ngày lên lớp', 'Ngày học', 'ngày dạy'],
        description: 'When it was held (ngày dạy).',
      },
      skill_groups: {
        kind: 'words',
        names: ['nhóm kỹ năng'],
        words: digitalSkillGroup,
        some: true,
        description: 'The groups of skills that it taught (nhóm kỹ năng).',
      },
      attendances: { kind: 'integer', most: 1000, field: false },
    },
    counts: {
      attended: { measure: 'ATTENDED', description: 'The pupils of the class who attended (học sinh tham dự).' },
    },
    lists: [
      {
        on: 'SchoolClass',
        field: 'digitalSkillsLessons',
        order: ['held_on', 'code'],
        description: 'Its lessons in digital skills (các tiết học kỹ năng số), the earliest first.',
      },
      {
        on: 'School',
        field: 'digitalSkillsLessons',
        order: ['held_on', 'code'],
        view: { name: 'placed_lesson', column: 'school_code' },
        description: "Its classes' lessons in digital skills (các tiết học kỹ năng số), the earliest first.",
      },
      {
        on: 'Commune',
        field: 'digitalSkillsLessons',
        order: ['held_on', 'code'],
        view: { name: 'placed_lesson', column: 'commune_code' },
        description: 'The lessons in digital skills at the schools here (các tiết học kỹ năng số), the earliest first.',
      },
    ],
  },
  { checkTogether: lessonsFit, claimTogether: claimsOfLessons },
);
