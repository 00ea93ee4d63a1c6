import { defineRecord, type RowOf, type WordsOf } from '@hub/kit';
import { claimsOfPlaces, kindsThatClaim } from '../claims.js';
import { classesFit } from '../classes.check.js';

export const schoolLevel = {
  name: 'SchoolLevel',
  description: 'A level of schooling (cấp học).',
  values: {
    PRIMARY: 'Primary, grades 1 to 5 (tiểu học).',
    LOWER_SECONDARY: 'Lower secondary, grades 6 to 9 (trung học cơ sở).',
    UPPER_SECONDARY: 'Upper secondary, grades 10 to 12 (trung học phổ thông).',
    CONTINUING: 'Continuing education, grades 6 to 12 (giáo dục thường xuyên).',
  },
} as const;

/** The first and last grade of each level. */
export const gradesOf: Readonly<Record<WordsOf<typeof schoolLevel>, readonly [first: number, last: number]>> = {
  PRIMARY: [1, 5],
  LOWER_SECONDARY: [6, 9],
  UPPER_SECONDARY: [10, 12],
  CONTINUING: [6, 12],
};

const schoolType = {
  name: 'SchoolType',
  description: 'Who runs a school (loại hình trường).',
  values: { PUBLIC: 'The state (công lập).', PRIVATE: 'Others, such as a company (tư thục, dân lập).' },
} as const;

export const School = defineRecord(
  {
    name: 'School',
    file: 'schools',
    title: { vi: 'Trường', en: 'Schools' },
    description: 'A school or centre of continuing education (trường, trung tâm giáo dục thường xuyên).',
    called: { one: 'school (trường)', many: 'schools' },
    entity: true,
    columns: {
      code: { kind: 'code', names: ['mã trường'], description: "The school's code (mã trường)." },
      name: { kind: 'translated', names: ['tên trường'], searchable: true, description: 'Its name (tên trường).' },
      commune: {
        kind: 'commune',
        names: ['xã', 'phường nơi trường đóng'],
        description: 'Where it is (xã, phường nơi trường đóng).',
      },
      // The first day of the commune: a later commune may have the same code.
      commune_from: { kind: 'day', given: false, field: false },
      levels: {
        kind: 'words',
        names: ['cấp học'],
        words: schoolLevel,
        some: true,
        description: 'The levels that it teaches (cấp học); some schools teach several.',
      },
      type: { kind: 'word', names: ['loại hình'], words: schoolType, description: 'Who runs it (loại hình).' },
      // Only the Youth Union knows whether the team exists.
      team: {
        kind: 'entity',
        names: ['đội hỗ trợ'],
        type: 'DigitalLiteracyTeam',
        code: "The team's code (mã đội).",
        optional: true,
        field: 'supportedBy',
        description: "The Youth Union's Digital Literacy team that supports it (đội hỗ trợ); null when none does.",
      },
    },
    one: { field: 'school' },
    lists: [
      {
        on: 'Query',
        field: 'schools',
        filters: {
          search: {
            column: 'name',
            description: 'Part of the name (tên trường), in either language; diacritics and tones do not matter.',
          },
          commune: { column: 'commune', description: 'Only schools of this commune (xã, phường), by its code.' },
          level: { column: 'levels', description: 'Only schools of this level (cấp học).' },
        },
        description: 'Schools (các trường), by code.',
      },
      { on: 'Commune', field: 'schools', description: 'The schools here (các trường), by code.' },
      {
        on: 'DigitalLiteracyTeam',
        field: 'schools',
        description: 'The schools that it supports (các trường được hỗ trợ), by code.',
      },
    ],
  },
  {
    derive: ({ commune_code }, { places, placesOn }) => ({
      communeFrom: places.on(commune_code, placesOn)?.validFrom,
    }),
    checkTogether: (em, rows) => classesFit(em, rows, 'levels'),
    claimTogether: (em, rows) => claimsOfPlaces(em, 'school_code', rows),
    claimsOf: Object.values(kindsThatClaim),
  },
);

export type SchoolRow = RowOf<typeof School>;
