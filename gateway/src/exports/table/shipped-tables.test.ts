import { readdirSync, readFileSync } from 'node:fs';
import { buildSchema, isEnumType, parse, validate } from 'graphql';
import { describe, expect, test } from '@jest/globals';
import { operationName, readTable, type TableSource } from './table.js';

const folder = new URL('../../../tables/', import.meta.url);
const names = readdirSync(folder)
  .filter((file) => file.endsWith('.yaml'))
  .map((file) => file.slice(0, -'.yaml'.length));
const schema = buildSchema(readFileSync(new URL('../../../../schema/api.graphql', import.meta.url), 'utf8'));

function source(name: string): TableSource {
  const text = (extension: string) => readFileSync(new URL(`${name}.${extension}`, folder), 'utf8');
  return { name, document: text('graphql'), mapping: text('yaml') };
}

/** What an analyst of the movement asks for as files. */
const expected = [
  ...['anomalies', 'audit', 'breakdown', 'classes', 'communes', 'completeness', 'confirmations', 'contributions'],
  ...['group-sessions', 'groups', 'imports', 'indicators', 'league-table', 'lessons', 'meetings', 'obstacles'],
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

/** The codes of groups that are of no enum, as `BreakdownBy` lists them. */
const groups = '18_34 35_59 60_PLUS COMMUNE FEMALE MALE MOUNTAIN PLAIN UNDER_18 URBAN WARD'.split(' ');

test('the hub ships the tables that its users ask for', () => {
  expect(names.sort()).toEqual(expected);
});

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
    for (const one of operations.keys()) expect(one.startsWith(own)).toBe(true);
    expect(validate(schema, parse(document))).toEqual([]);
  });
});
