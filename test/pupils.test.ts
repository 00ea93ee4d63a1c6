import { readFileSync } from 'node:fs';
import { parseSchoolYear } from '@hub/schema';
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
    from: row['enrolled_on'] ?? '',
    until: row['left_on'] || parseSchoolYear(schoolClass?.['school_year'] ?? '').lastDay,
  };
});
const denominators = demo('movement', 'denominators').filter(({ audience }) => audience === 'PUPILS');

test.each([...Map.groupBy(denominators, (row) => row['as_of'] ?? '')])(
  'the made-up denominators of pupils of %s are what the Department publishes of its made-up records',
  (day, rows) => {
    const enrolled = enrolments.filter(({ from, until }) => from <= day && day <= until);
    const found = Map.groupBy(enrolled, ({ commune }) => commune);
    const communes = rows.filter((row) => row['place_code'] !== '38');
    expect(communes).toHaveLength(166);
    for (const row of rows) {
      const { place_code: place = '', value, at_most: given } = row;
      const pupils = place === '38' ? enrolled.length : (found.get(place)?.length ?? 0);
      const least = Number(value);
      const most = given ? Number(given) : least + 9;
      expect([place, least % 10, pupils >= least && pupils <= most]).toEqual([place, 0, true]);
    }
  },
);

test('the Department has about 300 schools, one at least in every commune, and 40,000 pupils', () => {
  expect(schools.size).toBeGreaterThan(280);
  expect(schools.size).toBeLessThan(330);
  expect(new Set([...schools.values()].map((row) => row['commune_code'])).size).toBe(166);
  expect(demo('education', 'pupils')).toHaveLength(40_000);
});
