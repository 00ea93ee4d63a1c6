import { canonicalText, digestOf } from '@hub/protocol';

/** Rows as they count for the version of places: former units among them. */
export const placeRows = {
  places: [
    ['14758', '2025-07-01', null, 'COMMUNE', '38', 'PLAIN'],
    ['14759', '2004-01-01', '2025-06-30', 'COMMUNE', '38', 'PLAIN'],
    ['38', '0001-01-01', null, 'PROVINCE', 'VN', null],
    ['VN', '0001-01-01', null, 'COUNTRY', null, null],
  ],
  successions: [['14759', '2004-01-01', '14758', '2025-07-01']],
} as const;

/** Rows as they count for the version of goals. */
export const goalRows = {
  goals: [
    ['ADULTS_BASIC', '2025-01-01', null, 'ADULTS', 0.8, 0, '2025-01-01', '2026-12-31', null, null],
    ['STAFF_SKILLS', '2025-01-01', null, 'STAFF', 0.905, 0.25, '2025-01-01', '2026-12-31', 10, 'ADULTS_BASIC'],
  ],
  audiences: [
    ['ADULTS', 18, null, '2026-12-31'],
    ['STAFF', null, null, null],
  ],
} as const;

const named = (names: readonly string[], rows: readonly (readonly unknown[])[]) =>
  rows.map((row) => Object.fromEntries(names.map((name, index) => [name, row[index]])));

/** Both lists of places, as objects. */
export const placeTables = [
  named(['code', 'from', 'until', 'level', 'parent', 'area'], placeRows.places),
  named(['code', 'from', 'successor', 'since'], placeRows.successions),
];

/** Both lists of goals, as objects. */
export const goalTables = [
  named(
    ['code', 'from', 'until', 'audience', 'target', 'base', 'starts', 'deadline', 'due', 'follows'],
    goalRows.goals,
  ),
  named(['code', 'ageFrom', 'ageUntil', 'ageOn'], goalRows.audiences),
];

/** `versions/versions.json`: rows, their canonical text and its digest. */
export function versionVectors(): object {
  const vector = (tables: readonly object[]) => {
    const text = canonicalText(tables);
    return { tables, text, digest: digestOf(text) };
  };
  return { places: vector(placeTables), goals: vector(goalTables) };
}
