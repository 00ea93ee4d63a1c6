import { defineRecord } from '@hub/kit';

export const Branch = defineRecord({
  name: 'WomensUnionBranch',
  file: 'branches',
  title: { vi: 'Hội phụ nữ cơ sở', en: 'Branches' },
  table: 'branch',
  description: "A branch of the Women's Union in one commune (Hội Liên hiệp Phụ nữ cơ sở).",
  columns: {
    code: { kind: 'code', description: "The branch's code." },
    commune: { kind: 'commune', description: 'Where it is.' },
    name: { kind: 'translated', names: ['tên'], description: 'Its name (tên).' },
    member_count: { kind: 'integer', field: false },
  },
  counts: {
    members: {
      measure: 'BRANCH_MEMBERS',
      number: 'member_count',
      description: 'Its members (hội viên), as the branch reports them.',
    },
  },
  lists: [
    { on: 'Commune', field: 'womensUnionBranches', short: true, description: "The Women's Union's branches here." },
  ],
});
