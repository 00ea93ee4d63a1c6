import { defineRecord, knownOrganisations, reachedGoals } from '@hub/kit';

export const enrolmentResult = {
  name: 'EnrolmentResult',
  description: 'What became of an enrolment.',
  values: {
    ENROLLED: 'There is no result yet.',
    PASSED: 'The learner passed.',
    FAILED: 'The learner failed.',
    WITHDRAWN: 'The learner left before the end.',
  },
} as const;

const organisations = knownOrganisations.map(({ code }) => code);

/**
 * An erased person's row stays without the person, so that the class keeps its numbers: the row then has only the
 * class, days and a result, which many in the class share.
 */
export const Enrolment = defineRecord(
  {
    name: 'Enrolment',
    file: 'enrolments',
    title: { vi: 'Ghi danh', en: 'Enrolments' },
    description: "A person in a class; who passes reaches the course's goal on that day, if she is of its audience.",
    shown: 'nobody',
    columns: {
      class: { kind: 'reference', to: 'CourseClass' },
      person: { kind: 'person', whenErased: 'anonymise' },
      // The organisation that the learner belongs to; none for one of the public.
      organisation: { kind: 'entity', type: 'Organisation', code: "The organisation's code.", optional: true },
      // The goal of the course; foreign keys keep it equal.
      goal: { kind: 'entity', type: 'Goal', code: "The goal's code." },
      enrolled_on: { kind: 'pastDay', names: ['Ngày đăng ký', 'Ngày ghi danh'] },
      result: { kind: 'word', names: ['Kết quả', 'Xếp loại'], words: enrolmentResult },
      result_on: { kind: 'pastDay', names: ['Ngày có kết quả', 'Ngày đạt'], optional: true, after: 'enrolled_on' },
    },
    key: ['class', 'person'],
  },
  {
    check: ({ organisation_code, result, result_on }) => {
      if (organisation_code !== null && !organisations.includes(organisation_code)) {
        const reason = `expected one of ${organisations.join(', ')}, got "${organisation_code}"`;
        return { column: 'organisation_code', reason };
      }
      if ((result === 'ENROLLED') === (result_on === null)) return undefined;
      const expected = result_on === null ? 'the day of the result' : 'no day before there is a result';
      return { column: 'result_on', reason: `expected ${expected} (${result}), got ${result_on ?? 'none'}` };
    },
    constraints: {
      enrolment_has_goal_of_its_class: { column: 'goal_code', reason: 'expected the goal of the class, got another' },
    },
    claims: (row) => reachedGoals(row, row.result === 'PASSED' ? row.result_on : null, row.goal_code),
  },
);
