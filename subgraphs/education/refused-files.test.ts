import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { education } from './src/subgraph.js';
import { testDatabases } from '../../test/support/database.js';
import { type RunningSubgraph, startSubgraph } from '../../test/support/subgraph.js';
import { file, files, type Kind, pupil, times } from './test-files.js';

const tables = ['school', 'school_class', 'passing_level', 'pupil', 'enrolment', 'digital_skills_lesson', 'assessment'];

describe.each(testDatabases)('files of the Department that are refused, on $name', ({ create }) => {
  let subgraph: RunningSubgraph;
  let before: unknown;

  const everything = async () =>
    Promise.all([...tables, 'ledger_entry'].map((table) => subgraph.execute(`select * from ${table} order by 1, 2`)));
  const refused = async (kind: Kind, rows: readonly string[]) => {
    const lines = await subgraph.import(kind, file(kind, ...rows));
    return lines.flatMap((line) => (line.type === 'rejected' ? [[line.row, line.column, line.reason]] : []));
  };

  beforeAll(async () => {
    subgraph = await startSubgraph(education, await create(), { now: () => new Date('2026-11-26T00:00:00Z') });
    for (const [kind, content] of Object.entries(files))
      expect((await subgraph.import(kind, content)).at(-1)).toMatchObject({ type: 'done', rejected: 0 });
    before = await everything();
  });
  afterAll(() => subgraph.stop());

  /** A good row of each kind, to see that nothing of a refused file is in. */
  const good: Partial<Record<Kind, string>> = {
    schools: 'D,Trường,School,14848,PRIMARY,PUBLIC,',
    'school-classes': 'D1,A,2025-2026,PRIMARY,1,1A',
    pupils: `${pupil(900)},Lê Thị Hoa,FEMALE,2014,`,
    enrolments: `A5,${pupil(22 + 199)},2024-09-05,NEW,,`,
    'digital-skills-lessons': 'L9,A5,2026-02-02,SAFETY,12',
    assessments: `${pupil(100)},2026-02-02,BASIC,PASSED`,
  };
  delete good.enrolments;

  const year = '2025-2026 (2025-08-01 to 2026-07-31)';
  test.each<[string, Kind, string, number, string, string]>([
    [
      'a school in another province',
      'schools',
      'X,Trường,School,00004,PRIMARY,PUBLIC,',
      ...([3, 'commune_code', 'expected the 5-digit code of a commune or ward in force, got "00004"'] as const),
    ],
    [
      'a school without levels',
      'schools',
      'X,Trường,School,14845,,PUBLIC,',
      ...([3, 'levels', 'expected at least one level, got none'] as const),
    ],
    [
      'a school that does not teach its classes’ level any more',
      'schools',
      'A,Trường,School,14845,LOWER_SECONDARY,PUBLIC,',
      ...([3, 'levels', 'expected PRIMARY, too, the level of the class A5, got LOWER_SECONDARY'] as const),
    ],
    [
      'a class without a school',
      'school-classes',
      'X1,X,2025-2026,PRIMARY,1,1A',
      ...([3, 'school_code', 'expected a code of school that was imported before, got "X"'] as const),
    ],
    ...['2025-2027', '2025', '2026-2025'].map(
      (wrong) =>
        [
          `the school year ${wrong}`,
          'school-classes',
          `X1,A,${wrong},PRIMARY,1,1A`,
          ...([3, 'school_year', `expected a school year, such as 2025-2026, got "${wrong}"`] as const),
        ] as [string, Kind, string, number, string, string],
    ),
    [
      'a grade that is of another level',
      'school-classes',
      'X1,A,2025-2026,PRIMARY,6,6B',
      ...([3, 'grade', 'expected a grade of PRIMARY, 1 to 5, got 6'] as const),
    ],
    [
      'a class of a level that its school does not teach',
      'school-classes',
      'X1,B,2025-2026,PRIMARY,1,1A',
      ...([3, 'level', 'expected a level that the school B teaches (UPPER_SECONDARY), got PRIMARY'] as const),
    ],
    [
      'a class that is moved to another school year than its pupils’',
      'school-classes',
      'A5,A,2026-2027,PRIMARY,5,5A',
      ...([3, 'school_year', 'expected the school year of 2025-09-05, a day of its pupils or lessons'] as const),
    ],
    [
      'a lesson outside its class’s school year',
      'digital-skills-lessons',
      'X,A6,2026-09-10,SAFETY,5',
      ...([3, 'held_on', 'expected a day of the school year of the class A6 (2025-08-01 to 2026-07-31)'] as const),
    ],
    [
      'more attendances than the class had pupils that day',
      'digital-skills-lessons',
      'X,A6,2026-03-10,SAFETY,22',
      ...([3, 'attendances', 'expected at most 21, the pupils of the class A6 on 2026-03-10, got 22'] as const),
    ],
    [
      'an assessment of a pupil who is not enrolled that day',
      'assessments',
      `${pupil(21)},2025-09-04,BASIC,PASSED`,
      ...([3, 'assessed_on', 'expected a day on which the pupil is enrolled in a class, got 2025-09-04'] as const),
    ],
    [
      'an assessment of nobody who is known',
      'assessments',
      `${pupil(999)},2025-10-04,BASIC,PASSED`,
      ...([3, 'citizen_number', 'expected a pseudonym of pupil that was imported before'] as const),
    ],
    [
      'a pupil who lives in another province',
      'pupils',
      `${pupil(901)},Lê Thị Hoa,FEMALE,2014,00004`,
      ...([3, 'commune_code', 'expected the 5-digit code of a commune or ward in force, or nothing, got'] as const),
    ],
  ])('%s', async (_name, kind, row, line, column, reason) => {
    expect(await refused(kind, [good[kind] ?? '', row])).toEqual([[line, column, expect.stringContaining(reason)]]);
    expect(await everything()).toEqual(before);
  });

  describe('enrolments', () => {
    const A6 = (row: string) => `A6,${pupil(21)},${row}`;
    const cases: [string, string[], number, string, string][] = [
      [
        'a pupil in two schools on one day',
        [A6('2025-09-05,NEW,,'), `C9,${pupil(21)},2026-01-10,NEW,,`],
        ...([3, 'enrolled_on', 'expected a day after 2026-07-31, until which the pupil is in the class A6'] as const),
      ],
      [
        'a pupil who is moved to a school before leaving the other',
        [`C9,${pupil(21)},2026-01-10,MOVED,,`, A6('2025-09-05,NEW,2026-01-10,MOVED')],
        ...([2, 'enrolled_on', 'expected a day after 2026-01-10, until which the pupil is in the class A6'] as const),
      ],
      [
        'a move that follows nothing',
        [`C9,${pupil(21)},2026-01-10,MOVED,,`],
        ...([2, 'entry', 'expected a row before it (MOVED) in 2025-2026 that ended with MOVED, got none'] as const),
      ],
      [
        'a pupil who goes up without a grade before',
        [A6('2025-09-05,PROMOTED,,')],
        ...([2, 'entry', 'expected a row before it (PROMOTED) in a lower grade in an earlier year, got none'] as const),
      ],
      [
        'a pupil who repeats another grade',
        [`A7,${pupil(21)},2026-09-05,REPEATED,,`],
        ...([2, 'entry', '(REPEATED) in the same grade in an earlier year, got grade 6 in 2025-2026'] as const),
      ],
      [
        'a day outside the class’s school year',
        [A6('2025-07-31,NEW,,')],
        ...([2, 'enrolled_on', `expected a day of ${year}, the school year of the class A6, got 2025-07-31`] as const),
      ],
      [
        'an end outside the class’s school year',
        [A6('2025-09-05,NEW,2026-08-01,LEFT')],
        ...([2, 'left_on', `expected a day of ${year}, the school year of the class A6, got 2026-08-01`] as const),
      ],
      [
        'an end before the beginning',
        [A6('2025-09-05,NEW,2025-09-04,LEFT')],
        ...([2, 'left_on', 'expected a day on or after enrolled_on (2025-09-05), got 2025-09-04'] as const),
      ],
      [
        'an end without why',
        [A6('2025-09-05,NEW,2026-01-04,')],
        ...([2, 'exit', 'expected why the pupil left (left_on), got nothing'] as const),
      ],
      [
        'an end before an assessment that was taken',
        [`A6,${pupil(0)},2025-09-05,NEW,2026-03-31,LEFT`],
        ...([2, 'left_on', 'expected the pupil to stay enrolled on 2026-04-01, the day of an assessment'] as const),
      ],
      [
        'a class that is not known',
        [`X,${pupil(21)},2025-09-05,NEW,,`],
        ...([2, 'class_code', 'expected a code of school_class that was imported before'] as const),
      ],
    ];
    test.each(cases)('%s', async (_name, rows, line, column, reason) => {
      expect(await refused('enrolments', rows)).toEqual([[line, column, expect.stringContaining(reason)]]);
      expect(await everything()).toEqual(before);
    });

    test('nothing of a file with one bad row is in', async () => {
      const rows = [...times(20, (i) => `A7,${pupil(100 + i)},2026-09-05,NEW,,`), A6('2025-07-31,NEW,,')];
      expect(await refused('enrolments', rows)).toHaveLength(1);
      expect(await everything()).toEqual(before);
    });
  });

  describe('what was wrong can be put right', () => {
    beforeEach(async () => {
      await subgraph.import('enrolments', files.enrolments);
    });

    test('a file says all of a pupil’s school year: what it does not say of it is gone', async () => {
      const of = (index: number) =>
        subgraph.execute(
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
      expect(await refused('enrolments', rows)).toEqual([]);
      expect(await of(20)).toEqual([
        { class_code: 'A6', from: '2025-09-05' },
        { class_code: 'C9', from: '2026-03-12' },
      ]);
    });

    test('and other school years of the pupil stay', async () => {
      const years = () => subgraph.execute(`select count(*)::int as rows from enrolment where class_code = 'A7'`);
      expect(await refused('enrolments', [`A6,${pupil(0)},2025-09-08,NEW,,`])).toEqual([]);
      expect(await years()).toEqual([{ rows: 20 }]);
    });
  });

  test('a bad row of a mapping: a gap is none, an overlap is one', async () => {
    expect(
      await refused('passing-levels', ['PUPILS,PRIMARY,ADVANCED,2026-01-01,,X', 'NONE,PRIMARY,BASIC,2026-01-01,,X']),
    ).toEqual([[3, 'goal_code', expect.stringContaining('expected a code of goal that was imported before')]]);
    expect(await refused('passing-levels', ['PUPILS,PRIMARY,ADVANCED,2026-01-01,,X'])).toEqual([
      [2, 'valid_from', expect.stringContaining('an overlap in the validity')],
    ]);
  });
});
