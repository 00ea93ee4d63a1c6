import { defineRecord } from '@hub/kit';

/** Rows never enter the graph; `teacher-training.ts` publishes counts. */
export const TeacherTraining = defineRecord({
  name: 'TeacherTraining',
  file: 'teacher-trainings',
  title: { vi: 'Bồi dưỡng giáo viên', en: 'Training of teachers' },
  description:
    "A teacher of a school who completed a course of the university's; for the goal of public staff, the public sector's records count.",
  shown: 'nobody',
  whole: true,
  columns: {
    school: { kind: 'reference', to: 'School' },
    teacher: { kind: 'person', has: [], whenErased: 'delete' },
    // Only the university knows whether the course exists.
    course: { kind: 'entity', type: 'Course', code: "The course's code." },
    completed_on: { kind: 'pastDay', names: ['Ngày hoàn thành', 'Ngày đạt'] },
  },
  key: ['teacher', 'course', 'completed_on'],
});
