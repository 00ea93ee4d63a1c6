import { readFile } from 'node:fs/promises';
import type { Cell } from '@hub/protocol';
import { movement } from './src/subgraph.js';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { newDatabase } from '../../test/support/database.js';
import { importDemonstrationGoals } from '../../test/support/demonstration-goals.js';
import { OfferedReleases } from '../../test/support/offered-releases.js';
import { type RunningSubgraph, startSubgraph } from '../../test/support/subgraph.js';

describe('the steering committee', () => {
  let subgraph: RunningSubgraph;
  let offered: OfferedReleases;

  /** Asks a progress as a gateway does, by its key alone. */
  const progressOf = async (of: string, selection: string) => {
    const representation = { __typename: 'GoalProgress', id: `GoalProgress:${of}` };
    const { data, errors } = await subgraph.entities([representation], `... on GoalProgress { ${selection} }`);
    expect(errors).toBeUndefined();
    return data['_entities'][0];
  };

  beforeAll(async () => {
    offered = await OfferedReleases.open();
    subgraph = await startSubgraph(movement, newDatabase(), {
      offers: offered,
      releaseKeyFiles: offered.keyFiles,
      now: () => new Date('2026-11-20T03:00:00Z'),
    });
    await importDemonstrationGoals(subgraph);
    for (const { kind } of movement.imports) {
      for (const folder of ['data', 'demo']) {
        const content = await readFile(new URL(`${folder}/${kind}.csv`, movement.folder)).catch(() => null);
        if (content) expect((await subgraph.import(kind, content)).at(-1)).toMatchObject({ type: 'done', rejected: 0 });
      }
    }
    const ofProvince = (people: number): Cell => ['PUBLIC_SECTOR', '38', '0001-01-01', '2026-10', people, people, 0];
    const inMuongLat = (people: number): Cell => [
      ...(['ADULTS_BASIC', '14845', '2025-07-01', '2026-10'] as const),
      ...([people, people, 0] as const),
    ];
    await offered.release('public-sector', [ofProvince(1500), inMuongLat(20)]);
    await offered.release('university', [ofProvince(500), inMuongLat(9)]);
    await offered.release('womens-union', [ofProvince(7), inMuongLat(100)]);
  });
  afterAll(async () => {
    await subgraph.stop();
    offered.stop();
  });

  test('lists the purposes that its agreements name', async () => {
    const { data } = await subgraph.query('{ purposes { code name(language: EN) description } }');
    expect(data['purposes'].map(({ code }: { code: string }) => code)).toEqual([
      'steering',
      'statistics',
      'coordination',
      'research',
      'audit',
    ]);
    expect(data['purposes'][0]).toMatchObject({
      name: 'Steering the movement',
      description: expect.stringContaining('Theo dõi tiến độ'),
    });
  });

  test('holds the 166 communes in Vietnamese alphabetical order, page by page', async () => {
    const names: string[] = [];
    let after: string | null = null;
    do {
      const { data } = await subgraph.query(
        'query ($after: String) { communes(first: 50, after: $after) { totalCount nodes { name } pageInfo { hasNextPage endCursor } } }',
        { after },
      );
      const { totalCount, nodes, pageInfo } = data['communes'];
      expect(totalCount).toBe(166);
      names.push(...nodes.map(({ name }: { name: string }) => name));
      after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
    } while (after);
    expect(names).toHaveLength(166);
    expect(names).toEqual(names.toSorted(new Intl.Collator('vi').compare));
  });

  test.each([
    ['hoa quy', ['Xã Hoá Quỳ']],
    ['Hóa Quỳ', ['Xã Hoá Quỳ']],
    ['SẦM SƠN', ['Phường Nam Sầm Sơn', 'Phường Sầm Sơn']],
    ["'; drop table commune; --", []],
    ['100%', []],
  ])('finds %s', async (search, expected) => {
    const { data } = await subgraph.query('query ($search: String) { communes(search: $search) { nodes { name } } }', {
      search,
    });
    expect(data['communes'].nodes.map(({ name }: { name: string }) => name)).toEqual(expected);
  });

  test('filters by type', async () => {
    const { data } = await subgraph.query('{ communes(type: WARD, first: 1) { totalCount nodes { type area } } }');
    expect(data['communes']).toEqual({ totalCount: 19, nodes: [{ type: 'WARD', area: 'URBAN' }] });
  });

  test.each([
    '{ communes(first: -1) { totalCount nodes { code } } }',
    '{ communes(after: "nonsense") { nodes { code } } }',
  ])('refuses %s with a clear error', async (query) => {
    const { errors } = await subgraph.query(query);
    expect(errors?.[0]).toMatchObject({ extensions: { code: 'BAD_USER_INPUT' } });
    expect(errors?.[0]?.message).toMatch(/^Expected .* but got /);
  });

  test('serves the goals with what they expect', async () => {
    const { data } = await subgraph.query(
      '{ goals { code target deadline source expects { code linked } en: title(language: EN) } }',
    );
    expect(data['goals'].map(({ code }: { code: string }) => code)).toEqual([
      'ADULTS_BASIC',
      'ADULTS_CONFIRMED',
      'DEMO_ACCOUNTS',
      'PUBLIC_SECTOR',
      'PUPILS',
    ]);
    expect(data['goals'][1]).toMatchObject({
      target: 0.8,
      deadline: '2026-12-31',
      expects: [{ code: 'identity', linked: true }],
    });
  });

  test('says which column a row is refused for, also where only the database knows', async () => {
    const header = 'code,title_vi,title_en,measure,organisation_code,goal_code,target,deadline,source';
    const lines = await subgraph.import('indicators', `${header}\nX,X,X,PEOPLE,movement,,0,,X\n`);
    expect(lines).toEqual([
      { type: 'rejected', row: 2, column: 'target', reason: expect.stringContaining('indicator_target_check') },
      expect.objectContaining({ type: 'done', read: 1, written: 0, rejected: 1 }),
    ]);
  });

  test('turns what the expected organisations released into progress', async () => {
    const answer = await progressOf(
      'PUBLIC_SECTOR:38:2026-10',
      `target denominator { value atMost basis rounded version demonstration } people { lower upper } ratio gapPeople status pace
       reported { code } missing { code } demonstration commune { code } goal { code } asOf`,
    );
    const { value, atMost } = answer.denominator;
    expect(answer).toMatchObject({
      target: 1,
      denominator: { atMost: Number(value) + 9, basis: 'RECORDS', rounded: true, version: 1, demonstration: true },
      people: { lower: 1500, upper: 2000 },
      // One step of ten people shows in the third decimal.
      ratio: Number((1500 / value).toFixed(3)),
      gapPeople: atMost - 1500,
      reported: [{ code: 'public-sector' }, { code: 'university' }],
      missing: [],
      demonstration: true,
      commune: null,
      goal: { code: 'PUBLIC_SECTOR' },
      asOf: '2026-11-01T01:00:00.000Z',
    });
  });

  test('says who is missing when an expected organisation has released nothing', async () => {
    const answer = await progressOf(
      'ADULTS_BASIC:14845:2026-10',
      'people { lower upper } missing { code } contributions { organisation { code } state } denominator { value } commune { name }',
    );
    expect(answer).toMatchObject({
      people: { lower: 100, upper: answer.denominator.value },
      missing: [{ code: 'youth-union' }],
      contributions: [
        { organisation: { code: 'public-sector' }, state: 'REPORTED' },
        { organisation: { code: 'university' }, state: 'REPORTED' },
        { organisation: { code: 'womens-union' }, state: 'REPORTED' },
        { organisation: { code: 'youth-union' }, state: 'NOT_YET' },
      ],
      commune: { name: 'Xã Mường Lát' },
    });
  });

  test('answers NO_DATA and names who is missing while the Department of Education does not answer', async () => {
    const answer = await progressOf(
      'PUPILS:38:2026',
      'people { lower } ratio status missing { code } reported { code } contributions { state }',
    );
    expect(answer).toEqual({
      people: null,
      ratio: null,
      status: 'NO_DATA',
      missing: [{ code: 'education' }],
      reported: [],
      contributions: [{ state: 'NOT_YET' }],
    });
  });

  test('knows no progress of an unknown goal or commune', async () => {
    const keys = ['NONE:38', 'PUPILS:00000'].map((of) => ({
      __typename: 'GoalProgress',
      id: `GoalProgress:${of}:2026`,
    }));
    const { data } = await subgraph.entities(keys, '... on GoalProgress { target }');
    expect(data['_entities']).toEqual([null, null]);
  });

  test('refuses a progress of an unknown commune', async () => {
    const { data, errors } = await subgraph.query('{ goal(code: "PUPILS") { progress(commune: "99") { target } } }');
    expect(data['goal']).toEqual({ progress: null });
    expect(errors?.[0]).toMatchObject({ path: ['goal', 'progress'], extensions: { code: 'BAD_USER_INPUT' } });
  });

  test('resolves "to date" to the last month that is over where none is complete, and refuses what is no period', async () => {
    const { data } = await subgraph.query('{ goal(code: "PUPILS") { progress { period communeCode } } }');
    expect(data['goal'].progress).toEqual({ period: '2026-10', communeCode: '38' });
    const { errors } = await subgraph.query('{ goal(code: "PUPILS") { progress(period: "2026-13") { period } } }');
    expect(errors?.[0]?.message).toContain('2026-13');
  });

  test('lists progress by commune, each with its own denominator', async () => {
    const all = await subgraph.query(
      '{ goal(code: "ADULTS_BASIC") { progressByCommune(first: 500) { totalCount nodes { communeCode } } } }',
    );
    const { totalCount, nodes } = all.data['goal'].progressByCommune;
    expect([totalCount, nodes.length]).toEqual([166, 166]);
    const { data } = await subgraph.query(
      '{ goal(code: "ADULTS_BASIC") { progressByCommune(period: "2026-10", type: WARD) { nodes { commune { type } denominator { value } } } } }',
    );
    const rows = data['goal'].progressByCommune.nodes;
    expect(rows).toHaveLength(19);
    expect(new Set(rows.map(({ commune }: { commune: { type: string } }) => commune.type))).toEqual(new Set(['WARD']));
  });

  test('shows what leaders owe: tasks and obstacles, by commune and by who must remove them', async () => {
    const { data } = await subgraph.query(`{
      tasks(level: PROVINCE) { totalCount nodes { title responsible(language: EN) dueOn status commune { code } } }
      obstacles(resolved: false, first: 1) { totalCount nodes { description since resolvedOn commune { code } remover { code } } }
      organisation(code: "youth-union") { dataStatement { kind text(language: EN) } obstaclesToRemove { totalCount } }
      commune(code: "14845") { tasks { totalCount nodes { commune { code } } } servicePoints { code kind } }
    }`);
    expect(data['tasks'].totalCount).toBe(3);
    expect(data['obstacles'].nodes[0].resolvedOn).toBeNull();
    expect(data['organisation'].dataStatement.kind).toBe('DEMONSTRATION');
    expect(data['organisation'].obstaclesToRemove.totalCount).toBeGreaterThan(0);
    expect(data['commune'].tasks.nodes[0].commune).toEqual({ code: '14845' });
    expect(data['commune'].servicePoints).toEqual([{ code: 'SP-14845', kind: 'COMMUNE_ONE_STOP_SHOP' }]);
  });

  test.each(['tasks', 'obstacles', 'servicePoints'])('lists the %s of a commune alone', async (field) => {
    const { data } = await subgraph.query(`{
      all: ${field}(first: 500) { nodes { code commune { code } } }
      some: ${field}(first: 500, commune: "14845") { totalCount nodes { code commune { code } } }
      none: ${field}(commune: "99999") { totalCount }
    }`);
    const nodes = data['all'].nodes.filter(({ commune }: { commune?: { code: string } }) => commune?.code === '14845');
    expect(nodes.length).toBeGreaterThan(0);
    expect(nodes.length).toBeLessThan(data['all'].nodes.length);
    expect(data['some']).toEqual({ totalCount: nodes.length, nodes });
    expect(data['none']).toEqual({ totalCount: 0 });
  });

  test.each([
    ['communes', 'NAME', 'name'],
    ['communes', 'CODE', 'code'],
    ['places', 'CODE', 'officialCode'],
    ['servicePoints', 'CODE', 'code'],
    ['tasks', 'DUE_ON', 'dueOn'],
    ['tasks', 'CODE', 'code'],
    ['obstacles', 'SINCE', 'since'],
    ['obstacles', 'CODE', 'code'],
  ])('lists %s by %s, both ways and page by page', async (list, order, by) => {
    const { data } = await subgraph.query(`{
      up: ${list}(first: 500, orderBy: ${order}_ASC) { nodes { ${by} code } }
      down: ${list}(first: 500, orderBy: ${order}_DESC) { totalCount nodes { ${by} code } }
      last: ${list}(last: 2, orderBy: ${order}_DESC) { nodes { ${by} code } }
      first: ${list}(first: 2, orderBy: ${order}_DESC) { nodes { ${by} code } pageInfo { endCursor } }
    }`);
    const { up, down, last, first } = data as any;
    const values: string[] = up.nodes.map((node: any) => node[by]);
    // Names are in Vietnamese alphabetical order, by the name without the unit's type.
    if (by !== 'name') expect(values).toEqual(values.toSorted());
    expect(new Set(up.nodes.map(({ code }: any) => code)).size).toBeGreaterThan(2);
    if (down.totalCount <= 500) expect(down.nodes).toEqual(up.nodes.toReversed());
    expect(first.nodes).toEqual(down.nodes.slice(0, 2));
    if (down.totalCount <= 500) expect(last.nodes).toEqual(up.nodes.slice(0, 2).toReversed());
    const next = await subgraph.query(
      `{ next: ${list}(first: 2, orderBy: ${order}_DESC, after: "${first.pageInfo.endCursor}") { nodes { ${by} code } } }`,
    );
    expect((next.data as any).next.nodes).toEqual(down.nodes.slice(2, 4));
  });

  test('filters the tasks and obstacles of a commune further', async () => {
    const { data } = await subgraph.query(`{
      stands: obstacles(commune: "14845", resolved: false) { nodes { code } }
      removed: obstacles(commune: "14845", resolved: true) { nodes { code } }
      own: tasks(commune: "14845", level: COMMUNE) { totalCount }
      ofProvince: tasks(commune: "14845", level: PROVINCE) { totalCount }
    }`);
    expect(data).toEqual({
      stands: { nodes: [{ code: 'OBS-003' }] },
      removed: { nodes: [] },
      own: { totalCount: 3 },
      ofProvince: { totalCount: 0 },
    });
  });

  test('carries the published indicators with their sources', async () => {
    const { data } = await subgraph.query(
      '{ indicator(code: "CASHLESS_PENSIONS") { measure title(language: EN) readings { numerator denominator source } } }',
    );
    expect(data['indicator']).toMatchObject({
      measure: 'PEOPLE',
      readings: [{ numerator: 59_991, denominator: 164_382 }],
    });
  });

  test('carries what surveys found and what was not counted among them, each with who answers for it', async () => {
    const { data } = await subgraph.query(`{
      surveys: indicators(measure: SURVEY) { code organisation { code } readings { numerator share comparison } }
      turns: indicators(measure: OCCURRENCES) { readings { numerator share comparison } }
      ofIdentity: indicators(organisation: "identity") { code readings(place: "38") { numerator share } }
      former: indicator(code: "VNEID_ACCOUNTS") {
        readings(place: "398@2025-06-30") { share unit { code } }
        dated: readings(from: "2020-01-01") { code }
      }
    }`);
    const organisation = { code: 'youth-union' };
    const survey = (code: string, share: number, comparison: string) => ({
      ...{ code, organisation },
      readings: [{ numerator: null, share, comparison }],
    });
    expect(data).toEqual({
      surveys: [
        survey('YOUTH_CAPACITY', 0.73, 'MORE_THAN'),
        survey('YOUTH_E_PAYMENT', 0.81, 'MORE_THAN'),
        survey('YOUTH_ONLINE_SERVICES', 0.65, 'EXACT'),
      ],
      turns: [{ readings: [{ numerator: 1_600_000, share: null, comparison: 'ABOUT' }] }],
      ofIdentity: [
        { code: 'DIGITAL_SIGNATURES', readings: [{ numerator: 538_000, share: 0.263 }] },
        { code: 'VNEID_ACCOUNTS', readings: [] },
      ],
      former: { readings: [{ share: 0.69849, unit: { code: '398' } }], dated: [] },
    });
  });

  test.each([
    ['neither a numerator nor a share', ',,', 'numerator', 'expected a numerator or a share'],
    ['a denominator alone', ',10,0.5', 'denominator', 'expected none without a numerator'],
    ['a share beside a denominator', '5,10,0.5', 'share', 'from which it follows'],
    ['a share over the whole', ',,1.5', 'share', '1.5'],
  ])('refuses a reading with %s', async (_name, figures, column, reason) => {
    const header = 'code,indicator_code,place,place_code,numerator,denominator,share,comparison,as_of,source';
    const lines = await subgraph.import('indicator-readings', `${header}\nX,YOUTH_CAPACITY,X,38,${figures},EXACT,,X\n`);
    expect(lines[0]).toMatchObject({ type: 'rejected', row: 2, column, reason: expect.stringContaining(reason) });
  });

  test.each([
    ['Commune', '14845'],
    ['Organisation', 'identity'],
    ['Goal', 'PUPILS'],
    ['Indicator', 'VNEID_ACCOUNTS'],
    ['ServicePoint', 'SP-38'],
  ])('resolves references to %s', async (type, code) => {
    const representations = [code, 'NONE'].map((one) => ({ __typename: type, code: one }));
    const { data } = await subgraph.entities(representations, `... on ${type} { code }`);
    expect(data['_entities']).toEqual([{ code }, null]);
  });

  test.each([
    'communes(first: N) { nodes { servicePoints { commune { code } } tasks(first: 2) { totalCount nodes { commune { name } } } obstacles { nodes { remover { name } } } goalProgress { goal { code } denominator { value } } } }',
    'tasks(first: N) { nodes { commune { servicePoints { name } obstacles(resolved: false) { totalCount } } } }',
  ])('needs as many statements for 50 as for 5: %s', async (selection) => {
    const count = async (first: number) => {
      subgraph.takeStatements();
      const { errors } = await subgraph.query(`{ ${selection.replace('N', String(first))} }`);
      expect(errors).toBeUndefined();
      // Which releases there are is looked at once a second for all, and read where that changed.
      return subgraph.takeStatements().filter((text) => !/taken_release|register_change/.test(text)).length;
    };
    await offered.rest();
    // Afterwards, what outlives a request is in memory.
    await count(50);
    expect(await count(50)).toBe(await count(5));
  });
});
