import { defineRecord } from '@hub/kit';

export const leaderRole = {
  name: 'LeaderRole',
  description: 'Who leads a learning group: a role, never a name.',
  values: {
    BRANCH_CHAIR: 'The chair of the branch (chi hội trưởng).',
    TEACHER: 'A teacher (giáo viên).',
    CADRE: 'A cadre of the commune (cán bộ xã).',
    VOLUNTEER: 'A volunteer (tình nguyện viên).',
  },
} as const;

export const LearningGroup = defineRecord({
  name: 'LearningGroup',
  file: 'learning-groups',
  title: { vi: 'Tổ Bình dân học vụ số', en: 'Learning groups' },
  description: 'A "Digital Literacy for All" group with women as its core (tổ Bình dân học vụ số).',
  called: { one: 'learning group', many: 'the learning groups' },
  entity: true,
  columns: {
    code: { kind: 'code', description: "The group's code." },
    branch: { kind: 'reference', to: 'WomensUnionBranch', description: 'The branch that it belongs to.' },
    commune: { kind: 'commune', description: 'Where it is.' },
    name: { kind: 'translated', names: ['tên tổ'], description: 'Its name (tên tổ).' },
    leader_role: {
      kind: 'word',
      names: ['vai trò tổ trưởng'],
      words: leaderRole,
      description: "The leader's role (vai trò tổ trưởng).",
    },
    founded_on: { kind: 'pastDay', names: ['ngày thành lập'], description: 'When it was founded (ngày thành lập).' },
    team: {
      kind: 'entity',
      names: ['đội hỗ trợ'],
      type: 'DigitalLiteracyTeam',
      code: "The team's code (mã đội).",
      field: 'supportedBy',
      optional: true,
      description: "The Youth Union's Digital Literacy team that supports it (đội hỗ trợ); null when none does.",
    },
  },
  one: { field: 'learningGroup' },
  typedIn: true,
  counts: {
    members: {
      measure: 'GROUP_MEMBERS',
      people: 'GroupMember',
      goal: 'ADULTS_BASIC',
      description: 'Its members (thành viên), distinct people.',
    },
  },
  lists: [
    {
      on: 'Query',
      field: 'learningGroups',
      filters: {
        commune: { column: 'commune', description: 'Only groups of this commune (xã, phường), by its code.' },
      },
      description: 'All learning groups, by code.',
    },
    { on: 'Commune', field: 'learningGroups', description: "The Women's Union's learning groups here." },
    {
      on: 'DigitalLiteracyTeam',
      field: 'learningGroups',
      description: "The Women's Union's learning groups that it supports.",
    },
  ],
});

export const GroupMember = defineRecord({
  name: 'GroupMember',
  file: 'group-members',
  title: { vi: 'Thành viên của tổ', en: 'Members of groups' },
  description: 'A person in a learning group; who is of its audience reaches ADULTS_BASIC on the day of completion.',
  shown: 'nobody',
  columns: {
    group: { kind: 'reference', to: 'LearningGroup', names: ['Mã tổ', 'Tổ'] },
    person: { kind: 'person', whenErased: 'delete' },
    joined_on: { kind: 'pastDay', names: ['Ngày vào tổ', 'Ngày tham gia'] },
    completed_on: { kind: 'pastDay', optional: true, after: 'joined_on', names: ['Ngày hoàn thành', 'Ngày đạt'] },
  },
  key: ['group', 'person'],
  reaches: [{ goal: 'ADULTS_BASIC', on: 'completed_on' }],
});

export const GroupSession = defineRecord({
  name: 'LearningGroupSession',
  file: 'group-sessions',
  title: { vi: 'Buổi học của tổ', en: 'Sessions of groups' },
  table: 'group_session',
  description: 'One meeting of a learning group (buổi sinh hoạt).',
  called: { one: "learning group's session", many: "a learning group's sessions" },
  typedIn: true,
  columns: {
    code: { kind: 'code', description: "The session's code." },
    group: { kind: 'reference', names: ['tổ'], to: 'LearningGroup', description: 'The group that met (tổ).' },
    commune: { kind: 'commune', kept: false },
    held_on: {
      kind: 'pastDay',
      names: ['Ngày họp', 'Ngày sinh hoạt', 'Ngày tổ chức'],
      description: 'When it was held.',
    },
    topic: { kind: 'translated', names: ['chủ đề'], description: 'What was learned (chủ đề).' },
    attendances: { kind: 'integer', most: 10_000, field: false },
  },
  counts: {
    attendances: {
      measure: 'SESSION_ATTENDANCES',
      occurrences: 'attendances',
      goal: 'ADULTS_BASIC',
      on: 'held_on',
      description:
        'Attendances (lượt): turns, not distinct people, rounded down to ten. Null before the first release.',
    },
  },
  lists: [
    {
      on: 'Query',
      field: 'learningGroupSessions',
      order: ['held_on', 'code'],
      filters: {
        commune: {
          column: 'group.commune',
          description: 'Only sessions of groups in this commune (xã, phường), by its code; all when left out.',
        },
      },
      description: "All learning groups' sessions (các buổi sinh hoạt), the earliest first.",
    },
    {
      on: 'LearningGroup',
      field: 'sessions',
      order: ['held_on', 'code'],
      description: 'Its sessions, the earliest first.',
    },
  ],
});
