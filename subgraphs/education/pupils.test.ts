import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { countsOf, shareOf } from '../../test/support/released-share.js';
import { newDatabase } from '../../test/support/database.js';
import { documentedBlocks } from '../../test/support/documented-blocks.js';
import { few, people, range, type RunningDepartment, startDepartment } from './test-department.js';
import { file, files, type Kind, pupil, times } from './test-files.js';

describe('pupils', () => {
  let department: RunningDepartment;

  /** The share of a place in a new release of the current records. */
  const progress = async (communeCode: string, period: string) => {
    expect(await department.subgraph.release()).toMatchObject({ status: 200 });
    return countsOf(await shareOf(department.subgraph, { goalCode: 'PUPILS', communeCode, period }));
  };

  beforeAll(async () => {
    department = await startDepartment(newDatabase());
  });
  afterAll(() => department.subgraph.stop());

  test('are counted for the denominator by the query that the manual shows', async () => {
    const [query = ''] = documentedBlocks('docs/education.md', 'sql');
    const counted = (await department.subgraph.execute(query)).map(({ commune_code: commune, count }) => [
      commune,
      Number(count),
    ]);
    // The pupil who moved from 14845 to 14797 counts in both communes, and once in the province.
    expect(new Map(counted as [string | null, number][])).toEqual(
      new Map([
        ['14845', 59],
        ['14797', 31],
        [null, 89],
      ]),
    );
  });

  describe('pupils enrolled on a day', () => {
    const selection = (day: string) => `pupilsEnrolled(on: "${day}") { on pupils ${people} livingHere ${people} }`;

    test('are counted in the commune of the school, on the last day of a month', async () => {
      expect(await department.commune('14845', selection('2026-01-15'))).toEqual({
        // 22 in A6, 25 in A5, 12 in B11; the 12 live in 14797. Their published numbers are 40 in one school and 10 in
        // the other.
        pupilsEnrolled: { on: '2025-12-31', pupils: range(50, 68), livingHere: range(40) },
      });
      expect(await department.commune('14797', selection('2026-01-31'))).toEqual({
        pupilsEnrolled: { on: '2026-01-31', pupils: range(30), livingHere: range(30) },
      });
      expect(await department.commune('14869', selection('2026-01-31'))).toEqual({
        pupilsEnrolled: { on: '2026-01-31', pupils: few, livingHere: few },
      });
    });

    test('are those of the school year that is on', async () => {
      expect(await department.commune('14845', selection('2026-07-31'))).toMatchObject({
        pupilsEnrolled: { on: '2026-07-31', pupils: range(50, 68) },
      });
      // A6's pupils moved up to A7 in September.
      expect(await department.commune('14845', selection('2026-08-31'))).toMatchObject({
        pupilsEnrolled: { pupils: { people: 0 } },
      });
      expect(await department.commune('14845', 'pupilsEnrolled { on pupils { people } }')).toEqual({
        pupilsEnrolled: { on: '2026-10-31', pupils: { people: 20 } },
      });
    });

    test('are nobody, or few, before there are any, and of no month that is not over', async () => {
      expect(await department.commune('14845', selection('2020-01-31'))).toEqual({
        pupilsEnrolled: { on: '2020-01-31', pupils: few, livingHere: few },
      });
      expect(await department.commune('14845', selection('2027-03-31'))).toMatchObject({
        pupilsEnrolled: { on: '2026-10-31' },
      });
    });

    test('of the whole province are the Department’s to tell, with when they came in', async () => {
      const whole = selection('2026-01-31').replace('{ on', '{ on asOf demonstration');
      expect(await department.reference({ __typename: 'Organisation', code: 'education' }, whole)).toEqual({
        pupilsEnrolled: {
          ...{ on: '2026-01-31', asOf: expect.stringMatching(/Z$/), demonstration: false },
          ...{ pupils: range(80, 107), livingHere: range(70, 88) },
        },
      });
      expect(await department.reference({ __typename: 'Organisation', code: 'university' }, whole)).toEqual({
        pupilsEnrolled: null,
      });
    });

    test('of a school with few look like those of one with none, and the commune’s number tells no difference', async () => {
      const count = `pupilsEnrolled(on: "2026-01-31") ${people}`;
      expect(await department.ask(`{ a: school(code: "A") { ${count} } b: school(code: "B") { ${count} } }`)).toEqual({
        a: { pupilsEnrolled: range(40) },
        b: { pupilsEnrolled: range(10) },
      });
      const taken = async (kind: Kind, ...rows: string[]) => {
        expect((await department.subgraph.import(kind, file(kind, ...rows))).at(-1)).toMatchObject({ rejected: 0 });
      };
      // With three at E, the commune has 62.
      const school = (code: string) => `${code},Trường nhỏ,Small School,14845,PRIMARY,PUBLIC,`;
      await taken('schools', school('E'), school('F'));
      await taken('school-classes', 'E1,E,2025-2026,PRIMARY,1,1A');
      await taken('pupils', ...times(3, (i) => `${pupil(400 + i)},Lê Văn Nam,MALE,2019,`));
      await taken('enrolments', ...times(3, (i) => `E1,${pupil(400 + i)},2025-09-05,NEW,,`));
      expect(await department.commune('14845', selection('2026-01-31'))).toMatchObject({
        pupilsEnrolled: { pupils: range(50, 68), livingHere: range(40) },
      });
      await department.subgraph.release();
      const schools = ['A', 'E', 'F'].map((code) => `${code}: school(code: "${code}") { ${count} }`);
      expect(await department.ask(`{ ${schools.join(' ')} }`)).toEqual({
        A: { pupilsEnrolled: range(40) },
        E: { pupilsEnrolled: few },
        F: { pupilsEnrolled: few },
      });
      expect(await department.commune('14845', selection('2026-01-31'))).toMatchObject({
        pupilsEnrolled: { pupils: range(60), livingHere: range(40) },
      });
    });
  });

  describe('pupils reach the goal', () => {
    test('by the mapping, in the commune of the school, once', async () => {
      // A6: 20 pass at BASIC; one of them passes again, at school C, later. B11: 12 pass at BASIC, which is too low there.
      expect(await progress('14845', '2026-04')).toMatchObject({ people: 20, occurrences: 0 });
      expect(await progress('14845', '2026-02')).toMatchObject({ people: 0, occurrences: 0 });
      expect(await progress('14797', '2026-10')).toMatchObject({ people: 10, occurrences: 0 });
      expect(await progress('38', '2026')).toMatchObject({ people: 30, occurrences: 0 });
      // A school year crosses calendar years; the period of a figure does not.
      expect(await progress('14845', '2025')).toMatchObject({ people: 0, occurrences: 20 });
    });

    test('and are told by school year: assessed, and passed of them', async () => {
      const counts = `schoolYear assessed ${people} passed ${people}`;
      const of = (year: string) => `pupilAssessments(schoolYear: "${year}") { ${counts} }`;
      expect(await department.ask(`{ ${of('2025-2026')} }`)).toEqual({
        pupilAssessments: { schoolYear: '2025-2026', assessed: range(60, 78), passed: range(30, 48) },
      });
      expect(await department.commune('14845', of('2025-2026'))).toEqual({
        pupilAssessments: { schoolYear: '2025-2026', assessed: range(30), passed: range(20) },
      });
      expect(await department.commune('14845', `pupilAssessments { ${counts} }`)).toEqual({
        pupilAssessments: { schoolYear: '2026-2027', assessed: few, passed: few },
      });
    });

    test('of another mapping from a day on: what was reached under the former stays', async () => {
      const until = (day: string, next: string) => [
        `PUPILS,LOWER_SECONDARY,BASIC,2025-04-24,${day},X`,
        `PUPILS,LOWER_SECONDARY,ADVANCED,${next},,X`,
      ];
      const map = async (...rows: string[]) => {
        const outcome = await department.subgraph.import('passing-levels', file('passing-levels', ...rows));
        expect(outcome.at(-1)).toMatchObject({ written: rows.length, rejected: 0 });
      };
      try {
        await map('PUPILS,UPPER_SECONDARY,BASIC,2025-04-24,,X');
        expect(await progress('14845', '2026-04')).toMatchObject({ people: 30 });
        await map(...until('2026-04-15', '2026-04-16'));
        expect(await progress('14845', '2026-04')).toMatchObject({ people: 30 });
        await department.subgraph.execute(`delete from passing_level where competency_level = 'ADVANCED'`);
        await map(...until('2026-03-31', '2026-04-01'));
        expect(await progress('14845', '2026-04')).toMatchObject({ people: 10 });
      } finally {
        await department.subgraph.execute(`delete from passing_level`);
        await department.subgraph.import('passing-levels', files['passing-levels']);
      }
      expect(await progress('14845', '2026-04')).toMatchObject({ people: 20 });
      expect(await progress('14797', '2026-10')).toMatchObject({ people: 10 });
    });

    test('elsewhere, when their school is found to be elsewhere', async () => {
      try {
        await department.subgraph.import('schools', files.schools.replace('Peace School,14845', 'Peace School,14869'));
        expect(await progress('14845', '2026-04')).toMatchObject({ people: 0, occurrences: 0 });
        expect(await progress('14869', '2026')).toMatchObject({ people: 20, occurrences: 0 });
        expect(await progress('14869', '2025')).toMatchObject({ occurrences: 20 });
      } finally {
        await department.subgraph.import('schools', files.schools);
      }
      expect(await progress('14845', '2026-04')).toMatchObject({ people: 20 });
    });
  });
});
