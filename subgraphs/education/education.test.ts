import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { education } from './src/subgraph.js';
import { testDatabases } from '../../test/support/database.js';
import { type RunningSubgraph, startSubgraph } from '../../test/support/subgraph.js';
import { file, files, headers, type Kind, pupil, times } from './test-files.js';

const withheld = { people: null, suppressed: true };
const published = (people: number) => ({ people, suppressed: false });
const people = '{ people suppressed }';

describe.each(testDatabases)('the Department of Education and Training on $name', ({ create }) => {
  let subgraph: RunningSubgraph;

  const importAll = async () => {
    for (const [kind, content] of Object.entries(files)) {
      const rows = content.trim().split('\n').length - 1;
      const outcome = await subgraph.import(kind, content);
      expect({ [kind]: outcome }).toEqual({ [kind]: [{ type: 'done', read: rows, written: rows, rejected: 0 }] });
    }
  };
  const ask = async (query: string) => {
    const { data, errors } = await subgraph.query(query);
    expect(errors).toBeUndefined();
    return data;
  };
  const reference = async (key: Record<string, string>, selection: string): Promise<any> => {
    const { data, errors } = await subgraph.entities([key], `... on ${key['__typename']} { ${selection} }`);
    expect(errors).toBeUndefined();
    return (data['_entities'] as unknown[])[0];
  };
  const commune = (code: string, selection: string) => reference({ __typename: 'Commune', code }, selection);
  const progress = async (communeCode: string, period: string) => {
    const key = { __typename: 'GoalProgress', goalCode: 'PUPILS', communeCode, period };
    return (await reference(key, 'education { people occurrences suppressed }')).education;
  };

  beforeAll(async () => {
    subgraph = await startSubgraph(education, await create(), { now: () => new Date('2026-11-26T00:00:00Z') });
    await importAll();
  });
  afterAll(() => subgraph.stop());

  test('a school answers with its names, place, levels, team, classes and lessons', async () => {
    const data = await ask(`{
      school(code: "A") {
        name english: name(language: EN) commune { code } levels type supportedBy { code }
        classes(schoolYear: "2025-2026") { totalCount nodes { code name grade level schoolYear school { code } } }
        digitalSkillsLessons(first: 1) { totalCount nodes { code } }
      }
      alone: school(code: "B") { supportedBy { code } type classes { totalCount } }
      none: school(code: "Z") { code }
    }`);
    expect(data).toEqual({
      school: {
        name: 'Trường Hoà Bình',
        english: 'Peace School',
        commune: { code: '14845' },
        levels: ['PRIMARY', 'LOWER_SECONDARY'],
        type: 'PUBLIC',
        supportedBy: { code: 'DLT-001' },
        classes: {
          totalCount: 2,
          nodes: [
            {
              ...{ code: 'A5', name: '5A', grade: 5, level: 'PRIMARY', schoolYear: '2025-2026' },
              school: { code: 'A' },
            },
            expect.objectContaining({ code: 'A6', level: 'LOWER_SECONDARY' }),
          ],
        },
        digitalSkillsLessons: { totalCount: 2, nodes: [{ code: 'L1' }] },
      },
      alone: { supportedBy: null, type: 'PRIVATE', classes: { totalCount: 1 } },
      none: null,
    });
  });

  test.each([
    ['', ['A', 'B', 'C']],
    ['(search: "hòa bình")', ['A']],
    ['(commune: "14845")', ['A', 'B']],
    ['(level: LOWER_SECONDARY)', ['A']],
    ['(level: UPPER_SECONDARY, commune: "14845")', ['B']],
    ['(search: "%")', []],
  ])('schools are found by%s', async (condition, codes) => {
    const { schools } = await ask(`{ schools${condition} { totalCount nodes { code } } }`);
    expect(schools).toEqual({ totalCount: codes.length, nodes: codes.map((code) => ({ code })) });
  });

  test('a lesson names its skills and class, and withholds few pupils', async () => {
    const lessons = `digitalSkillsLessons { nodes { code heldOn skillGroups attended ${people} schoolClass { code } } }`;
    const { schoolClass } = await ask(`{ schoolClass(code: "A6") { ${lessons} } }`);
    expect(schoolClass.digitalSkillsLessons.nodes).toEqual([
      {
        ...{ code: 'L1', heldOn: '2025-11-03', skillGroups: ['SAFETY', 'PROBLEM_SOLVING'] },
        ...{ attended: published(20), schoolClass: { code: 'A6' } },
      },
      expect.objectContaining({ code: 'L2', attended: withheld }),
    ]);
    expect(await commune('14797', 'digitalSkillsLessons { totalCount } schools { nodes { code } }')).toEqual({
      digitalSkillsLessons: { totalCount: 0 },
      schools: { nodes: [{ code: 'C' }] },
    });
  });

  test('a team shows the schools that it supports', async () => {
    const team = { __typename: 'DigitalLiteracyTeam', code: 'DLT-001' };
    expect(await reference(team, 'schools { nodes { code } }')).toEqual({ schools: { nodes: [{ code: 'A' }] } });
  });

  describe('pupils enrolled on a day', () => {
    const selection = (day: string) => `pupilsEnrolled(on: "${day}") { on pupils ${people} livingHere ${people} }`;

    test('are counted in the commune of the school, on the last day of a month', async () => {
      expect(await commune('14845', selection('2026-01-15'))).toEqual({
        // 22 in A6, 25 in A5, 12 in B11; the 12 live in 14797.
        pupilsEnrolled: { on: '2025-12-31', pupils: published(59), livingHere: published(47) },
      });
      expect(await commune('14797', selection('2026-01-31'))).toEqual({
        pupilsEnrolled: { on: '2026-01-31', pupils: published(30), livingHere: published(30) },
      });
      expect(await commune('14869', selection('2026-01-31'))).toEqual({
        pupilsEnrolled: { on: '2026-01-31', pupils: published(0), livingHere: published(0) },
      });
    });

    test('are those of the school year that is on', async () => {
      expect(await commune('14845', selection('2026-07-31'))).toMatchObject({
        pupilsEnrolled: { on: '2026-07-31', pupils: published(58) },
      });
      // A6's pupils went up into A7 in September.
      expect(await commune('14845', selection('2026-08-31'))).toMatchObject({
        pupilsEnrolled: { pupils: published(0) },
      });
      expect(await commune('14845', 'pupilsEnrolled { on pupils { people } }')).toEqual({
        pupilsEnrolled: { on: '2026-10-31', pupils: { people: 20 } },
      });
    });

    test('of the whole province are the Department’s to tell, with when they came in', async () => {
      const whole = `${selection('2026-01-31').replace('{ on', '{ on asOf demonstration')}`;
      expect(await reference({ __typename: 'Organisation', code: 'education' }, whole)).toEqual({
        pupilsEnrolled: {
          ...{ on: '2026-01-31', asOf: expect.stringMatching(/Z$/), demonstration: false },
          ...{ pupils: published(89), livingHere: published(77) },
        },
      });
      expect(await reference({ __typename: 'Organisation', code: 'university' }, whole)).toEqual({
        pupilsEnrolled: null,
      });
    });

    test('of schools are withheld in a commune where one has few', async () => {
      const count = `pupilsEnrolled(on: "2026-01-31") ${people}`;
      expect(await ask(`{ a: school(code: "A") { ${count} } b: school(code: "B") { ${count} } }`)).toEqual({
        a: { pupilsEnrolled: published(47) },
        b: { pupilsEnrolled: published(12) },
      });
      // A fourth school, with three: with the commune's number, those of the others would tell it.
      const taken = async (kind: Kind, ...rows: string[]) => {
        expect((await subgraph.import(kind, file(kind, ...rows))).at(-1)).toMatchObject({ rejected: 0 });
      };
      await taken('schools', 'E,Trường nhỏ,Small School,14845,PRIMARY,PUBLIC,');
      await taken('school-classes', 'E1,E,2025-2026,PRIMARY,1,1A');
      await taken('pupils', ...times(3, (i) => `${pupil(400 + i)},Lê Văn Nam,MALE,2019,`));
      await taken('enrolments', ...times(3, (i) => `E1,${pupil(400 + i)},2025-09-05,NEW,,`));
      expect(await ask(`{ a: school(code: "A") { ${count} } e: school(code: "E") { ${count} } }`)).toEqual({
        a: { pupilsEnrolled: withheld },
        e: { pupilsEnrolled: withheld },
      });
      expect(await commune('14845', selection('2026-01-31'))).toMatchObject({
        pupilsEnrolled: { pupils: published(62), livingHere: published(47) },
      });
    });
  });

  describe('pupils reach the goal', () => {
    test('by the mapping, in the commune of the school, once', async () => {
      // A6: 20 pass at BASIC; one of them passes again, at school C, later. B11: 12 pass at BASIC, which is too low there.
      expect(await progress('14845', '2026-04')).toEqual({ people: 20, occurrences: 0, suppressed: false });
      expect(await progress('14845', '2026-02')).toEqual({ people: 0, occurrences: 0, suppressed: false });
      expect(await progress('14797', '2026-10')).toEqual({ people: 15, occurrences: 0, suppressed: false });
      expect(await progress('38', '2026')).toEqual({ people: 35, occurrences: 0, suppressed: false });
      // A school year crosses calendar years; the period of a figure does not.
      expect(await progress('14845', '2025')).toEqual({ people: 0, occurrences: 28, suppressed: false });
    });

    test('and are told by school year: assessed, and passed of them', async () => {
      const counts = `schoolYear assessed ${people} passed ${people}`;
      const of = (year: string) => `pupilAssessments(schoolYear: "${year}") { ${counts} }`;
      expect(await ask(`{ ${of('2025-2026')} }`)).toEqual({
        pupilAssessments: { schoolYear: '2025-2026', assessed: published(62), passed: published(35) },
      });
      expect(await commune('14845', of('2025-2026'))).toEqual({
        pupilAssessments: { schoolYear: '2025-2026', assessed: published(32), passed: published(20) },
      });
      expect(await commune('14845', `pupilAssessments { ${counts} }`)).toEqual({
        pupilAssessments: { schoolYear: '2026-2027', assessed: published(0), passed: published(0) },
      });
    });

    test('of another mapping from a day on: what was reached under the former stays', async () => {
      const until = (day: string, next: string) => [
        `PUPILS,LOWER_SECONDARY,BASIC,2025-04-24,${day},X`,
        `PUPILS,LOWER_SECONDARY,ADVANCED,${next},,X`,
      ];
      const map = async (...rows: string[]) => {
        const outcome = await subgraph.import('passing-levels', file('passing-levels', ...rows));
        expect(outcome.at(-1)).toMatchObject({ written: rows.length, rejected: 0 });
      };
      try {
        await map('PUPILS,UPPER_SECONDARY,BASIC,2025-04-24,,X');
        expect(await progress('14845', '2026-04')).toMatchObject({ people: 32 });
        await map(...until('2026-04-15', '2026-04-16'));
        expect(await progress('14845', '2026-04')).toMatchObject({ people: 32 });
        await subgraph.execute(`delete from passing_level where competency_level = 'ADVANCED'`);
        await map(...until('2026-03-31', '2026-04-01'));
        expect(await progress('14845', '2026-04')).toMatchObject({ people: 12 });
      } finally {
        await subgraph.execute(`delete from passing_level`);
        await subgraph.import('passing-levels', files['passing-levels']);
      }
      expect(await progress('14845', '2026-04')).toMatchObject({ people: 20 });
      expect(await progress('14797', '2026-10')).toMatchObject({ people: 15 });
    });

    test('elsewhere, when their school is found to be elsewhere', async () => {
      try {
        await subgraph.import('schools', files.schools.replace('Peace School,14845', 'Peace School,14869'));
        expect(await progress('14845', '2026-04')).toEqual({ people: 0, occurrences: 0, suppressed: false });
        expect(await progress('14869', '2026')).toEqual({ people: 20, occurrences: 0, suppressed: false });
        expect(await progress('14869', '2025')).toMatchObject({ occurrences: 28 });
      } finally {
        await subgraph.import('schools', files.schools);
      }
      expect(await progress('14845', '2026-04')).toMatchObject({ people: 20 });
    });
  });

  test('teachers who completed a course are told by school and course, which is the university’s', async () => {
    const data = await ask(`{
      a: school(code: "A") { teacherTraining { course { code } school { code } teachers ${people} } }
      c: school(code: "C") { teacherTraining { course { code } teachers ${people} } }
    }`);
    expect(data).toEqual({
      a: { teacherTraining: [{ course: { code: 'HDU-C01' }, school: { code: 'A' }, teachers: published(14) }] },
      c: { teacherTraining: [{ course: { code: 'HDU-C02' }, teachers: withheld }] },
    });
    const selection = `teachersTrained ${people} teacherTrainingBySchool { totalCount nodes { school { code } } }`;
    expect(await reference({ __typename: 'Course', code: 'HDU-C01' }, selection)).toEqual({
      teachersTrained: published(14),
      teacherTrainingBySchool: { totalCount: 1, nodes: [{ school: { code: 'A' } }] },
    });
    expect(await reference({ __typename: 'Course', code: 'HDU-C02' }, selection)).toMatchObject({
      teachersTrained: withheld,
    });
  });

  test('no pupil is in the graph, and no table by sex, school and class', async () => {
    const { data } = await subgraph.query('{ __schema { types { name fields { name args { name } } } } }');
    const text = JSON.stringify(data);
    expect(text).toContain('"PupilCount"');
    for (const word of ['pseudonym', 'sex', 'birthYear', 'Enrolment', 'citizenNumber'])
      expect(text).not.toContain(word);
    const names = (data['__schema'].types as { name: string }[]).map(({ name }) => name);
    expect(names).not.toContain('Pupil');
    expect(names).not.toContain('Assessment');
  });

  test('the same files again change nothing', async () => {
    const all = () => subgraph.execute(`select evidence, goal_code, commune_code from ledger_entry order by 1, 2`);
    const before = await all();
    await importAll();
    expect(await all()).toEqual(before);
  });

  test('references resolve, and unknown ones are null', async () => {
    expect(await reference({ __typename: 'School', code: 'A' }, 'name(language: EN)')).toEqual({
      name: 'Peace School',
    });
    expect(await reference({ __typename: 'School', code: 'Z' }, 'name')).toBeNull();
  });

  test.each(['2025', '2025-2027'])('the school year %s is refused', async (year) => {
    const { errors } = await subgraph.query(`{ pupilAssessments(schoolYear: "${year}") { schoolYear } }`);
    expect(errors?.[0]?.message).toContain(`Expected a school year such as 2025-2026, but got "${year}".`);
  });

  test('needs as many statements for 30 schools as for 3', async () => {
    const many = times(30, (i) => `M${String(i).padStart(2, '0')},Trường,School,14848,PRIMARY,PUBLIC,DLT-009`);
    await subgraph.import('schools', `${headers.schools}\n${many.join('\n')}\n`);
    const query = (first: number) => `{ schools(commune: "14848", first: ${first}) { nodes { commune { code }
      classes { totalCount nodes { code } } digitalSkillsLessons { totalCount } pupilsEnrolled ${people}
      teacherTraining { course { code } } } } }`;
    const count = async (first: number) => {
      subgraph.takeStatements();
      await ask(query(first));
      return subgraph.takeStatements().length;
    };
    expect(await count(30)).toBe(await count(3));
  });

  test('a pupil’s number is not repeated by a refusal', async () => {
    const row = `A6,${pupil(999)},2025-09-05,NEW,,`;
    const [rejection] = await subgraph.import('enrolments', `${headers.enrolments}\n${row}\n`);
    expect(rejection).toMatchObject({ type: 'rejected', row: 2, column: 'citizen_number' });
    expect(JSON.stringify(rejection)).not.toContain(pupil(999));
  });
});
