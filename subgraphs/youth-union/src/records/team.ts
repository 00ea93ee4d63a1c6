import { defineRecord } from '@hub/kit';

export const teamSkill = {
  name: 'DigitalLiteracyTeamSkill',
  description: 'What a Digital Literacy team can teach (kỹ năng của đội).',
  values: {
    SMARTPHONE_BASICS: 'Using a smartphone (sử dụng điện thoại thông minh).',
    DIGITAL_IDENTITY: 'Electronic identification accounts, VNeID (định danh điện tử).',
    ONLINE_PUBLIC_SERVICES: 'Online public services (dịch vụ công trực tuyến).',
    E_PAYMENT: 'Electronic payment (thanh toán điện tử).',
    ONLINE_SAFETY: 'Safety online (an toàn trên không gian mạng).',
    AI_TOOLS: 'Artificial intelligence tools (công cụ trí tuệ nhân tạo).',
  },
} as const;

export const Team = defineRecord({
  name: 'DigitalLiteracyTeam',
  file: 'teams',
  title: { vi: 'Đội Bình dân học vụ số', en: 'Digital Literacy teams' },
  description: 'A Digital Literacy team of the Youth Union (Đội Bình dân học vụ số), working in one commune.',
  called: { one: 'Digital Literacy team', many: 'Digital Literacy teams' },
  entity: true,
  columns: {
    code: { kind: 'code', names: ['mã đội'], description: "The team's code (mã đội)." },
    commune: { kind: 'commune', description: 'Where it works.' },
    name: { kind: 'translated', names: ['tên đội'], searchable: true, description: 'Its name (tên đội).' },
    founded_on: { kind: 'pastDay', names: ['ngày thành lập'], description: 'When it was founded (ngày thành lập).' },
    skills: { kind: 'words', names: ['kỹ năng'], words: teamSkill, description: 'What it can teach (kỹ năng).' },
  },
  one: { field: 'digitalLiteracyTeam' },
  counts: {
    members: {
      measure: 'TEAM_MEMBERS',
      people: 'TeamMember',
      description: 'Its members (thành viên), distinct people.',
    },
  },
  lists: [
    {
      on: 'Query',
      field: 'digitalLiteracyTeams',
      filters: {
        search: {
          column: 'name',
          description: 'Part of the name, in either language; diacritics and tones do not matter.',
        },
        commune: { column: 'commune', description: 'Only teams of this commune, by its code.' },
      },
      description: 'Digital Literacy teams, by code.',
    },
    {
      on: 'Commune',
      field: 'digitalLiteracyTeams',
      short: true,
      description: "The Youth Union's Digital Literacy teams here, two or three in a commune.",
    },
  ],
});

export const TeamMember = defineRecord({
  name: 'TeamMember',
  file: 'team-members',
  title: { vi: 'Đội viên', en: 'Team members' },
  description:
    'A person in a Digital Literacy team; who is of its audience reaches ADULTS_BASIC on the day of being trained.',
  shown: 'nobody',
  columns: {
    team: { kind: 'reference', to: 'DigitalLiteracyTeam' },
    person: { kind: 'person', whenErased: 'delete' },
    joined_on: { kind: 'pastDay', names: ['Ngày tham gia', 'Ngày vào đội'] },
    trained_on: { kind: 'pastDay', names: ['Ngày tập huấn', 'Ngày được tập huấn'], optional: true, after: 'joined_on' },
  },
  key: ['team', 'person'],
  reaches: [{ goal: 'ADULTS_BASIC', on: 'trained_on' }],
});
