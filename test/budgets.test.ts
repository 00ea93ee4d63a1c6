import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parse, validate } from 'graphql';
import { costFor } from '../gateway/src/limits/cost/cost.js';
import { costModel } from '../gateway/src/limits/cost/cost-model.js';
import { operationCost } from '../gateway/src/limits/cost/operation-cost.js';
import { hubLimits } from '../gateway/src/limits/limits.js';
import { operationsOf } from '../gateway/src/operation/operation.js';
import { readSupergraph } from '../gateway/src/supergraph/supergraph.js';
import { readme } from './support/readme.js';

const file = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
const supergraph = readSupergraph(file('schema/supergraph.graphql'));
const { api } = supergraph;
const model = costModel(supergraph);
const budget = (role: string) => hubLimits.cost?.[role] ?? NaN;

/** The price of an operation at the hub's gateway. */
function costOf(query: string): number {
  const document = parse(query);
  expect(validate(api, document)).toEqual([]);
  const operation = operationsOf(document)[0];
  if (!operation) throw new Error(`Expected an operation, got ${query}.`);
  const { listSize, fetchCost: fetch } = hubLimits;
  return costFor(operationCost(operation, api, model, { listSize, mutation: 10, fetch }), {});
}

const times = (count: number, text: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => text(index)).join(' ');

/** The operations that a page shows as blocks, which are indented or fenced. */
function shown(page: string): string[] {
  return (file(page).match(/(?:^ {4}.*\n)+/gm) ?? []).filter((block) => /^\s*(?:\{|query|subscription)/.test(block));
}

describe('what the hub’s own lists cost', () => {
  const [analysts, apps] = ['docs/analysts.md', 'docs/apps.md'].map(shown);

  test('is what the README says of its query', () => {
    expect(readme.cost).toEqual({ estimated: costOf(readme.query), budget: budget('analyst') });
  });

  test('leaves those room whom the documentation shows them', () => {
    expect([analysts?.length, apps?.length]).toEqual([5, 2]);
    for (const query of [readme.query, ...(analysts ?? [])]) expect(costOf(query)).toBeLessThan(budget('analyst') / 3);
    for (const query of apps ?? []) expect(costOf(query)).toBeLessThan(budget('app') / 3);
  });

  test.each([
    ['all of a list', '{ communes(first: 500) { nodes { code name } } }', 'anonymous'],
    ['the README’s query', readme.query, 'anonymous'],
    [
      'a year of the province’s progress',
      `{ goal(code: "PUPILS") { ${times(12, (n) => `m${n}: progress(period: "2026-${n + 1}") { people { lower } }`)} } }`,
      'anonymous',
    ],
    [
      'a year of all communes’ progress, with the organisations’ shares',
      `{ goal(code: "PUPILS") { ${times(12, (n) => `m${n}: progressByCommune(first: 500) { nodes { status contributions { organisation { code } share { people } } } }`)} } }`,
      'analyst',
    ],
    [
      'all communes’ progress',
      '{ goal(code: "PUPILS") { progressByCommune(first: 500) { nodes { people { lower } ratio } } } }',
      'app',
    ],
  ])('lets %s be asked', (_name, query, role) => {
    expect(costOf(query)).toBeLessThan(budget(role));
  });

  test.each([
    ['a list of lists', '{ communes(first: 500) { nodes { tasks(first: 500) { nodes { code } } } } }'],
    ['edges of edges', '{ communes(first: 500) { edges { node { tasks(first: 500) { edges { cursor } } } } } }'],
    ['a list without end', '{ learningGroups(first: 2000000000) { nodes { code } } }'],
    [
      'everything of everyone',
      '{ goals { progressByCommune(first: 500) { nodes { commune { learningGroups(first: 100) { nodes { code } } } } } } }',
    ],
    [
      'progress again and again',
      `{ goals { ${times(99, (n) => `a${n}: progress(period: "${1900 + n}") { people { lower } }`)} } }`,
    ],
  ])('is beyond even an analyst’s budget for %s', (_name, query) => {
    expect(costOf(query)).toBeGreaterThan(budget('analyst'));
  });
});

test('the limits that apps read are those of the hub', () => {
  const page = file('docs/apps.md');
  const [head, ...rows] = [...page.matchAll(/^\| (limit|cost of one|requests a|body,).*$/gm)].map(([row]) =>
    row
      .split('|')
      .slice(2, -1)
      .map((cell) => cell.trim()),
  );
  const { cost, rate, bodyBytes, document, responseBytes, addressRate, concurrency } = hubLimits;
  const number = (value = NaN) => value.toLocaleString('en');
  const rolesOf = (title: string) => (title === 'without a token' ? ['anonymous'] : title.split(', '));
  const of = <T>(table: Readonly<Record<string, T>> | undefined, role: string) => table?.[role] ?? table?.['anonymous'];
  expect([head?.length, rows.length]).toEqual([4, 3]);
  for (const [column, title] of (head ?? []).entries()) {
    for (const role of rolesOf(title)) {
      const most = of(rate, role);
      const bytes = of(bodyBytes, role) ?? NaN;
      expect([role, ...rows.map((cells) => cells[column])]).toEqual([
        role,
        number(of(cost, role)),
        `${number(most?.perSecond)}, ${number(most?.burst)}`,
        bytes < 1024 * 1024 ? `${bytes / 1024} KiB` : `${bytes / 1024 / 1024} MiB`,
      ]);
    }
  }
  const { tokens, depth, selections, aliases, rootFields } = document ?? {};
  for (const told of [
    `${concurrency} requests,`,
    `${number(tokens)} tokens, ${depth} levels, ${number(selections)} selections, ${aliases} aliases, ${rootFields} root fields`,
    `${(responseBytes ?? NaN) / 1024 / 1024} MiB`,
    `${addressRate?.perSecond} requests a second, ${number(addressRate?.burst)} at once`,
  ])
    expect(page).toContain(told);
});
