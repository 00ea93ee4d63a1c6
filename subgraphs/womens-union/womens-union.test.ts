import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { womensUnion } from './src/subgraph.js';
import { newDatabase } from '../../test/support/database.js';
import { demoRejections } from '../../test/support/demo-rejections.js';
import { communeCodes } from '../../test/support/places.js';
import { countsOf, shareOf } from '../../test/support/released-share.js';
import { type RunningSubgraph, startSubgraph } from '../../test/support/subgraph.js';

/** A file of one of the organisation's kinds: the kind's declared columns, and rows of values in that order. */
function csv(kind: string, rows: readonly (readonly (string | number)[])[]): string {
  const columns = Object.keys(womensUnion.imports.find((one) => one.kind === kind)?.columns ?? {});
  return [columns, ...rows].map((row) => `${row.join(',')}\n`).join('');
}

const numbers = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, index) => first + index);
const citizen = (number: number) => String(999_180_000_000 + number);

const group = (code: string, commune: string, team = '') => [
  ...[code, 'B1', commune, `Nhóm ${code}`, `Group ${code}`, 'TEACHER', '2025-06-01', team],
];
const member = (groupCode: string, commune: string, number: number, completedOn: string, birthYear = 1980) => [
  ...[groupCode, citizen(number), 'Lê Thị Hoa', 'FEMALE', birthYear, commune, '2025-06-02', completedOn],
];
const session = (code: string, commune: string, heldOn: string, attendances: number) => [
  ...[code, code.split('-')[0] ?? '', commune, heldOn, 'Nộp hồ sơ', 'Filing', attendances],
];
const family = (number: number, commune: string, criteria: string, assessedOn = '2026-02-01') => [
  ...[`HH-${number}`, commune, '2026-01-01', criteria, assessedOn],
];
const registration = (number: number, commune: string, level: number) => [
  ...[citizen(number), 'Lê Thị Hoa', 'FEMALE', 1980, commune, level, '2026-01-01'],
];
const allCriteria = 'VNEID_ACCOUNT;SMART_DEVICE;E_PAYMENT;ONLINE_PUBLIC_SERVICE;ONLINE_SAFETY';

/** All criteria except one, which varies by household. */
const allButOne = (number: number) =>
  allCriteria
    .split(';')
    .filter((_, index) => index !== number % 5)
    .join(';');

/** Files of every kind. Communes with 4 and with 8 completions have the same published numbers as communes with none. */
const files: Readonly<Record<string, readonly (readonly (string | number)[])[]>> = {
  branches: [
    ['B1', '14845', 'Hội Mường Lát', 'Muong Lat', 120],
    ['B2', '14845', 'Chi hội nhỏ', 'Small branch', 9],
  ],
  'learning-groups': [
    group('G1', '14845', 'DLT-001'),
    group('G2', '14845', 'DLT-001'),
    group('G3', '14758'),
    group('G4', '14797'),
    group('G5', '14812', 'DLT-002'),
  ],
  'group-members': [
    ...numbers(1, 11).map((number) => member('G1', '14845', number, '2025-12-01')),
    member('G1', '14845', 12, '2026-03-05'),
    member('G1', '14845', 13, ''),
    member('G1', '14845', 14, '2026-03-05', 2010),
    member('G2', '14845', 1, '2026-02-01'),
    ...numbers(101, 120).map((number) => member('G3', '14758', number, '2026-03-10')),
    ...numbers(201, 204).map((number) => member('G4', '14797', number, '2026-01-15')),
    ...numbers(301, 308).map((number) => member('G5', '14812', number, '2026-01-15')),
  ],
  'group-sessions': [
    session('G1-S3', '14845', '2026-02-03', 20),
    session('G1-S2', '14845', '2026-02-03', 15),
    session('G1-S1', '14845', '2025-12-05', 10),
    session('G3-S1', '14758', '2026-03-01', 7),
  ],
  'digital-families': [
    ...numbers(1, 12).map((number) => family(number, '14845', allCriteria)),
    ...numbers(13, 22).map((number) => family(number, '14845', 'SMART_DEVICE;SMART_DEVICE')),
    ...numbers(23, 26).map((number) => family(number, '14845', '', '')),
    ...numbers(101, 109).map((number) => family(number, '14758', allCriteria)),
    ...numbers(201, 230).map((number) => family(number, '14797', 'E_PAYMENT')),
    ...numbers(300, 318).map((number) => family(number, '14812', allButOne(number))),
  ],
  'digital-identities': [
    ...numbers(1, 15).map((number) => registration(number, '14845', 1)),
    ...numbers(16, 30).map((number) => registration(number, '14845', 2)),
    ...numbers(101, 103).map((number) => registration(number, '14758', 2)),
    ...numbers(201, 220).map((number) => registration(number, '14797', 2)),
  ],
  meetings: [
    ['M1', 'Hội nghị chuyên đề', 'Thematic meeting', '', 'PROVINCE', '', 150, 'Báo Thanh Hóa'],
    ['M2', 'Hội nghị xã', 'Commune meeting', '2026-03-08', 'COMMUNE', '14845', 25, 'Branch'],
  ],
};

