import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { youthUnion } from './src/subgraph.js';
import { newDatabase } from '../../test/support/database.js';
import { demoRejections } from '../../test/support/demo-rejections.js';
import { communeCodes } from '../../test/support/places.js';
import { countsOf, shareOf } from '../../test/support/released-share.js';
import { type RunningSubgraph, startSubgraph } from '../../test/support/subgraph.js';

const csv = (header: string, ...rows: readonly string[]) => [header, ...rows, ''].join('\n');
const times = <Value>(count: number, make: (index: number) => Value) =>
  Array.from({ length: count }, (_, i) => make(i));

const teamHeader = 'code,commune_code,name_vi,name_en,founded_on,skills';
const memberHeader = 'team_code,citizen_number,full_name,sex,birth_year,commune_code,joined_on,trained_on';
const sessionHeader =
  'code,team_code,service_point_code,commune_code,held_on,total_since,occurrences,approximate,services,source';
const guidedHeader = 'citizen_number,full_name,sex,birth_year,commune_code,guided_on,passed_on';
const activationHeader = 'commune_code,month,level,method,occurrences';

/** The columns of person number `index` of commune `commune` in a file. */
const person = (index: number, commune: string, birthYear = 1999) =>
  `${String(999_000_000_000 + index)},Lê Thị Hoa,FEMALE,${birthYear},${commune}`;

/**
 * Commune 14845: twelve trained people, five of them also guided. 14797: eleven guided. 14869: three. A minor and two
 * others do not count.
 */
const files = {
  teams: csv(
    teamHeader,
    'T1,14845,Đội Hoà Bình,Peace Team,2025-05-20,SMARTPHONE_BASICS;E_PAYMENT',
    'T2,14845,Đội Mường Lát,Muong Lat Team,2025-06-01,AI_TOOLS',
    'T3,14797,Đội Hạc Thành,Hac Thanh Team,2025-06-02,',
  ),
  'team-members': csv(
    memberHeader,
    ...times(12, (i) => `T1,${person(i, '14845')},2026-01-05,2026-01-20`),
    `T2,${person(20, '14845')},2026-01-05,`,
    `T2,${person(21, '14845', 2010)},2026-01-05,2026-01-20`,
  ),
  'guidance-sessions': csv(
    sessionHeader,
    'TOTAL,,,38,,2025-05,1600000,true,LEVEL_1_ACCOUNT,Báo Thanh Hóa',
    'S1,T1,SP-14845,14845,2026-02-03,,20,false,E_PAYMENT;ONLINE_SAFETY,',
    'S2,T1,SP-14845,14845,2026-03-04,,30,false,LEVEL_2_ACCOUNT,',
    'S3,,SP-38,14797,2026-03-05,,17,false,ONLINE_PUBLIC_SERVICE,',
    'S4,,SP-38,14797,2026-03-06,,15,false,ONLINE_PUBLIC_SERVICE,',
  ),
  'guided-people': csv(
    guidedHeader,
    ...times(5, (i) => `${person(i, '14845')},2026-02-03,2026-02-03`),
    ...times(11, (i) => `${person(100 + i, '14797')},2026-03-05,2026-03-09`),
    ...times(3, (i) => `${person(200 + i, '14869')},2026-03-05,2026-03-09`),
    `${person(300, '14797')},2026-03-05,`,
  ),
  'account-activations': csv(
    activationHeader,
    '14845,2026-01,1,AT_HOME,10',
    '14845,2026-04,1,AT_HOME,29',
    '14845,2026-04,2,ONLINE,3',
  ),
};

