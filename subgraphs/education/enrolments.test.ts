import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { newDatabase } from '../../test/support/database.js';
import { type RunningDepartment, startDepartment } from './test-department.js';
import { files, pupil, times } from './test-files.js';

describe('enrolments', () => {
  let department: RunningDepartment;
  let before: unknown;

  beforeAll(async () => {
    department = await startDepartment(newDatabase());
    before = await department.everything();
  });
  afterAll(() => department.subgraph.stop());

  describe('refused', () => {
    const A6 = (row: string) => `A6,${pupil(21)},${row}`;
    const cases: [string, string[], number, string, string][] = [
      [
        'a pupil in two schools on one day',
        [A6('2025-09-05,NEW,,'), `C9,${pupil(21)},2026-01-10,NEW,,`],
        3,
        'enrolled_on',
        'expected a day after 2026-07-31, until which the pupil is in the class A6',
      ],
      [
        'a pupil who is moved to a school before leaving the other',
        [`C9,${pupil(21)},2026-01-10,MOVED,,`, A6('2025-09-05,NEW,2026-01-10,MOVED')],
        2,
        'enrolled_on',
        'expected a day after 2026-01-10, until which the pupil is in the class A6',
      ],
      [
        'a move that follows nothing',
        [`C9,${pupil(21)},2026-01-10,MOVED,,`],
        2,
        'entry',
        'expected a row before it (MOVED) in 2025-2026 that ended with MOVED, got none',
      ],
      [
        'a pupil who goes up without a grade before',
        [A6('2025-09-05,PROMOTED,,')],
        2,
        'entry',
        'expected a row before it (PROMOTED) in a lower grade in an earlier year, got none',
      ],
      [
        'a pupil who repeats another grade',
        [`A7,${pupil(21)},2026-09-05,REPEATED,,`],
        2,
        'entry',
        '(REPEATED) in the same grade in an earlier year, got grade 6 in 2025-2026',
      ],
      [
        'a day outside the class’s school year',
        [A6('2025-07-31,NEW,,')],
        2,
        'enrolled_on',
        `expected a day of 2025-2026 (2025-08-01 to 2026-07-31), the school year of the class A6, got 2025-07-31`,
      ],
      [
        'an end outside the class’s school year',
        [A6('2025-09-05,NEW,2026-08-01,LEFT')],
        2,
        'left_on',
        `expected a day of 2025-2026 (2025-08-01 to 2026-07-31), the school year of the class A6, got 2026-08-01`,
      ],
      [
        'an end before the beginning',
        [A6('2025-09-05,NEW,2025-09-04,LEFT')],
        2,
        'left_on',
        'expected a day on or after enrolled_on (2025-09-05), got 2025-09-04',
      ],
      [
        'an end without why',
        [A6('2025-09-05,NEW,2026-01-04,')],
        2,
        'exit',
        'expected why the pupil left (left_on), got nothing',
      ],
      [
        'an end before an assessment that was taken',
        [`A6,${pupil(0)},2025-09-05,NEW,2026-03-31,LEFT`],
        2,
        'left_on',
        'expected the pupil to stay enrolled on 2026-04-01, the day of an assessment',
      ],
      [
        'a class that is not known',
        [`X,${pupil(21)},2025-09-05,NEW,,`],
        2,
        'class_code',
        'expected a code of school_class that was imported before',
      ],
    ];
    test.each(cases)('%s', async (_name, rows, line, column, reason) => {
      expect(await department.refused('enrolments', rows)).toEqual([[line, column, expect.stringContaining(reason)]]);
      expect(await department.everything()).toEqual(before);
    });

    test('nothing of a file with one bad row is in', async () => {
      const rows = [...times(20, (i) => `A7,${pupil(100 + i)},2026-09-05,NEW,,`), A6('2025-07-31,NEW,,')];
      expect(await department.refused('enrolments', rows)).toHaveLength(1);
      expect(await department.everything()).toEqual(before);
    });
  });

  describe('what was wrong can be put right', () => {
    beforeEach(async () => {
      await department.subgraph.import('enrolments', files.enrolments);
    });

    test('a file says all of a pupil’s school year: what it does not say of it is gone', async () => {
      const of = (index: number) =>
        department.subgraph.execute(
          `select class_code, enrolled_on::text as "from" from enrolment e join pupil p using (pseudonym)
           where e.pseudonym = (select pseudonym from enrolment where class_code = 'A6' and exit = 'MOVED') and ? > 0
           order by 2`,
          [index],
        );
      expect(await of(20)).toEqual([
        { class_code: 'A6', from: '2025-09-05' },
        { class_code: 'C9', from: '2026-03-10' },
      ]);
      const rows = [`C9,${pupil(20)},2026-03-12,MOVED,,`, `A6,${pupil(20)},2025-09-05,NEW,2026-03-11,MOVED`];
      expect(await department.refused('enrolments', rows)).toEqual([]);
      expect(await of(20)).toEqual([
        { class_code: 'A6', from: '2025-09-05' },
        { class_code: 'C9', from: '2026-03-12' },
      ]);
    });

    test('and other school years of the pupil stay', async () => {
      const years = () =>
        department.subgraph.execute(`select count(*)::int as rows from enrolment where class_code = 'A7'`);
      expect(await department.refused('enrolments', [`A6,${pupil(0)},2025-09-08,NEW,,`])).toEqual([]);
      expect(await years()).toEqual([{ rows: 20 }]);
    });
  });
});
