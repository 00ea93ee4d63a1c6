import { readFileSync } from 'node:fs';
import { defineSubgraph, readRecords } from '@hub/kit';
import { buildSubgraph } from '@hub/kit/service';
import { expect, test } from '@jest/globals';
import { columnDeclaration, type RecordDeclaration } from '../../subgraphs/kit/src/record/declaration.js';
import { documentedBlocks } from '../support/documented-blocks.js';

const page = 'docs/records.md';

/** The record of the page, as a team that writes TypeScript declares it. */
const inTypeScript = {
  name: 'FarmerClub',
  file: 'clubs',
  description: 'A club of farmers who learn together (tổ nông dân số).',
  called: { one: 'club', many: 'the clubs of farmers' },
  entity: true,
  columns: {
    code: { kind: 'code', description: "The club's code." },
    commune: { kind: 'commune', description: 'Where it is.' },
    name: {
      kind: 'translated',
      names: ['tên tổ'],
      description: 'Its name (tên tổ).',
      searchable: true,
      sortable: true,
    },
    state: {
      kind: 'word',
      description: 'Whether it meets.',
      words: {
        name: 'FarmerClubState',
        description: 'Whether a club meets (tình trạng).',
        values: { ACTIVE: 'It meets.', PAUSED: 'It does not meet for now.' },
      },
    },
    founded_on: { kind: 'pastDay', description: 'When it was founded.' },
    member_count: { kind: 'integer', field: false },
  },
  one: { field: 'farmerClub' },
  counts: {
    members: { measure: 'FARMER_CLUB_MEMBERS', number: 'member_count', description: 'Its members (thành viên).' },
  },
  lists: [
    {
      on: 'Query',
      field: 'farmerClubs',
      filters: {
        commune: { column: 'commune', description: 'Only records of the commune with this code.' },
        state: { column: 'state', description: 'Only records in this state.' },
      },
      description: 'All clubs, by code.',
    },
    { on: 'Commune', field: 'farmerClubs', description: 'The clubs here.' },
  ],
} as const satisfies RecordDeclaration;

test('the record in YAML is one, and equals the same declaration in TypeScript', async () => {
  const [yaml = ''] = documentedBlocks(page, 'yaml');
  const { records, problems } = readRecords([{ file: 'clubs.yaml', text: yaml }]);
  expect(problems).toBeUndefined();
  expect(records?.map(({ declaration }) => declaration)).toEqual([inTypeScript]);
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
