import { registerEnumType } from 'type-graphql';

/**
 * The groups that the content of courses and lessons is mapped to: devices and software, then the five competence areas
 * of the European DigComp 2.x. The "basic digital skills framework for citizens, version 1.0" (official letter 3139/BTTTT-KTS&XHS of
 * 2024-07-31) begins so: its group 0 is devices and software, its group 1 with skills 1.1 to 1.3 is DigComp's first area.
 * The movement's own framework (Decision 757/QĐ-BKHCN of 2025-04-29) succeeds it; its annexes are to be compared still.
 */
export enum DigitalSkillGroup {
  DEVICE_AND_SOFTWARE = 'DEVICE_AND_SOFTWARE',
  INFORMATION_AND_DATA = 'INFORMATION_AND_DATA',
  COMMUNICATION_AND_COLLABORATION = 'COMMUNICATION_AND_COLLABORATION',
  CONTENT_CREATION = 'CONTENT_CREATION',
  SAFETY = 'SAFETY',
  PROBLEM_SOLVING = 'PROBLEM_SOLVING',
}

registerEnumType(DigitalSkillGroup, {
  name: 'DigitalSkillGroup',
  description:
    'A group of digital skills (nhóm kỹ năng số) of the national framework for citizens: devices and software, then the areas of DigComp 2.x. Source: basic digital skills framework for citizens 1.0, letter 3139/BTTTT-KTS&XHS of 2024-07-31 (khung kỹ năng số cơ bản dành cho người dân).',
  valuesConfig: {
    DEVICE_AND_SOFTWARE: { description: 'Using devices and their software (sử dụng thiết bị và phần mềm).' },
    INFORMATION_AND_DATA: {
      description: 'Finding, judging and managing information and data (tìm kiếm, khai thác thông tin và dữ liệu).',
    },
    COMMUNICATION_AND_COLLABORATION: {
      description: 'Communicating and working together (giao tiếp và hợp tác trên môi trường số).',
    },
    CONTENT_CREATION: { description: 'Creating digital content (sáng tạo nội dung số).' },
    SAFETY: { description: 'Safety of devices, data and people (an toàn trên môi trường số).' },
    PROBLEM_SOLVING: {
      description: 'Solving problems with digital means and services (giải quyết vấn đề bằng công cụ, dịch vụ số).',
    },
  },
});

/** Levels of the digital competency framework. */
export enum CompetencyLevel {
  BASIC = 'BASIC',
  INTERMEDIATE = 'INTERMEDIATE',
  ADVANCED = 'ADVANCED',
}

registerEnumType(CompetencyLevel, {
  name: 'CompetencyLevel',
  description: 'A level of the digital competency framework (khung năng lực số).',
  valuesConfig: {
    BASIC: { description: 'Basic (cơ bản).' },
    INTERMEDIATE: { description: 'Intermediate (trung bình).' },
    ADVANCED: { description: 'Advanced (nâng cao).' },
  },
});
