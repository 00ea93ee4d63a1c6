import { education } from '@hub/education';
import { womensUnion } from '@hub/womens-union';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Linked, startLinked } from '../support/linked.js';
import type { RunningSubgraph } from '../support/subgraph.js';

const ownFiles = new Set(['places', 'audiences', 'goals', 'counted-goals']);

describe('what became of imported files', () => {
  let linked: Linked;
  let subgraph: RunningSubgraph;

  const fields =
    'id kind title file demonstration state read written added changed unchanged rejected begunAt endedAt rejections { row column message }';
  const imports = async (first = 500, after?: string) => {
    await linked.exchange();
    const selection = `imports(first: $first, after: $after) {
      totalCount pageInfo { hasNextPage endCursor } nodes { ${fields} } }`;
    return (await linked.ask(selection, { first, after }))['imports'];
  };
  const newest = async () => (await imports(1)).nodes[0];
  const branches = (...rows: string[]) => ['code,commune_code,name_vi,name_en,member_count', ...rows, ''].join('\n');
  const branch = (code: string, members: number | string) => `${code},14845,Hội ${code},Union ${code},${members}`;

  beforeAll(async () => {
    linked = await startLinked(womensUnion);
    subgraph = linked.organisation;
  });
  afterAll(() => linked.stop());

  test('tells how many rows are new, other than before, and as they were', async () => {
    await subgraph.import('branches', branches(branch('B1', 1), branch('B2', 2)), { file: 'first.csv' });
    expect(await newest()).toMatchObject({
      ...{
        kind: 'branches',
        title: 'Hội phụ nữ cơ sở',
        file: 'first.csv',
        demonstration: false,
        state: 'TAKEN',
        read: 2,
        written: 2,
      },
      ...{ added: 2, changed: 0, unchanged: 0, rejected: 0, rejections: [] },
    });
    const rows = [branch('B1', 1), branch('B2', 3), branch('B3', 4), branch('B4', 'many'), branch('B4', 5)];
    await subgraph.import('branches', branches(...rows), { file: 'second.csv', demonstration: true });
    const second = await newest();
    expect(second).toMatchObject({
      ...{ file: 'second.csv', demonstration: true, state: 'PARTLY_TAKEN', read: 5, written: 4 },
      ...{ added: 2, changed: 1, unchanged: 1, rejected: 1 },
      rejections: [
        { row: 5, column: 'member_count', message: expect.stringMatching(/^expected a whole number[^"]*$/) },
      ],
    });
    expect(Date.parse(second.endedAt)).toBeGreaterThanOrEqual(Date.parse(second.begunAt));
    expect(Date.now() - Date.parse(second.begunAt)).toBeLessThan(60_000);
  });

  test('lists the newest first, page by page, each once', async () => {
    const { nodes, totalCount } = await imports();
    expect(nodes).toHaveLength(totalCount);
    const ids = nodes.map(({ id }: { id: string }) => Number(id));
    expect(ids).toEqual(ids.toSorted((a: number, b: number) => b - a));
    const paged: string[] = [];
    let after: string | undefined;
    for (;;) {
      const { nodes: some, pageInfo } = await imports(1, after);
      paged.push(...some.map(({ id }: { id: string }) => id));
      if (!pageInfo.hasNextPage) break;
      after = pageInfo.endCursor;
    }
    expect(paged).toEqual(nodes.map(({ id }: { id: string }) => id));
    // The imports at a subgraph's start are among them; the folder of their files is not shown.
    expect(nodes.filter(({ file }: { file: string }) => /[/\\]/.test(file))).toEqual([]);
    expect(nodes.some(({ kind }: { kind: string }) => ownFiles.has(kind))).toBe(true);
  });

  test('keeps no value of a row about a person', async () => {
    await subgraph.import(
      'learning-groups',
      [
        'code,branch_code,commune_code,name_vi,name_en,leader_role,founded_on,team_code',
        'G1,B1,14845,Nhóm,Group,TEACHER,2025-06-01,',
        '',
      ].join('\n'),
    );
    const member = (number: string, more: string) => `G1,${number},Lê Thị Hoa,FEMALE,${more}`;
    await subgraph.import(
      'group-members',
      [
        'group_code,citizen_number,full_name,sex,birth_year,commune_code,joined_on,completed_on',
        member('999180000001', '1980,14845,2026-01-01,'),
        member('99918000000', '1980,14845,2026-01-01,'),
        member('999180000003', '1870,14845,2026-01-01,'),
        member('999180000004', '1980,14845,2026-01-02,2026-01-01'),
        'G1,999180000005,Trần 7,FEMALE,1980,14845,2026-01-01,',
        '',
      ].join('\n'),
    );
    const run = await newest();
    expect(run).toMatchObject({ state: 'PARTLY_TAKEN', added: 1, rejected: 4 });
    expect(run.rejections.map(({ row, column }: any) => [row, column])).toEqual([
      [3, 'citizen_number'],
      [4, 'birth_year'],
      [5, 'completed_on'],
      [6, 'full_name'],
    ]);
    const said = JSON.stringify(run.rejections);
    for (const value of ['99918', 'Hoa', 'Trần', '1870', '2026-01-02', '"FEMALE"']) expect(said).not.toContain(value);
    for (const { message } of run.rejections) expect(message).toMatch(/^expected /);
  });

  test('tells of a file that cannot be read, and that nothing of it is in', async () => {
    await subgraph.import('branches', 'code;name\nB9;X\n', { file: 'semicolons.csv' });
    expect(await newest()).toMatchObject({
      ...{ file: 'semicolons.csv', state: 'REFUSED', read: 0, written: 0, rejected: 0 },
      rejections: [{ row: null, column: '', message: expect.stringContaining('No column is called commune_code') }],
    });
  });

  test('keeps the first hundred rejected rows of a file', async () => {
    const rows = Array.from({ length: 130 }, (_none, index) => branch(`X${index}`, 'many'));
    await subgraph.import('branches', branches(...rows));
    const run = await newest();
    // No part of it is in, so it is not partly taken.
    expect(run).toMatchObject({ state: 'REFUSED', read: 130, written: 0, rejected: 130 });
    expect(run.rejections.map(({ row }: any) => row)).toEqual(Array.from({ length: 100 }, (_none, index) => index + 2));
  });
});

test('a file that comes in whole and is refused is told of, and releases do not know it', async () => {
  const linked = await startLinked(education);
  const subgraph = linked.organisation;
  try {
    const before = await subgraph.execute('select count(*)::int as count from import_run');
    await subgraph.import(
      'schools',
      'code,name_vi,name_en,commune_code,levels,type,team_code\nS1,Trường,School,14845,NONE,PUBLIC,\n',
    );
    await linked.exchange();
    const { imports } = await linked.ask(
      'imports(first: 1) { nodes { kind state read written added rejected rejections { row column } } }',
    );
    expect(imports.nodes).toEqual([
      {
        ...{ kind: 'schools', state: 'REFUSED', read: 1, written: 0, added: 0, rejected: 1 },
        rejections: [{ row: 2, column: 'levels' }],
      },
    ]);
    expect(await subgraph.execute('select count(*)::int as count from import_run')).toEqual(before);
  } finally {
    await linked.stop();
  }
});
