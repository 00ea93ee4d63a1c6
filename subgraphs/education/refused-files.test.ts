import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newDatabase } from '../../test/support/database.js';
import { type RunningDepartment, startDepartment } from './test-department.js';
import { type Kind, pupil } from './test-files.js';

describe('files of the Department that are refused', () => {
  let department: RunningDepartment;
  let before: unknown;

  beforeAll(async () => {
    department = await startDepartment(newDatabase());
    before = await department.everything();
  });
  afterAll(() => department.subgraph.stop());

  /** A valid row of each kind, to check that a refused file writes no row. */
  const good: Partial<Record<Kind, string>> = {
    schools: 'D,Trường,School,14848,PRIMARY,PUBLIC,',
    'school-classes': 'D1,A,2025-2026,PRIMARY,1,1A',
    pupils: `${pupil(900)},Lê Thị Hoa,FEMALE,2014,`,
    'digital-skills-lessons': 'L9,A5,2026-02-02,SAFETY,12',
    assessments: `${pupil(100)},2026-02-02,BASIC,PASSED`,
  };
  test.each<[string, Kind, string, number, string, string]>([
    [
      'a school in another province',
      'schools',
      'X,Trường,School,00004,PRIMARY,PUBLIC,',
      3,
      'commune_code',
      'expected the 5-digit code of a commune or ward in force, got "00004"',
    ],
    [
      'a school without levels',
      'schools',
      'X,Trường,School,14845,,PUBLIC,',
      3,
      'levels',
      'expected one or more of PRIMARY, LOWER_SECONDARY, UPPER_SECONDARY, CONTINUING',
    ],
    [
      'a school that does not teach its classes’ level any more',
      'schools',
      'A,Trường,School,14845,LOWER_SECONDARY,PUBLIC,',
      3,
      'levels',
      'expected PRIMARY, too, the level of the class A5, got LOWER_SECONDARY',
    ],
    [
      'a class without a school',
      'school-classes',
      'X1,X,2025-2026,PRIMARY,1,1A',
      3,
      'school_code',
      'expected a code of school that was imported before, got "X"',
    ],
    ...['2025-2027', '2025', '2026-2025'].map(
      (wrong) =>
        [
          `the school year ${wrong}`,
          'school-classes',
          `X1,A,${wrong},PRIMARY,1,1A`,
          3,
          'school_year',
          `expected a school year, such as 2025-2026, got "${wrong}"`,
        ] as [string, Kind, string, number, string, string],
    ),
    [
      'a grade that is of another level',
      'school-classes',
      'X1,A,2025-2026,PRIMARY,6,6B',
      3,
      'grade',
      'expected a grade of PRIMARY, 1 to 5, got 6',
    ],
    [
      'a class of a level that its school does not teach',
      'school-classes',
      'X1,B,2025-2026,PRIMARY,1,1A',
      3,
      'level',
      'expected a level that the school B teaches (UPPER_SECONDARY), got PRIMARY',
    ],
    [
      'a class that is moved to another school year than its pupils’',
      'school-classes',
      'A5,A,2026-2027,PRIMARY,5,5A',
      3,
      'school_year',
      'expected the school year of 2025-09-05, a day of its pupils or lessons',
    ],
    [
      'a lesson outside its class’s school year',
      'digital-skills-lessons',
      'X,A6,2026-09-10,SAFETY,5',
      3,
      'held_on',
      'expected a day of the school year of the class A6 (2025-08-01 to 2026-07-31)',
    ],
    [
      'more attendances than the class had pupils that day',
      'digital-skills-lessons',
      'X,A6,2026-03-10,SAFETY,22',
      3,
      'attendances',
      'expected at most 21, the pupils of the class A6 on 2026-03-10, got 22',
    ],
    [
      'an assessment of a pupil who is not enrolled that day',
      'assessments',
      `${pupil(21)},2025-09-04,BASIC,PASSED`,
      3,
      'assessed_on',
      'expected a day on which the pupil is enrolled in a class, got 2025-09-04',
    ],
    [
      'an assessment of nobody who is known',
      'assessments',
      `${pupil(999)},2025-10-04,BASIC,PASSED`,
      3,
      'citizen_number',
      'expected a pseudonym of pupil that was imported before',
    ],
    [
      'a pupil who lives in another province',
      'pupils',
      `${pupil(901)},Lê Thị Hoa,FEMALE,2014,00004`,
      3,
      'commune_code',
      'expected the 5-digit code of a commune or ward in force, or nothing, got',
    ],
  ])('%s', async (_name, kind, row, line, column, reason) => {
    expect(await department.refused(kind, [good[kind] ?? '', row])).toEqual([
      [line, column, expect.stringContaining(reason)],
    ]);
    expect(await department.everything()).toEqual(before);
  });

  test('a bad row of a mapping: a gap is none, an overlap is one', async () => {
    expect(
      await department.refused('passing-levels', [
        'PUPILS,PRIMARY,ADVANCED,2026-01-01,,X',
        'NONE,PRIMARY,BASIC,2026-01-01,,X',
      ]),
    ).toEqual([[3, 'goal_code', expect.stringContaining('expected a code of goal that was imported before')]]);
    expect(await department.refused('passing-levels', ['PUPILS,PRIMARY,ADVANCED,2026-01-01,,X'])).toEqual([
      [2, 'valid_from', expect.stringContaining('an overlap in the validity')],
    ]);
  });
});
