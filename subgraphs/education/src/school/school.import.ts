import { column, defineWholeImport, searchKey } from '@hub/kit';
import { classesFit } from '../class/school-class.check.js';
import { claimsOfPlaces } from '../claims.js';
import { SchoolEntity } from './school.entity.js';
import { SchoolLevel, SchoolType } from './school.type.js';

export const schoolImport = defineWholeImport({
  kind: 'schools',
  description: 'A school: where, which levels, who runs it, and the Digital Literacy team that supports it',
  columns: {
    code: column.code,
    name_vi: column.text,
    name_en: column.text,
    commune_code: column.communeCode,
    levels: column.listOf(column.oneOf(...Object.values(SchoolLevel))),
    type: column.oneOf(...Object.values(SchoolType)),
    team_code: column.optional(column.code),
  },
  key: ['code'],
  check: ({ levels }) =>
    levels.length === 0 ? { column: 'levels', reason: 'expected at least one level, got none' } : undefined,
  entity: SchoolEntity,
  entityKey: ['code'],
  toEntity: (row, { places, placesOn }) => ({
    code: row.code,
    nameVi: row.name_vi,
    nameEn: row.name_en,
    searchKey: `${searchKey(row.name_vi)}\n${searchKey(row.name_en)}`,
    communeCode: row.commune_code,
    communeFrom: places.on(row.commune_code, placesOn)?.validFrom,
    levels: row.levels,
    type: row.type,
    teamCode: row.team_code,
  }),
  checkTogether: (em, rows) => classesFit(em, rows, 'levels'),
  claimTogether: (em, rows) => claimsOfPlaces(em, 'school_code', rows),
});
