import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compose } from '../../../../schema/src/contract/compose.js';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { parse, validate } from 'graphql';
import { Supergraph } from '../../supergraph/supergraph.js';
import type { ServedGraph } from '../records/record-kinds.js';
import { TablesInForce } from '../table/tables-in-force.js';
import type { Panel, Template } from '@hub/protocol';
import { PanelsInForce } from './panels-in-force.js';

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const graphOf = (sdl: string): ServedGraph => {
  const supergraph = new Supergraph(sdl);
  return { schema: supergraph.api, answering: (type, field) => supergraph.answering(type, field) };
};
/** A template in text form: values as `{path|format}`. */
const textOf = ({ vi }: Template) =>
  vi.map((part) => (typeof part === 'string' ? part : `{${part.paths.join(',')}|${part.as}}`)).join('');
const log = () => ({ error: jest.fn() }) as any;

describe('the panels that the shipped organisations wrote', () => {
  const graph = graphOf(readFileSync(join(root, 'schema/supergraph.graphql'), 'utf8'));

  test('fit the graph, each in the place of what its schema would say', async () => {
    const panels = await PanelsInForce.open(join(root, 'subgraphs'));
    const told = log();
    panels.report(graph, told);
    expect(told.error.mock.calls).toEqual([]);
    const { pages, columns } = panels.of(graph, true);
    const organisations = pages['commune']?.map(({ organisation }) => organisation) ?? [];
    expect(organisations.length).toBeGreaterThan(5);
    expect(new Set(organisations).size).toBe(organisations.length);
    expect(columns.map(({ type }) => type)).toEqual(['ServicePoint']);
    for (const panel of Object.values(pages).flat()) holds(panel, graph);
  });

  test('are those of the schema where nobody wrote any, with tables', async () => {
    const nobody = await PanelsInForce.open(undefined);
    expect(nobody.of(graph, false).pages).toEqual({});
    const written = (await PanelsInForce.open(join(root, 'subgraphs'))).of(graph, true).pages['commune'] ?? [];
    const panels = nobody.of(graph, true).pages['commune'] ?? [];
    expect(panels.map(({ organisation }) => organisation).toSorted()).toEqual(
      written.map(({ organisation }) => organisation).toSorted(),
    );
    for (const panel of panels) holds(panel, graph);
    const { usable, unusable, ofSchema } = (
      await TablesInForce.open({ hub: [], organisations: import.meta.dirname })
    ).of(graph);
    expect(Object.fromEntries(unusable)).toEqual({});
    expect([...usable.keys()]).toEqual([...ofSchema]);
    const linked = panels.flatMap(({ lists }) => lists.flatMap(({ table }) => table ?? []));
    expect(linked.length).toBeGreaterThan(5);
    for (const table of linked) expect(usable.get(table)?.parameters.has('commune')).toBe(true);
  });
});

/** Checks that the graph has every field of a panel. */
function holds({ query, lists, facts }: Panel, { schema }: ServedGraph): void {
  for (const text of [query, ...lists.flatMap(({ more }) => more ?? [])]) {
    expect(validate(schema, parse(text)).map(({ message }) => message)).toEqual([]);
  }
  expect(lists.length + facts.length).toBeGreaterThan(0);
}

