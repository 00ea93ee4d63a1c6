import { competencyLevel, defineRecord, enumOf, type WordsOf } from '@hub/kit';
import { staffGroup } from './staff.js';

const trainingResult = {
  name: 'TrainingResult',
  description: 'How a course ended for someone (kết quả bồi dưỡng).',
  values: { PASSED: 'Passed (đạt).', FAILED: 'Not passed (không đạt).' },
} as const;

export const TrainingResult = enumOf(trainingResult);
export type TrainingResult = WordsOf<typeof trainingResult>;

/** The university's code of a course; only the university knows whether it exists. */
const course = { kind: 'entity', type: 'Course', code: "The course's code (mã khóa học)." } as const;

/** Rows never enter the graph; `training.ts` publishes counts. */
export const PersonalTraining = defineRecord({
  name: 'PersonalTraining',
  file: 'training-records',
  title: { vi: 'Kết quả bồi dưỡng', en: 'Training records' },
  table: 'training_record',
  description:
    "A person of an agency who completed a course of the university's; who passed has reached PUBLIC_SECTOR and ADULTS_BASIC on that day.",
  shown: 'nobody',
  columns: {
    agency: { kind: 'reference', to: 'Agency' },
    person: { kind: 'person', whenErased: 'delete' },
    staff_group: { kind: 'word', names: ['Nhóm cán bộ', 'Đối tượng', 'Loại cán bộ'], words: staffGroup },
    course,
    completed_on: { kind: 'pastDay', names: ['Ngày hoàn thành', 'Ngày cấp chứng nhận'] },
    result: { kind: 'word', names: ['Kết quả', 'Xếp loại'], words: trainingResult },
  },
  key: ['person', 'course', 'completed_on'],
  reaches: ['PUBLIC_SECTOR', 'ADULTS_BASIC'].map((goal) => ({
    goal,
    on: 'completed_on',
    where: { column: 'result', is: ['PASSED'] as [string] },
  })),
});

/** The graph shows published counts only. */
export const CompetencyAssessment = defineRecord({
  name: 'CompetencyAssessment',
  file: 'competency-assessments',
  title: { vi: 'Đánh giá năng lực số', en: 'Assessments of competency' },
  description: "A person's level in the digital competency framework, as assessed on a day.",
  shown: 'nobody',
  columns: {
    agency: { kind: 'reference', to: 'Agency' },
    person: { kind: 'person', whenErased: 'delete', has: [] },
    assessed_on: { kind: 'pastDay', names: ['Ngày đánh giá', 'Ngày kiểm tra'] },
    level: { kind: 'word', names: ['Mức năng lực', 'Cấp độ', 'Mức độ'], words: competencyLevel },
  },
  key: ['person', 'assessed_on'],
});
