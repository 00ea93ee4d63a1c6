import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { buildSchema, isEnumType, parse, validate } from 'graphql';
import { describe, expect, test } from '@jest/globals';
import { parse as parseYaml } from 'yaml';
import { operationName, readTable, type TableSource } from './table.js';

const root = new URL('../../../../', import.meta.url);
/** The hub's tables, then the organisations', which may replace a table of the hub. */
const files = globSync(['gateway/tables/*.yaml', 'subgraphs/*/tables/*.yaml'], { cwd: root }).sort();
const places = new Map(files.map((file) => [basename(file, '.yaml'), file.replace(/\.yaml$/, '')]));
const names = [...places.keys()];
const schema = buildSchema(readFileSync(new URL('../../../../schema/api.graphql', import.meta.url), 'utf8'));

function source(name: string): TableSource {
  const text = (extension: string) => readFileSync(new URL(`${places.get(name)}.${extension}`, root), 'utf8');
  return { name, document: text('graphql'), mapping: text('yaml') };
}

/** The tables that an analyst of the movement needs. */
const expected = [
  ...['anomalies', 'audit', 'breakdown', 'classes', 'communes', 'completeness', 'confirmations', 'contributions'],
  ...[
    'figures-changed',
    'goals-by-month',
    'group-sessions',
    'groups',
    'imports',
    'indicators',
    'league-table',
    'lessons',
    'meetings',
    'obstacles',
  ],
  ...[
    'overlap',
    'products',
    'release-calendar',
    'revisions',
    'schools',
    'series',
    'service-points',
    'sessions',
    'tasks',
    'teams',
  ],
  ...['training-by-agency'],
];

/** The codes of groups without an enum, as `BreakdownBy` lists them. */
const groups = '18_34 35_59 60_PLUS COMMUNE FEMALE MALE MOUNTAIN PLAIN UNDER_18 URBAN WARD'.split(' ');

test('the hub ships the tables that its users ask for', () => {
  expect(names.sort()).toEqual(expected);
});

test('most tables say in words what values of enums are', () => {
  const worded = expected.filter((name) => readTable(source(name), schema).mapping.columns.some(({ words }) => words));
  expect(worded.length).toBeGreaterThan(expected.length / 2);
});

test('words that several tables have are said once', () => {
  // Organisations have their own words.
  const ofHub = expected.filter((name) => places.get(name)?.startsWith('gateway/'));
  const said = ofHub.flatMap((name) => wordsIn(parseYaml(source(name).mapping)));
  expect(said.length).toBeGreaterThan(5);
  expect(said.filter((one, index) => said.indexOf(one) !== index)).toEqual([]);
});

/** The words that a mapping itself spells out, at any depth. */
function wordsIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) =>
    key === 'words' && typeof one === 'object' ? [JSON.stringify(one)] : wordsIn(one),
  );
}

describe.each(expected)('the table %s', (name) => {
  const { mapping, document, operations } = readTable(source(name), schema);

  test('says in words what each value of an enum is', () => {
    const { columns, about } = mapping;
    const worded = [...columns, ...about.facts, ...about.lists.flatMap((list) => list.columns)].flatMap(({ words }) =>
      words ? [Object.keys(words).sort()] : [],
    );
    const enums = Object.values(schema.getTypeMap())
      .filter((type) => isEnumType(type))
      .map((type) =>
        type
          .getValues()
          .map((value) => value.name)
          .sort(),
      );
    for (const values of worded) expect([...enums, groups]).toContainEqual(values);
  });

  test('has titles of its own for each column, group by group', () => {
    for (const language of ['vi', 'en'] as const) {
      const titles = mapping.columns.map(({ group, title }) => `${group?.[language] ?? ''} ${title[language]}`);
      expect(titles.filter((title, index) => titles.indexOf(title) !== index)).toEqual([]);
    }
  });

  test('has operations of its own name, which the audit log shows', () => {
    const own = operationName(name, 'Rows');
    expect(operations.size).toBeGreaterThan(0);
    expect([...operations.keys()].filter((one) => !one.startsWith(own))).toEqual([]);
    expect(validate(schema, parse(document))).toEqual([]);
  });
});
