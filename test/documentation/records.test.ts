import { readFileSync } from 'node:fs';
import { compileFunction } from 'node:vm';
import { defineSubgraph, readRecords } from '@hub/kit';
import { buildSubgraph } from '@hub/kit/service';
import { expect, test } from '@jest/globals';
import ts from 'typescript';
import { columnDeclaration } from '../../subgraphs/kit/src/record/declaration.js';
import { documentedBlocks } from '../support/documented-blocks.js';

const page = 'docs/records.md';

test('the record in YAML is one, and its twin in TypeScript says the same', async () => {
  const [yaml = ''] = documentedBlocks(page, 'yaml');
  const [code = ''] = documentedBlocks(page, 'ts');
  const { records, problems } = readRecords([{ file: 'clubs.yaml', text: yaml }]);
  expect(problems).toBeUndefined();
  const { outputText } = ts.transpileModule(code, { compilerOptions: { module: ts.ModuleKind.CommonJS } });
  const exported: Record<string, unknown> = {};
  const kit = { defineRecord: (declaration: unknown) => declaration };
  compileFunction(outputText, ['exports', 'require'])(exported, () => kit);
  // What was compiled apart has other constructors.
  expect(JSON.parse(JSON.stringify(Object.values(exported)))).toEqual(records?.map(({ declaration }) => declaration));
  const definition = defineSubgraph(records ?? [], {
    ...{ organisation: 'farmers-union', folder: new URL('.', import.meta.url), migrations: [] },
  });
  const { sdl } = await buildSubgraph(definition);
  expect(sdl).toMatch(/^type FarmerClub implements Node .*@key\(fields: "code"\) @key\(fields: "nodeKey"\) {$/m);
  expect(sdl).toMatch(/farmerClubs\([^]*state: FarmerClubState/);
});

test('the table of kinds has each of them', () => {
  const text = readFileSync(new URL(`../../${page}`, import.meta.url), 'utf8');
  const [table = ''] = /(?<=## Kinds of columns\n\n)(?:\|.*\n)+/.exec(text) ?? [];
  const told = [...table.matchAll(/^\| `(\w+)`/gm)].map(([, kind]) => kind);
  const known = columnDeclaration.options.map(({ shape }) => shape.kind.value);
  expect(told).toEqual(known);
});