/** Published range of a number: ten wide by default. */
const some = (households: number, atMost = households + 9) => ({ households, atMost });
const people = (count: number) => ({ people: count, atMost: count + 9 });

describe('the Women’s Union', () => {
  let subgraph: RunningSubgraph;
  let unreleased: unknown;

  const ask = async (query: string) => {
    const { data, errors } = await subgraph.query(query);
    expect(errors).toBeUndefined();
    return data;
  };
  const communes = async (codes: readonly string[], selection: string) => {
    const { data, errors } = await subgraph.entities(
      codes.map((code) => ({ __typename: 'Commune', code })),
      `... on Commune { ${selection} }`,
    );
    expect(errors).toBeUndefined();
    return data['_entities'] as Record<string, unknown>[];
  };
  /** The share in a new release. */
  const contribution = async (goalCode: string, communeCode: string, period: string) => {
    await subgraph.release();
    return countsOf(await shareOf(subgraph, { goalCode, communeCode, period }));
  };

  beforeAll(async () => {
    subgraph = await startSubgraph(womensUnion, newDatabase(), { now: () => new Date('2026-11-20T03:00:00Z') });
    for (const { kind } of womensUnion.imports) {
      const rows = files[kind] ?? [];
      const lines = await subgraph.import(kind, csv(kind, rows));
      expect(lines).toEqual([
        expect.objectContaining({ type: 'done', read: rows.length, written: rows.length, rejected: 0 }),
      ]);
    }
    unreleased = await ask(`{
      digitalFamilies { committed { households atMost } } womensDigitalIdentities { registrations { people atMost } }
      learningGroup(code: "G1") { members { people atMost } branch { members { people atMost } }
        sessions { nodes { attendances } } }
      womensUnionMeetings { nodes { attendances } } }`);
    expect(await subgraph.release()).toMatchObject({ status: 200 });
  });
  afterAll(() => subgraph.stop());

  test('nothing is said of how many there are before a release', () => {
    const nothing = { people: null, atMost: null };
    const [attendances, registrations] = [{ attendances: null }, { registrations: nothing }];
    expect(unreleased).toEqual({
      digitalFamilies: { committed: { households: null, atMost: null } },
      womensDigitalIdentities: [registrations, registrations],
      learningGroup: {
        ...{ members: nothing, branch: { members: nothing } },
        sessions: { nodes: [attendances, attendances, attendances] },
      },
      womensUnionMeetings: { nodes: [attendances, attendances] },
    });
  });

  test('a learning group has its branch, members, sessions and the team that supports it', async () => {
    const { learningGroup } = await ask(`{ learningGroup(code: "G1") {
      name en: name(language: EN) leaderRole foundedOn commune { code } supportedBy { code }
      branch { name en: name(language: EN) members { people atMost } commune { code } }
      members { people atMost }
      sessions { totalCount nodes { code heldOn topic en: topic(language: EN) attendances } } } }`);
    expect(learningGroup).toEqual({
      ...{ name: 'Nhóm G1', en: 'Group G1', leaderRole: 'TEACHER', foundedOn: '2025-06-01' },
      ...{ commune: { code: '14845' }, supportedBy: { code: 'DLT-001' }, members: people(10) },
      branch: { name: 'Hội Mường Lát', en: 'Muong Lat', members: people(120), commune: { code: '14845' } },
      sessions: {
        totalCount: 3,
        nodes: [
          { code: 'G1-S1', heldOn: '2025-12-05', topic: 'Nộp hồ sơ', en: 'Filing', attendances: 10 },
          { code: 'G1-S2', heldOn: '2026-02-03', topic: 'Nộp hồ sơ', en: 'Filing', attendances: 10 },
          { code: 'G1-S3', heldOn: '2026-02-03', topic: 'Nộp hồ sơ', en: 'Filing', attendances: 20 },
        ],
      },
    });
  });

  test('a group without a team, with few members, or that is not there, says so', async () => {
    expect(
      await ask(`{ alone: learningGroup(code: "G3") { supportedBy { code } }
        small: learningGroup(code: "G2") { members { people atMost } } none: learningGroup(code: "G9") { code } }`),
    ).toEqual({ alone: { supportedBy: null }, small: { members: people(0) }, none: null });
  });

  test.each([
    ['learningGroups', '', ['G1', 'G2', 'G3', 'G4', 'G5']],
    ['womensUnionMeetings', '', ['M1', 'M2']],
    ['learningGroupSessions', '', ['G1-S1', 'G1-S2', 'G1-S3', 'G3-S1']],
    ['sessions', 'learningGroup(code: "G1")', ['G1-S1', 'G1-S2', 'G1-S3']],
    ['learningGroups', '', ['G1', 'G2'], '14845'],
    ['womensUnionMeetings', '', ['M2'], '14845'],
    ['womensUnionMeetings', '', [], '14797'],
  ])('%s are read page by page: %s %j', async (field, parent, codes, commune = '') => {
    const read: string[] = [];
    let after: string | null = null;
    do {
      const given = [after && `after: "${after}"`, commune && `commune: "${commune}"`].filter(Boolean);
      const list = `${field}(${['first: 2', ...given].join(', ')}) {
        totalCount nodes { code } edges { cursor node { code } } pageInfo { hasNextPage hasPreviousPage endCursor } }`;
      const data = await ask(parent ? `{ parent: ${parent} { ${list} } }` : `{ ${list} }`);
      const { totalCount, nodes, edges, pageInfo } = (parent ? data['parent'] : data)[field];
      expect(totalCount).toBe(codes.length);
      expect(edges.map(({ node }: { node: unknown }) => node)).toEqual(nodes);
      expect(pageInfo).toMatchObject({ hasPreviousPage: after !== null, endCursor: edges.at(-1)?.cursor ?? null });
      read.push(...nodes.map(({ code }: { code: string }) => code));
      after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
    } while (after);
    expect(read).toEqual(codes);
    const backwards: string[] = [];
    let before: string | null = null;
    do {
      const given = [before && `before: "${before}"`, commune && `commune: "${commune}"`].filter(Boolean);
      const list = `${field}(${['last: 2', ...given].join(', ')}) {
        nodes { code } pageInfo { hasNextPage hasPreviousPage startCursor } }`;
      const data = await ask(parent ? `{ parent: ${parent} { ${list} } }` : `{ ${list} }`);
      const { nodes, pageInfo } = (parent ? data['parent'] : data)[field];
      expect(pageInfo.hasNextPage).toBe(before !== null);
      backwards.unshift(...nodes.map(({ code }: { code: string }) => code));
      before = pageInfo.hasPreviousPage ? pageInfo.startCursor : null;
    } while (before);
    expect(backwards).toEqual(codes);
  });

  test('the sessions of a commune are those of its groups, each with its group', async () => {
    const sessions = (commune: string) =>
      ask(`{ learningGroupSessions(commune: "${commune}") {
        totalCount nodes { code heldOn group { code commune { code } } } } }`);
    expect(await sessions('14758')).toEqual({
      learningGroupSessions: {
        totalCount: 1,
        nodes: [{ code: 'G3-S1', heldOn: '2026-03-01', group: { code: 'G3', commune: { code: '14758' } } }],
      },
    });
    expect(await sessions('14797')).toEqual({ learningGroupSessions: { totalCount: 0, nodes: [] } });
  });

  test('a commune has branches, groups and meetings; one that has none has empty lists', async () => {
    const selection = `womensUnionBranches { code members { people atMost } } learningGroups { nodes { code } }
      womensUnionMeetings { totalCount nodes { code } }`;
    expect(await communes(['14845', '16174'], selection)).toEqual([
      {
        womensUnionBranches: [
          { code: 'B1', members: people(120) },
          { code: 'B2', members: people(0) },
        ],
        learningGroups: { nodes: [{ code: 'G1' }, { code: 'G2' }] },
        womensUnionMeetings: { totalCount: 1, nodes: [{ code: 'M2' }] },
      },
      { womensUnionBranches: [], learningGroups: { nodes: [] }, womensUnionMeetings: { totalCount: 0, nodes: [] } },
    ]);
  });

  test('a Digital Literacy team has the groups that it supports', async () => {
    const { data } = await subgraph.entities(
      ['DLT-001', 'DLT-002', 'DLT-009'].map((code) => ({ __typename: 'DigitalLiteracyTeam', code })),
      '... on DigitalLiteracyTeam { learningGroups { nodes { code } } }',
    );
    const groups = (codes: readonly string[]) => ({ learningGroups: { nodes: codes.map((code) => ({ code })) } });
    expect(data['_entities']).toEqual([groups(['G1', 'G2']), groups(['G5']), groups([])]);
  });

  test('other organisations reach a learning group by its code; one that is not there is null', async () => {
    const representations = ['G2', 'G9', 'G1'].map((code) => ({ __typename: 'LearningGroup', code }));
    const { data, errors } = await subgraph.entities(representations, '... on LearningGroup { name }');
    expect(errors).toBeUndefined();
    expect(data['_entities']).toEqual([{ name: 'Nhóm G2' }, null, { name: 'Nhóm G1' }]);
  });

  test('meetings say when and where as far as is known', async () => {
    const { womensUnionMeetings } = await ask(`{ womensUnionMeetings { nodes {
      title en: title(language: EN) heldOn level commune { code } attendances source } } }`);
    expect(womensUnionMeetings.nodes).toEqual([
      {
        ...{ title: 'Hội nghị chuyên đề', en: 'Thematic meeting', heldOn: null, level: 'PROVINCE' },
        ...{ commune: null, attendances: 150, source: 'Báo Thanh Hóa' },
      },
      {
        ...{ title: 'Hội nghị xã', en: 'Commune meeting', heldOn: '2026-03-08', level: 'COMMUNE' },
        ...{ commune: { code: '14845' }, attendances: 20, source: 'Branch' },
      },
    ]);
  });

  test('Digital Families are counted in households, of which few look like none and no criterion tells of another', async () => {
    const selection = `digitalFamilies { asOf demonstration committed { households atMost }
      meetingAllCriteria { households atMost } byCriterion { criterion met { households atMost } } }`;
    type Households = ReturnType<typeof some>;
    const summary = (
      committed: Households,
      meetingAllCriteria: Households,
      ...[vneid, device, payment, service, safety]: readonly Households[]
    ) => ({
      digitalFamilies: {
        asOf: expect.stringMatching(/^\d{4}-.*Z$/),
        demonstration: false,
        committed,
        meetingAllCriteria,
        byCriterion: Object.entries({
          ...{ VNEID_ACCOUNT: vneid, SMART_DEVICE: device, E_PAYMENT: payment },
          ...{ ONLINE_PUBLIC_SERVICE: service, ONLINE_SAFETY: safety },
        }).map(([criterion, met]) => ({ criterion, met })),
      },
    });
    const few = some(0);
    expect(await communes(['14845', '14758', '14797', '14812', '16174'], selection)).toEqual([
      summary(some(20), some(10), some(10), some(20), some(10), some(10), some(10)),
      summary(few, few, few, few, few, few, few),
      summary(some(30), few, few, few, some(30), few, few),
      // Of 19 households, 15 or 16 meet each criterion: a published 10 for each would disclose that more than 10 are
      // committed.
      summary(some(10), some(0, 19), some(10), some(10), some(0, 19), some(10), some(10)),
      summary(few, few, few, few, few, few, few),
    ]);
    // Totals of the whole are published in steps of twenty.
    const [twenty, forty, sixty, eighty] = [some(20, 39), some(40, 59), some(60, 79), some(80, 99)];
    expect(await ask(`{ ${selection} }`)).toEqual(summary(eighty, twenty, twenty, forty, sixty, twenty, twenty));
  });

  test('digital identities are counted by level, each woman once', async () => {
    const selection = 'womensDigitalIdentities { level demonstration registrations { people atMost } }';
    const levels = (...counts: readonly number[]) => ({
      womensDigitalIdentities: counts.map((count, index) => ({
        ...{ level: index + 1, demonstration: false, registrations: people(count) },
      })),
    });
    expect(await communes(['14845', '14758', '14797', '16174'], selection)).toEqual([
      levels(10, 10),
      levels(0, 0),
      levels(0, 20),
      levels(0, 0),
    ]);
    expect(await ask(`{ ${selection} }`)).toEqual(levels(10, 30));
  });

  test.each([
    ['people to date, each once, and turns in the period', '14845', '2026-Q1', 10, 30],
    ['people of earlier months only', '14845', '2025-12', 10, 10],
    ['no turns in a later period', '14845', '2026-09', 10, 0],
    ['4 people as if there were none', '14797', '2026', 0, 0],
    ['8 people as if there were none', '14812', '2026-01', 0, 0],
    ['the same of a commune without anybody', '16174', '2026', 0, 0],
    ['the province with those of all communes, in steps of twenty', '38', '2026', 40, 30, 59],
    ['the province before anything happened', '38', '2025-06', 0, 0],
  ])('the contribution tells %s', async (_name, commune, period, count, occurrences, atMost = count + 9) => {
    expect(await contribution('ADULTS_BASIC', commune, period)).toEqual({ people: count, atMost, occurrences });
  });

  test.each(['ADULTS_CONFIRMED', 'PUPILS', 'UNKNOWN'])('the contribution to %s is 0', async (goal) => {
    expect(await contribution(goal, '38', '2026')).toEqual({ ...people(0), occurrences: 0 });
  });

  test('importing every file again changes no answer', async () => {
    const answers = async () => [
      await subgraph.release().then(({ status }) => status),
      await ask(`{ learningGroups { totalCount nodes { code members { people } sessions { nodes { code attendances } } } }
        digitalFamilies { committed { households } byCriterion { met { households } } }
        womensDigitalIdentities { registrations { people } } womensUnionMeetings { nodes { code attendances } } }`),
      await contribution('ADULTS_BASIC', '38', '2026'),
      await contribution('ADULTS_BASIC', '14845', '2026-Q1'),
    ];
    const before = await answers();
    for (const { kind } of womensUnion.imports) {
      const rows = files[kind] ?? [];
      const lines = await subgraph.import(kind, csv(kind, rows));
      expect(lines).toEqual([
        expect.objectContaining({ type: 'done', read: rows.length, written: rows.length, rejected: 0 }),
      ]);
    }
    expect(await answers()).toEqual(before);
  });

  test('a row that comes again with other values changes the record, and what is said with the next release', async () => {
    const kind = 'digital-identities';
    await subgraph.import(
      kind,
      csv(
        kind,
        numbers(1, 5).map((number) => registration(number, '14845', 2)),
      ),
    );
    const said = async () => (await ask('{ womensDigitalIdentities { registrations { people } } }')) as unknown;
    const registrations = (...counts: readonly number[]) => ({
      womensDigitalIdentities: counts.map((count) => ({ registrations: { people: count } })),
    });
    expect(await said()).toEqual(registrations(10, 30));
    await subgraph.release();
    expect(await said()).toEqual(registrations(10, 40));

    const completed = (day: string) =>
      subgraph.import(
        'group-members',
        csv(
          'group-members',
          numbers(9, 12).map((number) => member('G1', '14845', number, day)),
        ),
      );
    await completed('');
    expect(await contribution('ADULTS_BASIC', '14845', '2026')).toMatchObject({ people: 0 });
    await completed('2026-03-05');
    expect(await contribution('ADULTS_BASIC', '14845', '2026')).toMatchObject({ people: 10 });
  });

  test.each<[kind: string, row: readonly (string | number)[], column: string, reason: string]>([
    ['branches', ['B9', '99999', 'Hội', 'Branch', 1], 'commune_code', 'in force'],
    ['branches', ['B9', '14845', 'Hội', 'Branch', -1], 'member_count', 'a whole number'],
    ['learning-groups', group('G9', '14845').with(1, 'B9'), 'branch_code', 'imported before, got "B9"'],
    ['learning-groups', group('G9', '14845').with(5, 'CHAIR'), 'leader_role', 'one of BRANCH_CHAIR'],
    ['group-members', member('G9', '14845', 900, ''), 'group_code', 'imported before, got "G9"'],
    ['group-members', member('G1', '14845', 900, '2025-06-01'), 'completed_on', 'on or after joined_on (2025-06-02)'],
    ['group-members', member('G1', '14845', 900, '').with(1, '12345'), 'citizen_number', '12 digits'],
    ['group-sessions', session('G1-S9', '14845', '2026-02-30', 9), 'held_on', 'a date that exists'],
    ['group-sessions', session('G1-S9', '14845', '2026-02-03', -1), 'attendances', 'a whole number'],
    ['group-sessions', session('G9-S1', '14845', '2026-02-03', 9), 'group_code', 'imported before'],
    ['digital-families', family(900, '14845', 'TELEVISION'), 'criteria', 'one of VNEID_ACCOUNT'],
    ['digital-families', family(900, '14845', 'E_PAYMENT', '2025-12-31'), 'assessed_on', 'after committed_on'],
    ['digital-families', family(900, '14845', 'E_PAYMENT', ''), 'assessed_on', 'the day on which'],
    ['digital-identities', registration(900, '14845', 3), 'level', 'from 1 to 2'],
    ['digital-identities', registration(900, '14845', 1).with(2, 'MALE'), 'sex', 'one of FEMALE'],
    ['digital-identities', registration(900, '14845', 1).with(6, '1979-12-31'), 'registered_on', 'birth_year (1980)'],
    ['meetings', ['M9', 'a', 'b', '', 'COMMUNE', '', 9, 'c'], 'commune_code', 'the commune of a meeting'],
    ['meetings', ['M9', 'a', 'b', '', 'PROVINCE', '14845', 9, 'c'], 'commune_code', 'expected nothing'],
    ['meetings', ['M9', 'a', 'b', 'May', 'PROVINCE', '', 9, 'c'], 'held_on', 'or nothing, got "May"'],
  ])('of %s, the row %j is rejected for its %s', async (kind, row, column, reason) => {
    const lines = await subgraph.import(kind, csv(kind, [row]));
    expect(lines).toEqual([
      { type: 'rejected', row: 2, column, reason: expect.stringContaining(reason) },
      expect.objectContaining({ type: 'done', read: 1, written: 0, rejected: 1 }),
    ]);
    expect(JSON.stringify(lines)).not.toMatch(/\d{12}|12345|Lê Thị Hoa/);
  });

  describe('with 50 groups and meetings more', () => {
    const places = communeCodes.slice(0, 50);
    const groupFields = `name branch { name members { people } } members { people } supportedBy { code }
      sessions { totalCount nodes { topic } }`;

    beforeAll(async () => {
      const rows = {
        'learning-groups': places.map((place, index) => group(`N${index}`, place, `DLT-${index}`)),
        'group-sessions': places.map((place, index) => session(`N${index}-S1`, place, '2026-05-01', 9)),
        meetings: places.map((place, index) => [
          ...[`N${index}`, 'Hội nghị', 'Meeting', '2026-05-01', 'COMMUNE', place, 20, 'Branch'],
        ]),
      };
      for (const [kind, added] of Object.entries(rows)) await subgraph.import(kind, csv(kind, added));
    });

    const lists = (selection: string) => (count: number) => ask(`{ ${selection.replace('COUNT', String(count))} }`);
    const entities = (keys: (index: number) => Record<string, unknown>, selection: string) => async (count: number) => {
      const typename = selection.split(' ')[2];
      const representations = numbers(0, count - 1).map((index) => ({ __typename: typename, ...keys(index) }));
      const { data, errors } = await subgraph.entities(representations, selection);
      expect(errors).toBeUndefined();
      expect(data['_entities']).not.toContain(null);
      expect(data['_entities']).toHaveLength(count);
    };

    test.each<[name: string, ask: (count: number) => Promise<unknown>]>([
      ['learning groups', lists(`learningGroups(first: COUNT) { totalCount nodes { ${groupFields} } }`)],
      [
        'sessions',
        lists('learningGroupSessions(first: COUNT) { totalCount nodes { code group { name branch { name } } } }'),
      ],
      [
        'meetings',
        lists(
          'womensUnionMeetings(first: COUNT) { totalCount nodes { commune { learningGroups { nodes { code } } } } }',
        ),
      ],
      [
        'communes',
        entities(
          (index) => ({ code: places[index] }),
          `... on Commune { womensUnionBranches { name } learningGroups { totalCount nodes { ${groupFields} } }
             womensUnionMeetings { totalCount nodes { title } } digitalFamilies { committed { households } }
             womensDigitalIdentities { registrations { people } } }`,
        ),
      ],
      [
        'teams',
        entities(
          (index) => ({ code: `DLT-${index}` }),
          `... on DigitalLiteracyTeam { learningGroups { totalCount nodes { ${groupFields} } } }`,
        ),
      ],
      ['references to groups', entities((index) => ({ code: `N${index}` }), `... on LearningGroup { ${groupFields} }`)],
    ])('50 %s cost as many SQL statements as 5', async (_name, askFor) => {
      const statementsFor = async (count: number) => {
        subgraph.takeStatements();
        await askFor(count);
        return subgraph.takeStatements().length;
      };
      await subgraph.release();
      const few = await statementsFor(5);
      expect(few).toBeGreaterThan(0);
      expect(await statementsFor(50)).toBe(few);
    });
  });
});

