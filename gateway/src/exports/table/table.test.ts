import { buildSchema } from 'graphql';
import { expect, test } from '@jest/globals';
import { readTable } from './table.js';

const schema = buildSchema(`
  scalar Date
  type Query { items(first: Int, after: String, kind: Kind): Items one: Item }
  type Mutation { empty: Int }
  enum Kind { A B }
  type Items { nodes: [Item!]! pageInfo: PageInfo! }
  type PageInfo { hasNextPage: Boolean! endCursor: String }
  type Item { code: ID! day: Date people: Int place: Place parts: [Part!]! }
  type Part { name: String! }
  type Place { code: ID! }`);

const document = `query Items($kind: Kind, $first: Int!, $after: String) {
  items(first: $first, after: $after, kind: $kind) {
    ...Page
  }
}
fragment Page on Items { pageInfo { hasNextPage endCursor } nodes { code day people place { code } parts { name } } }
query ItemsAbout { one { code parts { name } } }`;

const yaml = `
title: { vi: Bảng, en: Table }
description: { vi: Bảng., en: A table. }
rows: items.nodes
pages: items
parameters: { kind: { title: { vi: Loại, en: Kind } } }
columns:
  - { key: code, title: { vi: Mã, en: Code }, value: code }
  - { key: day, title: { vi: Ngày, en: Day }, value: day, format: date }
about: { facts: [{ title: { vi: Mã, en: Code }, value: one.code }] }
`;

function problemOf(change: { readonly yaml?: [string, string]; readonly document?: [string, string] }): string {
  const replaced = (text: string, [from, to]: [string, string] = ['', '']) => text.replace(from, to);
  try {
    readTable(
      { name: 'items', document: replaced(document, change.document), mapping: replaced(yaml, change.yaml) },
      schema,
    );
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}

test('a table is its document’s operations, their parameters, and the formats that it can be had in', () => {
  const table = readTable({ name: 'items', document, mapping: yaml }, schema);
  expect([...table.operations.keys()]).toEqual(['Items', 'ItemsAbout']);
  expect([...table.parameters.keys()]).toEqual(['kind']);
  expect(table.formats).toEqual(['csv', 'xlsx', 'jsonl']);
  const other = readTable({ name: 'items', document: `${document}\n`, mapping: yaml }, schema);
  expect(other.digest).not.toBe(table.digest);
});

test.each<[what: string, change: Parameters<typeof problemOf>[0], problem: string | RegExp]>([
  ['as it is', {}, ''],
  [
    'of a field that the schema does not have',
    { document: ['people place', 'persons place'] },
    /Cannot query field "persons"/,
  ],
  [
    'that changes something',
    { document: ['query ItemsAbout { one { code parts { name } } }', 'mutation ItemsAbout { empty }'] },
    /expected queries alone/,
  ],
  [
    'without the query of its name',
    { document: ['query Items(', 'query Rows('] },
    'expected a query Items in the document',
  ],
  ['with rows that are no list', { yaml: ['rows: items.nodes', 'rows: items'] }, 'rows: expected a list, got items'],
  [
    'with rows that it does not ask for',
    { yaml: ['rows: items.nodes', 'rows: items.edges'] },
    'rows: expected a list that the query selects, got items.edges',
  ],
  [
    'with pages that do not say where they end',
    { document: ['hasNextPage ', ''] },
    /^pages: expected items to select pageInfo/,
  ],
  [
    'with pages that it cannot turn',
    { document: [', $after: String', ''] },
    /Variable "\$after" is not defined|pages: expected the variables/,
  ],
  [
    'with a column that it does not ask for',
    { yaml: ['value: day', 'value: date'] },
    'columns.day: expected a field that the query selects, got date',
  ],
  [
    'with a column of an object',
    { yaml: ['value: day', 'value: place'] },
    /^columns\.day: expected a field without fields, got place/,
  ],
  [
    'with a column of another format',
    { yaml: ['format: date', 'format: integer'] },
    'columns.day: expected Int for integer, got Date',
  ],
  [
    'with two columns of one key',
    { yaml: ['key: day', 'key: code'] },
    'expected one column of each key, got code twice',
  ],
  [
    'with a parameter that nobody described',
    { yaml: ['parameters: { kind: { title: { vi: Loại, en: Kind } } }', ''] },
    "parameters: expected $kind of the rows' query to be described",
  ],
  [
    'with a parameter that it does not have',
    { yaml: ['{ kind: {', '{ sort: { title: { vi: Xếp, en: Sort } }, kind: {'] },
    "parameters.sort: expected a variable of the rows' query",
  ],
  [
    'with a fact that it does not ask for',
    { yaml: ['value: one.code', 'value: one.name'] },
    'about.facts: expected a field that the query selects, got one.name',
  ],
  [
    'with a fact and no query about it',
    { document: ['query ItemsAbout', 'query ItemsOther'] },
    'about: expected a query about the file in the document',
  ],
  ['with a mapping of another kind', { yaml: ['rows:', 'lines:'] }, /rows/],
  ['with a title in one language', { yaml: ['{ vi: Ngày, en: Day }', '{ vi: Ngày }'] }, /columns\[1\]\.title\.en/],
  [
    'with a place that is no field',
    { yaml: ['about:', 'place: { id: place.code, geometry: place }\nabout:'] },
    'place.geometry: expected a field without fields, got place',
  ],
])('a table %s', (_what, change, problem) => {
  if (typeof problem === 'string') expect(problemOf(change)).toBe(problem);
  else expect(problemOf(change)).toMatch(problem);
});
