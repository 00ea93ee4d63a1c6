import { column, defineWholeImport, parseSchoolYear } from '@hub/kit';
import { claimsOfPlaces } from '../claims.js';
import { SchoolEntity } from '../school/school.entity.js';
import { gradesOf, SchoolLevel } from '../school/school.type.js';
import { classesFit, rowsFitTheirClass } from './school-class.check.js';
import { SchoolClassEntity } from './school-class.entity.js';

export const schoolClassImport = defineWholeImport({
  kind: 'school-classes',
  description: 'A class of a school in one school year',
  columns: {
    code: column.code,
    school_code: column.code,
    school_year: column.schoolYear,
    level: column.oneOf(...Object.values(SchoolLevel)),
    grade: column.integer(1, 12),
    name: column.text,
  },
  key: ['code'],
  references: { school_code: [SchoolEntity, 'code'] },
  check: ({ level, grade }) => {
    const [first, last] = gradesOf[level];
    if (grade >= first && grade <= last) return undefined;
    return { column: 'grade', reason: `expected a grade of ${level}, ${first} to ${last}, got ${grade}` };
  },
  entity: SchoolClassEntity,
  entityKey: ['code'],
  toEntity: (row) => ({
    code: row.code,
    schoolCode: row.school_code,
    schoolYear: row.school_year,
    level: row.level,
    grade: row.grade,
    name: row.name,
    ...parseSchoolYear(row.school_year),
  }),
  checkTogether: async (em, rows) => [...(await classesFit(em, rows, 'level')), ...(await rowsFitTheirClass(em, rows))],
  claimTogether: (em, rows) => claimsOfPlaces(em, 'class_code', rows),
});
