import { defineRecord, parseSchoolYear } from '@hub/kit';
import { claimsOfPlaces, kindsThatClaim } from '../claims.js';
import { classesFit, rowsFitTheirClass } from '../classes.check.js';
import { gradesOf, schoolLevel } from './school.js';

export const SchoolClass = defineRecord(
  {
    name: 'SchoolClass',
    file: 'school-classes',
    title: { vi: 'Lớp học của trường', en: 'Classes of schools' },
    description: 'A class of a school in one school year (lớp học). Its pupils are not told, and no number of them.',
    called: { one: 'class of a school (lớp học)', many: "a school's classes" },
    columns: {
      code: { kind: 'code', names: ['mã lớp'], description: "The class's code (mã lớp)." },
      school: { kind: 'reference', names: ['trường'], to: 'School', description: 'Its school (trường).' },
      school_year: { kind: 'schoolYear', names: ['năm học'], description: 'Its school year (năm học).' },
      level: { kind: 'word', names: ['cấp học'], words: schoolLevel, description: 'Its level (cấp học).' },
      grade: {
        kind: 'integer',
        names: ['khối lớp'],
        least: 1,
        most: 12,
        description: 'Its grade, 1 to 12 (khối lớp).',
      },
      name: {
        kind: 'text',
        names: ['tên lớp'],
        description: 'Its name at its school, such as `6A` (tên lớp).',
      },
      // First and last day of the school year.
      first_day: { kind: 'day', given: false, field: false },
      last_day: { kind: 'day', given: false, field: false },
    },
    one: { field: 'schoolClass' },
    lists: [
      {
        on: 'School',
        field: 'classes',
        order: ['school_year', 'code'],
        filters: { schoolYear: { column: 'school_year', description: 'Only classes of this school year (năm học).' } },
        description: 'Its classes (các lớp), by school year and code.',
      },
    ],
  },
  {
    derive: ({ school_year }) => ({ ...parseSchoolYear(school_year) }),
    check: ({ level, grade }) => {
      const [first, last] = gradesOf[level];
      if (grade >= first && grade <= last) return undefined;
      return { column: 'grade', reason: `expected a grade of ${level}, ${first} to ${last}, got ${grade}` };
    },
    checkTogether: async (em, rows) => [
      ...(await classesFit(em, rows, 'level')),
      ...(await rowsFitTheirClass(em, rows)),
    ],
    claimTogether: (em, rows) => claimsOfPlaces(em, 'class_code', rows),
    claimsOf: Object.values(kindsThatClaim),
  },
);
