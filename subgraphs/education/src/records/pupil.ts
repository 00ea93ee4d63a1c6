import { competencyLevel, defineRecord } from '@hub/kit';
import { assessmentsFit } from '../assessments.check.js';
import { claimsOfPupils, kindsThatClaim } from '../claims.js';
import { enrolmentsFit } from '../enrolments.check.js';

/** Rows never enter the graph; `pupils.ts` and `assessments.ts` publish counts. */
export const Pupil = defineRecord(
  {
    name: 'Pupil',
    file: 'pupils',
    title: { vi: 'Học sinh', en: 'Pupils' },
    description: 'A pupil; the commune is where the pupil lives, where that is known and in this province.',
    shown: 'nobody',
    columns: {
      pupil: {
        kind: 'person',
        whenErased: 'delete',
        keeps: ['sex', 'birth_year', 'commune_code'],
        mayLack: ['commune_code'],
      },
    },
  },
  { claimTogether: claimsOfPupils, claimsOf: [kindsThatClaim.assessments] },
);

const enrolmentEntry = {
  name: 'EnrolmentEntry',
  description: 'How a pupil came into a class.',
  values: {
    NEW: 'Into a first class on record, or back into one.',
    PROMOTED: 'From a lower grade of an earlier school year.',
    REPEATED: 'In the same grade as in an earlier school year.',
    MOVED: 'From another class in the same school year.',
  },
} as const;

const enrolmentExit = {
  name: 'EnrolmentExit',
  description: 'Why a pupil was in a class no longer, before the school year ended.',
  values: { MOVED: 'To another class or school.', LEFT: 'Out of school, or out of the province.' },
} as const;

export const Enrolment = defineRecord(
  {
    name: 'Enrolment',
    file: 'enrolments',
    title: { vi: 'Ghi danh', en: 'Enrolments' },
    description:
      'A pupil’s time in a class: until the school year ends, or left_on; a file has all enrolments of a pupil in a school year, in any order, and replaces the earlier enrolments of that year.',
    shown: 'nobody',
    columns: {
      class: { kind: 'reference', names: ['Mã lớp', 'Lớp'], to: 'SchoolClass' },
      pupil: { kind: 'person', of: 'Pupil', whenErased: 'delete' },
      enrolled_on: { kind: 'pastDay', names: ['Ngày vào lớp', 'Ngày nhập học'] },
      entry: { kind: 'word', names: ['Hình thức vào lớp', 'Diện vào lớp'], words: enrolmentEntry },
      left_on: { kind: 'pastDay', names: ['Ngày rời lớp', 'Ngày thôi học'], optional: true, after: 'enrolled_on' },
      exit: { kind: 'word', names: ['Lý do rời lớp', 'Lý do thôi học'], words: enrolmentExit, optional: true },
    },
    key: ['pupil', 'enrolled_on'],
  },
  {
    check: ({ left_on, exit }) => {
      if ((left_on === null) === (exit === null)) return undefined;
      const expected = left_on === null ? 'nothing while the pupil has not left' : 'why the pupil left';
      return { column: 'exit', reason: `expected ${expected} (left_on), got ${exit ?? 'nothing'}` };
    },
    checkTogether: enrolmentsFit,
    claimTogether: claimsOfPupils,
    claimsOf: [kindsThatClaim.assessments],
  },
);

const assessmentResult = {
  name: 'AssessmentResult',
  description: 'How an assessment ended.',
  values: { PASSED: 'Passed.', FAILED: 'Not passed.' },
} as const;

export const Assessment = defineRecord(
  {
    name: 'Assessment',
    file: 'assessments',
    title: { vi: 'Kiểm tra, đánh giá', en: 'Assessments' },
    description:
      "A pupil's assessment in digital skills at a level; who passes at the level of passing-levels, or above, reaches its goal on that day.",
    shown: 'nobody',
    columns: {
      pupil: { kind: 'person', of: 'Pupil', whenErased: 'delete' },
      assessed_on: { kind: 'pastDay', names: ['Ngày đánh giá', 'Ngày kiểm tra'] },
      level: { kind: 'word', names: ['Mức năng lực', 'Cấp độ', 'Mức độ'], words: competencyLevel },
      result: { kind: 'word', names: ['Kết quả', 'Kết quả đánh giá'], words: assessmentResult },
    },
    key: ['pupil', 'assessed_on', 'level'],
  },
  {
    checkTogether: (em, rows) => assessmentsFit(em, rows, 'assessed_on'),
    claimTogether: claimsOfPupils,
  },
);