describe('an organisation that wrote nothing', () => {
  let folder: string;
  let graph: ServedGraph;
  const growers = `
    extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
    scalar Date
    enum Language { VI EN }
    type Query {
      "Its fields, where things grow (thửa ruộng)." plots(commune: ID, first: Int = 20, after: String): PlotConnection
      "Its markets." markets: [Market!]
      one(code: ID!): Plot
    }
    type PlotConnection { nodes: [Plot!]! pageInfo: PageInfo! totalCount: Int! }
    type PageInfo { hasNextPage: Boolean! endCursor: String }
    type Plot @key(fields: "code") {
      code: ID! "Its name (tên thửa)." name(language: Language! = VI): String!
      "What grows (cây trồng)." crop: Crop! "Sown on (ngày gieo)." sownOn: Date area_ha: Float
      "Who works there (người làm)." workers: PeopleCount commune: Commune market: Market
    }
    enum Crop { "Rice (lúa)." WET_RICE MAIZE }
    type PeopleCount { people: Int atMost: Int }
    type Market { code: ID! title: String! "Its days (phiên chợ)." days: [String!] }
    type Commune @key(fields: "code") { code: ID! "Their markets (chợ)." itsMarkets: [Market!] "Hectares (diện tích gieo trồng)." sown: Int }`;
  const movement = `
    extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])
    scalar Date
    enum Language { VI EN }
    type Query { commune(code: ID!): Commune organisation(code: ID!): Organisation tasks(commune: ID): [Task!] }
    type Task { code: ID! }
    type Organisation { name(language: Language!): String! dataStatement: Statement! }
    type Statement { kind: String! asOf: Date text(language: Language!): String! }
    type Commune @key(fields: "code") { code: ID! name: String! }`;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'pages-'));
    mkdirSync(join(folder, 'growers/pages'), { recursive: true });
    writeFileSync(join(folder, 'growers/organisation.yaml'), '');
    const composition = compose([
      { name: 'growers', url: 'http://growers.example', sdl: growers },
      { name: 'movement', url: 'http://movement.example', sdl: movement },
    ]);
    if (composition.errors) throw new Error(composition.errors.join('\n'));
    graph = graphOf(composition.supergraph);
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  test('has a panel of its kinds, in both languages of its descriptions', async () => {
    const [panel, ...others] = (await PanelsInForce.open(folder)).of(graph, true).pages['commune'] ?? [];
    expect(others).toEqual([]);
    holds(panel as Panel, graph);
    expect(panel).toMatchObject({ organisation: 'growers', variables: ['commune', 'language'] });
    expect(panel?.title).toBeUndefined();
    expect(panel?.facts.map(({ title, cell }) => [textOf(title), textOf(cell)])).toEqual([
      ['Diện tích gieo trồng', '{sown|number}'],
    ]);
    const lists = panel?.lists.map(({ caption, rows, isPaged, table, columns }) => ({
      ...{ caption, rows, isPaged, table },
      columns: columns.map(({ title, cell, isHead }) => `${isHead ? '*' : ''}${title.vi}/${title.en} ${textOf(cell)}`),
    }));
    expect(lists).toEqual([
      {
        ...{ caption: { vi: 'Chợ', en: 'Its markets' }, rows: ['commune.itsMarkets'], isPaged: false },
        table: undefined,
        columns: ['*Title/Title {title|text}', 'Phiên chợ/Days {days|text}'],
      },
      {
        ...{ caption: { vi: 'Thửa ruộng', en: 'Plots' }, rows: ['plots'], isPaged: true, table: 'plots' },
        columns: [
          '*Tên thửa/Name {name|text}',
          'Cây trồng/Crop {crop|word}',
          'Ngày gieo/Sown on {sownOn|date}',
          'Area ha/Area ha {area_ha|decimal}',
          'Người làm/Workers {workers|people}',
          'Market/Market {market.title|text}',
        ],
      },
    ]);
    expect(panel?.words).toEqual({ WET_RICE: { vi: 'Lúa', en: 'Wet rice' }, MAIZE: { vi: 'Maize', en: 'Maize' } });
    expect(panel?.lists[1]?.more).toContain('plots(commune: $commune, first: 20, after: $after)');
  });

  test('has a table of each kind, of which nobody is told who may not ask about the schema', async () => {
    const { usable, ofSchema } = (await TablesInForce.open({ hub: [], organisations: folder })).of(graph);
    expect([...usable.keys()]).toEqual(['plots', 'markets']);
    expect([...ofSchema]).toEqual(['plots', 'markets']);
    const plots = usable.get('plots');
    expect([...(plots?.parameters.keys() ?? [])]).toEqual(['commune']);
    expect(
      plots?.mapping.columns.map(({ key, group, format }) => `${group ? `${group.vi}: ` : ''}${key} ${format}`),
    ).toEqual([
      ...['code text', 'name text', 'crop text', 'sownOn date', 'areaHa number'],
      ...['Người làm: workers integer', 'Người làm: workersAtMost integer', 'communeCode text', 'communeName text'],
      ...['marketCode text', 'marketTitle text'],
    ]);
    expect(plots?.mapping.about).toMatchObject({ demonstration: 'organisation.dataStatement.kind' });
  });

  test('has what it writes as soon as it is there, and what its schema says where that cannot be used', async () => {
    const panels = await PanelsInForce.open(folder);
    const told = log();
    const write = async (yaml: string) => {
      const here =
        'query Here($commune: ID!) { plots(commune: $commune, first: 3) { totalCount pageInfo { hasNextPage endCursor } nodes { code workers { people atMost } } } }';
      const more = here
        .replace('Here', 'More')
        .replace('first: 3', 'first: 20, after: $after')
        .replace('ID!)', 'ID!, $after: String)');
      writeFileSync(join(folder, 'growers/pages/commune.graphql'), `${here}\n${more}`);
      writeFileSync(join(folder, 'growers/pages/commune.yaml'), yaml);
      await panels.look();
      panels.report(graph, told);
      return panels.of(graph, false).pages['commune']?.[0];
    };
    const list = (columns: string) => `title: { vi: Đồng, en: Fields }
lists:
  - caption: { vi: Thửa, en: Plots }
    rows: plots
    more: More
    columns: [${columns}]`;
    const written = await write(list("{ title: { vi: Mã, en: Code }, cell: 'Số {code}: {workers}', head: true }"));
    expect(written?.title).toEqual({ vi: 'Đồng', en: 'Fields' });
    expect(written?.lists[0]?.columns.map(({ cell }) => textOf(cell))).toEqual(['Số {code|text}: {workers|people}']);
    for (const [wrong, problem] of [
      ["{ title: { vi: Mã, en: Code }, cell: '{name}' }", /expected a field that the query selects, got name/],
      ["{ title: { vi: Mã, en: Code }, cell: '{workers|number}' }", /expected a value to write as number, got workers/],
      ["{ title: { vi: Mã, en: Code }, cell: '{code|shout}' }", /expected a format, one of text, .*got shout/],
      ["{ title: { vi: Mã }, cell: '{code}' }", /columns\[0\]\.title\.en/],
    ] as const) {
      told.error.mockClear();
      expect(await write(list(wrong))).toBeUndefined();
      expect(told.error.mock.calls).toEqual([
        [{ page: 'growers/commune', problem: expect.stringMatching(problem) }, expect.any(String)],
      ]);
      expect(panels.of(graph, true).pages['commune']?.map(({ title }) => title)).toEqual([undefined]);
    }
  });
});