test('the Women’s Union’s own files import, without a rejection but those that were made up', async () => {
  const subgraph = await startSubgraph(womensUnion, newDatabase(), { now: () => new Date('2026-11-20T03:00:00Z') });
  try {
    for (const { kind } of womensUnion.imports) {
      for (const folder of ['data', 'demo']) {
        const content = await readFile(new URL(`${folder}/${kind}.csv`, womensUnion.folder)).catch(() => null);
        const rejected = folder === 'demo' ? demoRejections(womensUnion)(kind) : 0;
        if (content) expect((await subgraph.import(kind, content)).at(-1)).toMatchObject({ type: 'done', rejected });
      }
    }
    expect(await subgraph.release()).toMatchObject({ status: 200 });
    const { data } = await subgraph.query(`{ learningGroups { totalCount } digitalFamilies { committed { households } }
      womensUnionMeetings(first: 500) { nodes { title heldOn attendances source } } }`);
    expect(data['learningGroups'].totalCount).toBe(498);
    expect(data['digitalFamilies'].committed.households).toBeGreaterThan(3_000);
    expect(data['womensUnionMeetings'].nodes).toContainEqual({
      title: 'Hội nghị chuyên đề về Bình dân học vụ số cho cán bộ Hội Liên hiệp Phụ nữ các cấp',
      heldOn: null,
      attendances: 150,
      source: 'Báo Thanh Hóa (baothanhhoa.vn), bài 252213',
    });
  } finally {
    await subgraph.stop();
  }
});
