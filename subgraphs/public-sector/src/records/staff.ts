import { defineRecord, enumOf, type WordsOf } from '@hub/kit';

/** The groups in the law on public staff. */
export const staffGroup = {
  name: 'StaffGroup',
  description: 'A group of public staff (nhóm cán bộ, công chức, viên chức, người lao động).',
  values: {
    CADRE: 'Elected or appointed for a term (cán bộ).',
    CIVIL_SERVANT: 'Civil servants (công chức).',
    PUBLIC_EMPLOYEE: 'Employees of public service units (viên chức).',
    WORKER: 'Workers under a labour contract (người lao động).',
  },
} as const;

export const StaffGroup = enumOf(staffGroup);
export type StaffGroup = WordsOf<typeof staffGroup>;

/** The graph shows published counts only: see `staff.ts`. */
export const StaffHeadcountRecord = defineRecord({
  name: 'StaffHeadcountRecord',
  file: 'staff-headcounts',
  title: { vi: 'Số cán bộ, công chức, viên chức', en: 'Headcounts of staff' },
  table: 'staff_headcount',
  description: 'How many people of one group an agency had on a day.',
  shown: 'nobody',
  columns: {
    agency: { kind: 'reference', to: 'Agency' },
    staff_group: { kind: 'word', names: ['Nhóm cán bộ', 'Đối tượng', 'Loại cán bộ'], words: staffGroup },
    headcount: { kind: 'integer', most: 1_000_000 },
    as_of: { kind: 'pastDay', names: ['Tính đến ngày', 'Ngày báo cáo'] },
  },
  key: ['agency', 'staff_group', 'as_of'],
});
