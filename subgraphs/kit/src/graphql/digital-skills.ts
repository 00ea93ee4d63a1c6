import { enumOf, type WordsOf } from './words.js';

/**
 * The groups of contents of courses and lessons: devices and software, then the five competence areas of the European
 * DigComp 2.x. The "basic digital skills framework for citizens, version 1.0" (official letter 3139/BTTTT-KTS&XHS of
 * 2024-07-31) starts in the same way: its group 0 is devices and software, its group 1 with skills 1.1 to 1.3 is
 * DigComp's first area. The movement's own framework (Decision 757/QĐ-BKHCN of 2025-04-29) succeeds it; its annexes
 * have not been compared yet.
 */
export const digitalSkillGroup = {
  name: 'DigitalSkillGroup',
  description:
    'A group of digital skills (nhóm kỹ năng số) of the national framework for citizens: devices and software, then the areas of DigComp 2.x. Source: basic digital skills framework for citizens 1.0, letter 3139/BTTTT-KTS&XHS of 2024-07-31 (khung kỹ năng số cơ bản dành cho người dân).',
  values: {
    DEVICE_AND_SOFTWARE: 'Using devices and their software (sử dụng thiết bị và phần mềm).',
    INFORMATION_AND_DATA:
      'Finding, judging and managing information and data (tìm kiếm, khai thác thông tin và dữ liệu).',
    COMMUNICATION_AND_COLLABORATION: 'Communicating and working together (giao tiếp và hợp tác trên môi trường số).',
    CONTENT_CREATION: 'Creating digital content (sáng tạo nội dung số).',
    SAFETY: 'Safety of devices, data and people (an toàn trên môi trường số).',
    PROBLEM_SOLVING: 'Solving problems with digital means and services (giải quyết vấn đề bằng công cụ, dịch vụ số).',
  },
} as const;

/** The enum in GraphQL. */
export const DigitalSkillGroup = enumOf(digitalSkillGroup);
export type DigitalSkillGroup = WordsOf<typeof digitalSkillGroup>;

/** Levels of the digital competency framework. */
export const competencyLevel = {
  name: 'CompetencyLevel',
  description: 'A level of the digital competency framework (khung năng lực số).',
  values: {
    BASIC: 'Basic (cơ bản).',
    INTERMEDIATE: 'Intermediate (trung bình).',
    ADVANCED: 'Advanced (nâng cao).',
  },
} as const;

/** The enum in GraphQL. */
export const CompetencyLevel = enumOf(competencyLevel);
export type CompetencyLevel = WordsOf<typeof competencyLevel>;
