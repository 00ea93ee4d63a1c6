import { readFileSync } from 'node:fs';
import { parseSchoolYear } from '@hub/protocol';
import { expect, test } from '@jest/globals';

type Row = Readonly<Record<string, string | undefined>>;

/** The rows of a demonstration file; only its columns before the first that is quoted are read. */
function demo(organisation: string, kind: string): Row[] {
  const text = readFileSync(new URL(`../subgraphs/${organisation}/demo/${kind}.csv`, import.meta.url), 'utf8');
  const [header = '', ...lines] = text.trim().split('\n');
  const columns = header.split(',');
  return lines.map((line) => {
    const cells = (line.split('"')[0] ?? '').split(',');
    return Object.fromEntries(columns.map((name, index) => [name, cells[index]]));
  });
}

const byCode = (rows: readonly Row[]) => new Map(rows.map((row) => [row['code'], row]));
const schools = byCode(demo('education', 'schools'));
const classes = byCode(demo('education', 'school-classes'));
const enrolments = demo('education', 'enrolments').map((row) => {
  const schoolClass = classes.get(row['class_code']);
  return {
    commune: schools.get(schoolClass?.['school_code'])?.['commune_code'],
    pupil: row['citizen_number'],
    from: row['enrolled_on'] ?? '',
    until: row['left_on'] || parseSchoolYear(schoolClass?.['school_year'] ?? '').lastDay,
  };
});
const denominators = demo('movement', 'denominators').filter(({ audience }) => audience === 'PUPILS');

test.each([...Map.groupBy(denominators, (row) => row['as_of'] ?? '')])(
  'the made-up denominators of pupils of %s are all who were pupils by then in the Department’s made-up records',
  (day, rows) => {
    const begun = enrolments.filter(({ from }) => from <= day);
    const found = Map.groupBy(
      new Map(begun.map((one) => [`${one.commune} ${one.pupil}`, one])).values(),
      (one) => one.commune,
    );
    const communes = rows.filter((row) => row['place_code'] !== '38');
    expect(communes).toHaveLength(166);
    for (const { place_code: place = '', value } of rows) {
      const pupils = place === '38' ? new Set(begun.map(({ pupil }) => pupil)).size : (found.get(place)?.length ?? 0);
      expect([place, Number(value)]).toEqual([place, Math.floor(pupils / 10) * 10]);
    }
  },
);

test('whoever is assessed while a denominator holds is one of those whom it counts in the commune of the school', () => {
  const ofPupils = Map.groupBy(enrolments, ({ pupil }) => pupil);
  const assessments = demo('education', 'assessments');
  const [before, now] = [...new Set(denominators.map((row) => row['as_of'] ?? ''))].sort();
  const uncounted = assessments.filter(({ citizen_number: pupil, assessed_on: day = '' }) => {
    const at = ofPupils.get(pupil)?.find(({ from, until }) => from <= day && day <= until);
    return !at || at.from > ((day <= '2026-08-31' ? before : now) ?? '');
  });
  expect(assessments.length).toBeGreaterThan(20_000);
  expect(uncounted).toEqual([]);
});

test('the Department has about 300 schools, one at least in every commune, and 40,000 pupils', () => {
  expect(schools.size).toBeGreaterThan(280);
  expect(schools.size).toBeLessThan(330);
  expect(new Set([...schools.values()].map((row) => row['commune_code'])).size).toBe(166);
  expect(demo('education', 'pupils')).toHaveLength(40_000);
});
