import { defineRecord, digitalSkillGroup, GoalEntity } from '@hub/kit';

const goal = { type: 'Goal', code: "The goal's code (mã mục tiêu), such as `ADULTS_BASIC`." } as const;

export const Course = defineRecord(
  {
    name: 'Course',
    file: 'courses',
    title: { vi: 'Khóa học', en: 'Courses' },
    description: "A course of the university's in digital skills (khóa học kỹ năng số).",
    called: { one: 'course', many: "the university's courses" },
    entity: true,
    columns: {
      code: { kind: 'code', names: ['mã khóa học'], description: "The course's code (mã khóa học)." },
      title: { kind: 'translated', names: ['tên khóa học'], description: 'Its title (tên khóa học).' },
      skill_groups: {
        kind: 'words',
        names: ['nhóm kỹ năng'],
        words: digitalSkillGroup,
        some: true,
        description: 'The groups of skills that it teaches (nhóm kỹ năng).',
      },
      goal: {
        kind: 'entity',
        names: ['đối tượng'],
        ...goal,
        description:
          "The goal of its audience (đối tượng): who passes the course has reached it, as the university's share.",
      },
      hours: {
        kind: 'integer',
        names: ['số giờ'],
        least: 1,
        most: 1000,
        description: 'How many hours it takes (số giờ).',
      },
    },
    one: { field: 'course', description: "One of the university's courses; null when there is none." },
    lists: [
      { on: 'Query', field: 'courses', description: "The university's courses, by code." },
      { on: 'Goal', field: 'courses', description: "The university's courses that lead to it, by code." },
    ],
  },
  {
    references: { goal_code: [GoalEntity, 'code'] },
    constraints: {
      class_has_goal_of_its_course: {
        column: 'goal_code',
        reason: 'expected the goal that the classes of the course were imported with, got another',
      },
    },
  },
);

export const classMode = {
  name: 'ClassMode',
  description: 'How a class meets (hình thức học).',
  values: {
    ONLINE: 'Online (trực tuyến).',
    IN_PERSON: 'In person (trực tiếp).',
    BLENDED: 'Partly online, partly in person (kết hợp).',
  },
} as const;

/** `enrolmentCounts` publishes the numbers of learners and of passes. */
export const CourseClass = defineRecord(
  {
    name: 'CourseClass',
    file: 'classes',
    title: { vi: 'Lớp học', en: 'Classes' },
    description: "A class in which one of the university's courses is taught (lớp học).",
    called: { one: 'class', many: 'classes' },
    columns: {
      code: { kind: 'code', names: ['mã lớp'], description: "The class's code (mã lớp)." },
      course: { kind: 'reference', to: 'Course', description: 'The course that is taught in it.' },
      // The goal of the course; foreign keys keep it equal.
      goal: { kind: 'entity', ...goal, field: false },
      commune: {
        kind: 'commune',
        names: ['nơi mở lớp'],
        optional: true,
        description: 'Where it is held (nơi mở lớp); null for an online class without a place.',
      },
      starts_on: { kind: 'day', names: ['ngày khai giảng'], description: 'Its first day (ngày khai giảng).' },
      ends_on: {
        kind: 'day',
        names: ['ngày bế giảng'],
        after: 'starts_on',
        description: 'Its last day (ngày bế giảng).',
      },
      mode: { kind: 'word', names: ['hình thức học'], words: classMode, description: 'How it meets (hình thức học).' },
      capacity: {
        kind: 'integer',
        names: ['sức chứa'],
        least: 1,
        most: 100_000,
        description: 'How many learners it has room for (sức chứa).',
      },
    },
    one: { field: 'courseClass', description: "One of the university's classes; null when there is none." },
    counts: {
      learners: { measure: 'LEARNERS', cost: 20, description: 'The people who enrolled in it (học viên).' },
      passed: { measure: 'PASSED', cost: 20, description: 'Of them, who passed (đạt).' },
    },
    lists: [
      {
        on: 'Query',
        field: 'courseClasses',
        filters: {
          commune: {
            column: 'commune',
            description: 'Only courses in this commune (xã, phường), by its code.',
          },
        },
        description: "All of the university's classes (các lớp học), by code.",
      },
      {
        on: 'Course',
        field: 'classes',
        order: ['starts_on', 'code'],
        description: 'Its classes (lớp học), the earliest first.',
      },
      {
        on: 'Commune',
        field: 'digitalSkillsClasses',
        order: ['starts_on', 'code'],
        description: "The university's classes in digital skills that are held here, the earliest first.",
      },
    ],
  },
  {
    check: ({ commune_code, mode }) =>
      commune_code === null && mode !== 'ONLINE'
        ? { column: 'commune_code', reason: `expected a place, since the class is ${mode}; got none` }
        : undefined,
    constraints: {
      class_has_goal_of_its_course: { column: 'goal_code', reason: 'expected the goal of the course, got another' },
      enrolment_has_goal_of_its_class: {
        column: 'goal_code',
        reason: 'expected the goal that the enrolments of the class were imported with, got another',
      },
    },
  },
);
