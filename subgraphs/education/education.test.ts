import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newDatabase } from '../../test/support/database.js';
import { few, people, range, type RunningDepartment, startDepartment } from './test-department.js';
import { headers, pupil, times } from './test-files.js';

describe('the Department of Education and Training', () => {
  let department: RunningDepartment;

  beforeAll(async () => {
    department = await startDepartment(newDatabase());
  });
  afterAll(() => department.subgraph.stop());

  test('a school answers with its names, place, levels, team, classes and lessons', async () => {
    const data = await department.ask(`{
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
    const { schools } = await department.ask(`{ schools${condition} { totalCount nodes { code } } }`);
    expect(schools).toEqual({ totalCount: codes.length, nodes: codes.map((code) => ({ code })) });
  });

  test('a lesson names its skills and class, and tells few pupils like none', async () => {
    const lessons = `digitalSkillsLessons { nodes { code heldOn skillGroups attended ${people} schoolClass { code } } }`;
    const { schoolClass } = await department.ask(`{ schoolClass(code: "A6") { ${lessons} } }`);
    expect(schoolClass.digitalSkillsLessons.nodes).toEqual([
      {
        ...{ code: 'L1', heldOn: '2025-11-03', skillGroups: ['SAFETY', 'PROBLEM_SOLVING'] },
        ...{ attended: range(20), schoolClass: { code: 'A6' } },
      },
      expect.objectContaining({ code: 'L2', attended: few }),
    ]);
    expect(await department.commune('14797', 'digitalSkillsLessons { totalCount } schools { nodes { code } }')).toEqual(
      {
        digitalSkillsLessons: { totalCount: 0 },
        schools: { nodes: [{ code: 'C' }] },
      },
    );
  });

  test('a team shows the schools that it supports', async () => {
    const team = { __typename: 'DigitalLiteracyTeam', code: 'DLT-001' };
    expect(await department.reference(team, 'schools { nodes { code } }')).toEqual({
      schools: { nodes: [{ code: 'A' }] },
    });
  });

  test('teachers who completed a course are told by school and course, which is the university’s', async () => {
    const data = await department.ask(`{
      a: school(code: "A") { teacherTraining { course { code } school { code } teachers ${people} } }
      c: school(code: "C") { teacherTraining { course { code } teachers ${people} } }
    }`);
    expect(data).toEqual({
      a: { teacherTraining: [{ course: { code: 'HDU-C01' }, school: { code: 'A' }, teachers: range(10) }] },
      // Four completed a course.
      c: { teacherTraining: [] },
    });
    const selection = `teachersTrained ${people} teacherTrainingBySchool { totalCount nodes { school { code } } }`;
    expect(await department.reference({ __typename: 'Course', code: 'HDU-C01' }, selection)).toEqual({
      teachersTrained: range(10),
      teacherTrainingBySchool: { totalCount: 1, nodes: [{ school: { code: 'A' } }] },
    });
    // Four teachers completed the first course, and none the second.
    for (const code of ['HDU-C02', 'HDU-C03']) {
      expect(await department.reference({ __typename: 'Course', code }, selection)).toEqual({
        teachersTrained: few,
        teacherTrainingBySchool: { totalCount: 0, nodes: [] },
      });
    }
  });

  test('no pupil is in the graph, and no table by sex, school and class', async () => {
    const { data } = await department.subgraph.query('{ __schema { types { name fields { name args { name } } } } }');
    const text = JSON.stringify(data);
    expect(text).toContain('"PupilCount"');
    for (const word of ['pseudonym', 'sex', 'birthYear', 'Enrolment', 'citizenNumber'])
      expect(text).not.toContain(word);
    const names = (data['__schema'].types as { name: string }[]).map(({ name }) => name);
    expect(names).not.toContain('Pupil');
    expect(names).not.toContain('Assessment');
  });

  test('the same files again change nothing', async () => {
    const all = () =>
      department.subgraph.execute(`select evidence, goal_code, commune_code from ledger_entry order by 1, 2`);
    const before = await all();
    await department.importAll();
    expect(await all()).toEqual(before);
  });

  test('references resolve, and unknown ones are null', async () => {
    expect(await department.reference({ __typename: 'School', code: 'A' }, 'name(language: EN)')).toEqual({
      name: 'Peace School',
    });
    expect(await department.reference({ __typename: 'School', code: 'Z' }, 'name')).toBeNull();
  });

  test.each(['2025', '2025-2027'])('the school year %s is refused', async (year) => {
    const { errors } = await department.subgraph.query(`{ pupilAssessments(schoolYear: "${year}") { schoolYear } }`);
    expect(errors?.[0]?.message).toContain(`Expected a school year such as 2025-2026, but got "${year}".`);
  });

  test('needs as many statements for 30 schools as for 3', async () => {
    const many = times(30, (i) => `M${String(i).padStart(2, '0')},Trường,School,14848,PRIMARY,PUBLIC,DLT-009`);
    await department.subgraph.import('schools', `${headers.schools}\n${many.join('\n')}\n`);
    const query = (first: number) => `{ schools(commune: "14848", first: ${first}) { nodes { commune { code }
      classes { totalCount nodes { code } } digitalSkillsLessons { totalCount } pupilsEnrolled ${people}
      teacherTraining { course { code } } } } }`;
    const count = async (first: number) => {
      department.subgraph.takeStatements();
      await department.ask(query(first));
      return department.subgraph.takeStatements().length;
    };
    expect(await count(30)).toBe(await count(3));
  });

  test('a pupil’s number is not repeated by a refusal', async () => {
    const row = `A6,${pupil(999)},2025-09-05,NEW,,`;
    const [rejection] = await department.subgraph.import('enrolments', `${headers.enrolments}\n${row}\n`);
    expect(rejection).toMatchObject({ type: 'rejected', row: 2, column: 'citizen_number' });
    expect(JSON.stringify(rejection)).not.toContain(pupil(999));
  });
});
