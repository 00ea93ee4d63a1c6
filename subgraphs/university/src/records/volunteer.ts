import { defineRecord } from '@hub/kit';

export const volunteerRole = {
  name: 'VolunteerRole',
  description: 'What a volunteer does in a team (vai trò).',
  values: {
    GUIDE: 'Guides people one by one (hướng dẫn viên).',
    TRAINER: 'Teaches groups (tập huấn viên).',
    TECHNICIAN: 'Sees to devices and connections (kỹ thuật viên).',
    COORDINATOR: "Plans the team's work (điều phối viên).",
  },
} as const;

export const volunteerSkill = {
  name: 'VolunteerSkill',
  description: 'What a volunteer knows best (kỹ năng chính).',
  values: {
    DEVICES: 'Phones, computers and their software (thiết bị và phần mềm).',
    DIGITAL_IDENTITY: 'Electronic identification accounts, VNeID (định danh điện tử).',
    ONLINE_PUBLIC_SERVICES: 'Online public services (dịch vụ công trực tuyến).',
    E_PAYMENT: 'Electronic payment (thanh toán điện tử).',
    ONLINE_SAFETY: 'Safety online (an toàn trên không gian mạng).',
    AI_TOOLS: 'Artificial intelligence tools (công cụ trí tuệ nhân tạo).',
  },
} as const;

export const Volunteer = defineRecord({
  name: 'Volunteer',
  file: 'volunteers',
  title: { vi: 'Tình nguyện viên', en: 'Volunteers' },
  description:
    "A volunteer of the university's (tình nguyện viên: sinh viên, trí thức trẻ), placed with a Digital Literacy team. A role, a skill and a code, without a name.",
  called: { one: 'volunteer', many: "the university's volunteers" },
  shown: 'persons',
  entity: true,
  columns: {
    code: { kind: 'code', names: ['mã tình nguyện viên'], description: "The volunteer's code (mã tình nguyện viên)." },
    role: {
      kind: 'word',
      names: ['vai trò'],
      words: volunteerRole,
      description: 'What the volunteer does in the team (vai trò).',
    },
    skill: {
      kind: 'word',
      names: ['kỹ năng chính'],
      words: volunteerSkill,
      description: 'What the volunteer knows best (kỹ năng chính).',
    },
    team: {
      kind: 'entity',
      names: ['đội Bình dân học vụ số'],
      type: 'DigitalLiteracyTeam',
      code: "The team's code (mã đội).",
      description: 'The Digital Literacy team that the volunteer is placed with (đội Bình dân học vụ số).',
    },
    placed_on: {
      kind: 'day',
      names: ['ngày tham gia'],
      description: 'Since when the volunteer is with the team (ngày tham gia).',
    },
    until: {
      kind: 'day',
      names: ['ngày kết thúc'],
      optional: true,
      after: 'placed_on',
      description: 'Until when (ngày kết thúc); null while it is open.',
    },
  },
  one: { field: 'volunteer', description: "One of the university's volunteers; null when there is none." },
  lists: [
    { on: 'Query', field: 'volunteers', description: "The university's volunteers, by code." },
    {
      on: 'DigitalLiteracyTeam',
      field: 'volunteers',
      description: "The university's volunteers that are, or were, placed with it, by code.",
    },
    {
      on: 'School',
      field: 'volunteers',
      through: 'SchoolPlacement',
      short: true,
      description: "The university's volunteers who teach there (tình nguyện viên dạy tại trường), by code.",
    },
  ],
});

/** A school; only the Department of Education and Training knows whether it exists. */
export const school = { type: 'School', code: "The school's code (mã trường)." } as const;

export const SchoolPlacement = defineRecord({
  name: 'SchoolPlacement',
  file: 'school-placements',
  title: { vi: 'Phân công về trường', en: 'Placements at schools' },
  description: 'A volunteer who teaches at a school, from a day on.',
  shown: 'nobody',
  columns: {
    volunteer: { kind: 'reference', to: 'Volunteer' },
    school: { kind: 'entity', ...school },
    since: { kind: 'day', names: ['Từ ngày', 'Ngày bắt đầu'] },
  },
  key: ['volunteer', 'school'],
});