describe('the Youth Union', () => {
  let subgraph: RunningSubgraph;
  let unreleased: unknown;

  const importAll = async () => {
    const outcomes: Record<string, unknown> = {};
    for (const [kind, content] of Object.entries(files)) outcomes[kind] = (await subgraph.import(kind, content)).at(-1);
    return outcomes;
  };
  const ask = async (query: string) => {
    const { data, errors } = await subgraph.query(query);
    expect(errors).toBeUndefined();
    return data;
  };
  const reference = async (key: Record<string, string>, selection: string): Promise<unknown> => {
    const { data, errors } = await subgraph.entities([key], `... on ${key['__typename']} { ${selection} }`);
    expect(errors).toBeUndefined();
    return (data['_entities'] as unknown[])[0];
  };
  /** The share in a new release. */
  const progress = async (communeCode: string, period: string, goalCode = 'ADULTS_BASIC') => {
    await subgraph.release();
    return countsOf(await shareOf(subgraph, { goalCode, communeCode, period }));
  };

  beforeAll(async () => {
    subgraph = await startSubgraph(youthUnion, newDatabase(), { now: () => new Date('2026-11-20T03:00:00Z') });
    const outcomes = await importAll();
    for (const [kind, content] of Object.entries(files)) {
      const rows = content.trim().split('\n').length - 1;
      expect({ [kind]: outcomes[kind] }).toEqual({
        [kind]: expect.objectContaining({ type: 'done', read: rows, written: rows, rejected: 0 }),
      });
    }
    unreleased = [
      await ask(
        '{ digitalLiteracyTeam(code: "T1") { members { people atMost } } guidanceSession(code: "S1") { occurrences } }',
      ),
      await reference({ __typename: 'Commune', code: '14845' }, 'accountActivations { level }'),
      await reference({ __typename: 'ServicePoint', code: 'SP-14845' }, 'guidanceOccurrences'),
    ];
    expect(await subgraph.release()).toMatchObject({ status: 200 });
  });
  afterAll(() => subgraph.stop());

  test('nothing is said of how many there are before a release', () => {
    expect(unreleased).toEqual([
      { digitalLiteracyTeam: { members: { people: null, atMost: null } }, guidanceSession: { occurrences: null } },
      { accountActivations: null },
      { guidanceOccurrences: null },
    ]);
  });

  test('a team answers with its names, skills, commune and sessions, and with ten numbers of members', async () => {
    const fields = 'name english: name(language: EN) commune { code } foundedOn skills members { people atMost }';
    const data = await ask(`{
      large: digitalLiteracyTeam(code: "T1") { ${fields} guidanceSessions(first: 1) { totalCount nodes { code } } }
      small: digitalLiteracyTeam(code: "T2") { members { people atMost } }
      none: digitalLiteracyTeam(code: "T9") { code }
    }`);
    expect(data).toEqual({
      large: {
        name: 'Đội Hoà Bình',
        english: 'Peace Team',
        commune: { code: '14845' },
        foundedOn: '2025-05-20',
        skills: ['SMARTPHONE_BASICS', 'E_PAYMENT'],
        members: { people: 10, atMost: 19 },
        guidanceSessions: { totalCount: 2, nodes: [{ code: 'S1' }] },
      },
      small: { members: { people: 0, atMost: 9 } },
      none: null,
    });
  });

  test.each([
    ['', ['T1', 'T2', 'T3']],
    ['(search: "hòa bình")', ['T1']],
    ['(search: "PEACE")', ['T1']],
    ['(search: "%")', []],
    ['(commune: "14845")', ['T1', 'T2']],
    ['(search: "đội  hac", commune: "14797")', ['T3']],
  ])('teams are found by%s', async (condition, codes) => {
    const data = await ask(`{ digitalLiteracyTeams${condition} { totalCount nodes { code skills } } }`);
    const { totalCount, nodes } = data['digitalLiteracyTeams'] as { totalCount: number; nodes: { code: string }[] };
    expect([totalCount, nodes.map(({ code }) => code)]).toEqual([codes.length, codes]);
  });

  test.each([
    ['', ['TOTAL', 'S1', 'S2', 'S3', 'S4']],
    ['(totals: true)', ['TOTAL']],
    ['(commune: "14845")', ['S1', 'S2']],
    ['(commune: "14797", totals: false)', ['S3', 'S4']],
    ['(commune: "14797", totals: true)', []],
    ['(commune: "14869")', []],
  ])('sessions are listed by%s', async (condition, codes) => {
    const { guidanceSessions } = await ask(`{ guidanceSessions${condition} { totalCount nodes { code } } }`);
    expect(guidanceSessions).toEqual({ totalCount: codes.length, nodes: codes.map((code) => ({ code })) });
  });

  test('pages follow each other by cursor', async () => {
    const page = async (after: string) =>
      (await ask(`{ guidanceSessions(first: 3${after}) { nodes { code } pageInfo { hasNextPage endCursor } } }`))[
        'guidanceSessions'
      ] as { nodes: unknown; pageInfo: { hasNextPage: boolean; endCursor: string } };
    const first = await page('');
    const second = await page(`, after: "${first.pageInfo.endCursor}"`);
    expect([first.nodes, first.pageInfo.hasNextPage]).toEqual([
      [{ code: 'TOTAL' }, { code: 'S1' }, { code: 'S2' }],
      true,
    ]);
    expect([second.nodes, second.pageInfo.hasNextPage]).toEqual([[{ code: 'S3' }, { code: 'S4' }], false]);
  });

  test('a session says where and by whom it was held', async () => {
    const fields = 'heldOn totalSince occurrences approximate services source';
    const data = await ask(`{
      guidanceSession(code: "S1") { ${fields} commune { code } servicePoint { code } team { name } }
      none: guidanceSession(code: "S9") { code }
      single: guidanceSessions(totals: false) { totalCount }
      totals: guidanceSessions(totals: true) { nodes { code ${fields} commune { code } servicePoint { code } team { code } } }
    }`);
    expect(data).toEqual({
      guidanceSession: {
        heldOn: '2026-02-03',
        totalSince: null,
        occurrences: 20,
        approximate: false,
        services: ['E_PAYMENT', 'ONLINE_SAFETY'],
        source: null,
        commune: { code: '14845' },
        servicePoint: { code: 'SP-14845' },
        team: { name: 'Đội Hoà Bình' },
      },
      none: null,
      single: { totalCount: 4 },
      totals: {
        nodes: [
          {
            code: 'TOTAL',
            heldOn: null,
            totalSince: '2025-05',
            occurrences: 1_600_000,
            approximate: true,
            services: ['LEVEL_1_ACCOUNT'],
            source: 'Báo Thanh Hóa',
            commune: null,
            servicePoint: null,
            team: null,
          },
        ],
      },
    });
  });

  const atHome = { level: 1, method: 'AT_HOME', demonstration: false };
  test.each([
    ['Commune', '14845', 'digitalLiteracyTeams { code }', [{ code: 'T1' }, { code: 'T2' }]],
    ['Commune', '14869', 'digitalLiteracyTeams { code }', []],
    [
      'Commune',
      '14845',
      'guidanceSessions(first: 1) { totalCount nodes { code } }',
      { totalCount: 2, nodes: [{ code: 'S1' }] },
    ],
    [
      'Commune',
      '14845',
      'accountActivations { level method occurrences demonstration }',
      // No list contains the three people online.
      [{ ...atHome, occurrences: 30 }],
    ],
    [
      'Commune',
      '14845',
      'accountActivations(period: "2026-Q2") { level method occurrences demonstration }',
      [{ ...atHome, occurrences: 20 }],
    ],
    ['Commune', '14797', 'accountActivations { level }', []],
    ['ServicePoint', 'SP-14845', 'guidanceSessions { nodes { code } }', { nodes: [{ code: 'S1' }, { code: 'S2' }] }],
    ['ServicePoint', 'SP-14845', 'guidanceOccurrences', 50],
    ['ServicePoint', 'SP-14845', 'guidanceOccurrences(period: "2026-03")', 30],
    ['ServicePoint', 'SP-00000', 'guidanceOccurrences', 0],
    // A session of 17 and one of 15 have 32 occurrences: a published 30 beside 10 and 10 would disclose that neither
    // has just 10.
    ['ServicePoint', 'SP-38', 'guidanceOccurrences', 20],
    [
      'ServicePoint',
      'SP-38',
      'guidanceSessions { nodes { occurrences } }',
      { nodes: [{ occurrences: 10 }, { occurrences: 10 }] },
    ],
    ['DigitalLiteracyTeam', 'T3', 'name', 'Đội Hạc Thành'],
  ])('%s %s has %s', async (type, code, selection, expected) => {
    const entity = (await reference({ __typename: type, code }, selection)) as Record<string, unknown>;
    expect(entity[selection.split(/\W/)[0] ?? '']).toEqual(expected);
  });

  test('a team that does not exist is null', async () => {
    expect(await reference({ __typename: 'DigitalLiteracyTeam', code: 'T9' }, 'name')).toBeNull();
  });

  test.each([
    ['people to date, turns of the period', '14845', '2026-Q1', 10, 19, 50],
    ['nobody yet, no turns', '14845', '2025', 0, 9, 0],
    ['the same people later, no turns', '14845', '2026-Q2', 10, 19, 0],
    // Totals of the whole are published in steps of twenty, so they do not show which commune gained a person.
    ['the province', '38', '2026', 20, 39, 70],
    ['the published total in its month', '38', '2025-05', 0, 19, 1_600_000],
    ['few people as if there were none', '14869', '2026', 0, 9, 0],
    // A session of 17 and one of 15 have 32 occurrences.
    ['what the few cannot be subtracted from', '14797', '2026', 10, 19, 20],
    ['no one', '14812', '2026', 0, 9, 0],
  ])('progress: %s', async (_what, commune, period, people, atMost, occurrences) => {
    expect(await progress(commune, period)).toEqual({ people, atMost, occurrences });
  });

  test('a goal that it has nothing for gets 0', async () => {
    expect(await progress('38', '2026', 'PUPILS')).toEqual({ people: 0, atMost: 9, occurrences: 0 });
  });

  test('importing the same files again changes nothing', async () => {
    const state = async () => [
      await progress('38', '2026'),
      await progress('38', '2025'),
      await ask(`{ digitalLiteracyTeams { totalCount nodes { members { people } } } guidanceSessions { totalCount } }`),
      await reference({ __typename: 'Commune', code: '14845' }, 'accountActivations { occurrences }'),
    ];
    const before = await state();
    await importAll();
    expect(await state()).toEqual(before);
  });

  const member = `T1,${person(900, '14845')}`;
  test.each([
    ['teams', teamHeader, 'T4,14845,Đội,Team,2025-05-20,COOKING', 'skills', 'expected one of SMARTPHONE_BASICS'],
    ['teams', teamHeader, 'T4,38,Đội,Team,2025-05-20,', 'commune_code', 'expected the 5-digit code'],
    ['team-members', memberHeader, `T9${member.slice(2)},2026-01-05,`, 'team_code', 'that was imported before'],
    ['team-members', memberHeader, `${member},2026-01-05,2026-01-04`, 'trained_on', 'on or after joined_on'],
    [
      'guidance-sessions',
      sessionHeader,
      'S9,,,38,,,5,false,E_PAYMENT,',
      'held_on',
      'expected either held_on, or total',
    ],
    ['guidance-sessions', sessionHeader, 'S9,,,38,2026-01-01,2026-01,5,false,E_PAYMENT,', 'held_on', 'expected either'],
    ['guidance-sessions', sessionHeader, 'S9,,,38,,2026-Q1,5,false,E_PAYMENT,', 'total_since', 'expected a month'],
    ['guidance-sessions', sessionHeader, 'S9,,,38,2026-01-01,,5,false,,', 'services', 'expected one or more of'],
    [
      'guidance-sessions',
      sessionHeader,
      'S9,,,38,2026-01-01,,-1,false,E_PAYMENT,',
      'occurrences',
      'expected a whole number',
    ],
    [
      'guided-people',
      guidedHeader,
      `${person(900, '14845')},2026-01-05,2026-01-04`,
      'passed_on',
      'on or after guided_on',
    ],
    [
      'account-activations',
      activationHeader,
      '14845,2026-01,3,AT_HOME,1',
      'level',
      'expected a whole number from 1 to 2',
    ],
    ['account-activations', activationHeader, '14845,2026,1,AT_HOME,1', 'month', 'expected a month'],
  ])('%s: a bad row is rejected with row, column and reason: %#', async (kind, header, row, column, reason) => {
    const lines = await subgraph.import(kind, csv(header, row));
    expect(lines).toEqual([
      { type: 'rejected', row: 2, column, reason: expect.stringContaining(reason) },
      expect.objectContaining({ type: 'done', read: 1, written: 0, rejected: 1 }),
    ]);
  });

  describe('fifty parents cost as many statements as five', () => {
    const communes = communeCodes.slice(0, 50);
    const keys = {
      Commune: communes.map((code) => ({ code })),
      ServicePoint: communes.map((code) => ({ code: `SP-${code}` })),
      DigitalLiteracyTeam: communes.map((_, i) => ({ code: `N${i}` })),
    };

    beforeAll(async () => {
      const teams = communes.map((code, i) => `N${i},${code},Đội,Team,2025-05-20,`);
      const sessions = communes.map((code, i) => `N${i},N${i},SP-${code},${code},2026-05-01,,9,false,E_PAYMENT,`);
      await subgraph.import('teams', csv(teamHeader, ...teams));
      await subgraph.import('guidance-sessions', csv(sessionHeader, ...sessions));
    });

    const sessions = 'guidanceSessions(first: 2) { totalCount nodes { team { members { people } } } }';
    test.each([
      ['Commune', `digitalLiteracyTeams { members { people } ${sessions} }`],
      ['Commune', `accountActivations(period: "2026") { occurrences } ${sessions}`],
      ['ServicePoint', `guidanceOccurrences(period: "2026") ${sessions}`],
      [
        'DigitalLiteracyTeam',
        'name commune { code } members { people } guidanceSessions { totalCount nodes { code } }',
      ],
    ] as const)('%s { %s }', async (type, selection) => {
      const statements = async (count: number) => {
        const representations = keys[type].slice(0, count).map((key) => ({ __typename: type, ...key }));
        subgraph.takeStatements();
        const { data, errors } = await subgraph.entities(representations, `... on ${type} { ${selection} }`);
        expect(errors).toBeUndefined();
        expect((data['_entities'] as unknown[]).filter((entity) => entity !== null)).toHaveLength(count);
        return subgraph.takeStatements().length;
      };
      await subgraph.release();
      const forFive = await statements(5);
      expect(forFive).toBeGreaterThan(0);
      expect(await statements(50)).toBe(forFive);
    });
  });
});

test('the published and the demonstration files of the Youth Union import, without a rejection but those that were made up', async () => {
  const subgraph = await startSubgraph(youthUnion, newDatabase(), { now: () => new Date('2026-11-20T03:00:00Z') });
  try {
    for (const { kind } of youthUnion.imports) {
      for (const folder of ['data', 'demo']) {
        const content = await readFile(new URL(`${folder}/${kind}.csv`, youthUnion.folder)).catch(() => undefined);
        if (!content) continue;
        const lines = await subgraph.import(kind, content);
        const rejected = folder === 'demo' ? demoRejections(youthUnion)(kind) : 0;
        expect(lines.at(-1)).toMatchObject({ type: 'done', rejected });
      }
    }
    expect(await subgraph.release()).toMatchObject({ status: 200 });
    const { data } = await subgraph.query(`{
      digitalLiteracyTeams { totalCount }
      guidanceSessions(totals: true) { nodes { occurrences approximate } }
    }`);
    expect(data).toEqual({
      digitalLiteracyTeams: { totalCount: 423 },
      guidanceSessions: { nodes: [{ occurrences: 1_600_000, approximate: true }] },
    });
  } finally {
    await subgraph.stop();
  }
});
