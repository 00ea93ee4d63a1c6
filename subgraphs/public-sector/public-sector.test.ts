import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { publicSector } from './src/subgraph.js';
import { newDatabase } from '../../test/support/database.js';
import { countsOf, shareOf } from '../../test/support/released-share.js';
import { type RunningSubgraph, startSubgraph } from '../../test/support/subgraph.js';

const day = '2026-03-02';

const agencies = `code,parent_code,level,name_vi,name_en,commune_code
TOP,,PROVINCE,UBND tỉnh,Province,
HEALTH,TOP,DEPARTMENT,Sở Y tế,Department of Health,
FINANCE,TOP,DEPARTMENT,Sở Tài chính,Department of Finance,
MUONG-LAT,TOP,COMMUNE,UBND xã Mường Lát,Muong Lat,14845
HAM-RONG,TOP,COMMUNE,UBND phường Hàm Rồng,Ham Rong,14758
HAM-RONG-2,TOP,COMMUNE,Trạm Y tế phường Hàm Rồng,Ham Rong Health Station,14758
`;

const headcounts = `agency_code,staff_group,headcount,as_of
MUONG-LAT,CADRE,4,2026-06-30
MUONG-LAT,WORKER,40,2025-12-31
MUONG-LAT,WORKER,30,2026-06-30
HAM-RONG,CADRE,0,2026-06-30
HEALTH,CADRE,12,2026-06-30
FINANCE,CADRE,20,2025-12-31
`;

const trainingHeader =
  'agency_code,citizen_number,full_name,sex,birth_year,commune_code,staff_group,course_code,completed_on,result\n';

interface Training {
  readonly agency: string;
  /** Numbers of invented people: first and last. */
  readonly people: readonly [number, number];
  readonly commune?: string;
  readonly course?: string;
  readonly completedOn?: string;
  readonly result?: 'PASSED' | 'FAILED';
  readonly group?: string;
}

const citizen = (number: number) => `9991${String(number).padStart(8, '0')}`;

const numbers = ([first, last]: readonly [number, number]) =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index);

function training(...trainings: readonly Training[]): string {
  const rows = trainings.flatMap(({ agency, people, commune = '14845', course = 'C1', completedOn = day, ...rest }) =>
    numbers(people).map((number) =>
      [
        agency,
        citizen(number),
        'Nguyễn Thị Minh',
        'FEMALE',
        1980,
        commune,
        rest.group ?? 'CIVIL_SERVANT',
        course,
        completedOn,
        rest.result ?? 'PASSED',
      ].join(','),
    ),
  );
  return `${trainingHeader}${rows.join('\n')}\n`;
}

/**
 * In course C1: Mường Lát 14 (all passed), Hàm Rồng 4 and its health station 12 (2 failed),
 * Health 30 (10 failed), Finance 40 (11 failed): 100 people, 77 passed.
 */
const records = training(
  { agency: 'MUONG-LAT', people: [1, 14] },
  { agency: 'MUONG-LAT', people: [1, 2], course: 'C2', completedOn: '2026-04-01', group: 'WORKER' },
  { agency: 'HAM-RONG', people: [101, 104], commune: '14758' },
  { agency: 'HAM-RONG-2', people: [201, 210], commune: '14758' },
  { agency: 'HAM-RONG-2', people: [211, 212], commune: '14758', result: 'FAILED' },
  { agency: 'HEALTH', people: [301, 320], commune: '14797' },
  { agency: 'HEALTH', people: [321, 330], commune: '14797', result: 'FAILED' },
  { agency: 'FINANCE', people: [401, 403], commune: '14812', completedOn: '2025-11-30' },
  { agency: 'FINANCE', people: [404, 429], commune: '14797' },
  { agency: 'FINANCE', people: [430, 440], commune: '14797', result: 'FAILED' },
);

const assessment = (agency: string, number: number, assessedOn: string, level: string) =>
  `${agency},${citizen(number)},Lê Văn Nam,${assessedOn},${level}`;

const assessments = [
  'agency_code,citizen_number,full_name,assessed_on,level',
  ...numbers([1, 12]).map((number) => assessment('MUONG-LAT', number, '2025-09-01', 'BASIC')),
  ...numbers([1, 11]).map((number) => assessment('MUONG-LAT', number, '2026-02-01', 'INTERMEDIATE')),
  assessment('HEALTH', 12, '2026-05-01', 'ADVANCED'),
  '',
].join('\n');

const leadership = `agency_code,leaders,trained_leaders,first_leader_trained_on,first_staff_trained_on,as_of
MUONG-LAT,3,0,,2026-02-01,2026-03-31
MUONG-LAT,3,3,2026-01-05,2026-02-01,2026-09-30
HAM-RONG,2,1,2026-03-05,2026-02-01,2026-09-30
HEALTH,4,0,,2026-02-01,2026-09-30
FINANCE,4,0,,,2026-09-30
`;

const files = [
  ['agencies', agencies, 6],
  ['staff-headcounts', headcounts, 6],
  ['training-records', records, 102],
  ['competency-assessments', assessments, 24],
  ['leadership', leadership, 5],
] as const;

const range = (people: number, atMost = people + 9) => ({ people, atMost });
const few = range(0);
const count = '{ people atMost }';

describe('the public sector', () => {
  let subgraph: RunningSubgraph;

  beforeAll(async () => {
    subgraph = await startSubgraph(publicSector, newDatabase(), { now: () => new Date('2026-11-20T03:00:00Z') });
    for (const [kind, content, rows] of files) {
      expect(await subgraph.import(kind, content)).toEqual([
        expect.objectContaining({ type: 'done', read: rows, written: rows, rejected: 0 }),
      ]);
    }
    await subgraph.release();
  });
  afterAll(() => subgraph.stop());

  const data = async (query: string) => {
    const answer = await subgraph.query(query);
    expect(answer.errors).toBeUndefined();
    return answer.data;
  };
  const entity = async (
    representation: { readonly __typename: string; readonly [key: string]: string },
    selection: string,
  ) => {
    const answer = await subgraph.entities(
      [representation],
      `__typename ... on ${representation.__typename} ${selection}`,
    );
    expect(answer.errors).toBeUndefined();
    return answer.data['_entities'][0];
  };
  /** The share in a new release. */
  const contribution = async (communeCode: string, period: string, goalCode = 'PUBLIC_SECTOR') => {
    await subgraph.release();
    const share = await shareOf(subgraph, { goalCode, communeCode, period });
    return { ...countsOf(share), demonstration: share?.demonstration };
  };

  test('an agency stands in its tree, under its names and in its commune', async () => {
    expect(
      await data(
        `{ agency(code: "MUONG-LAT") { level vi: name en: name(language: EN) commune { code } parent { code parent { code } children(first: 2) { totalCount nodes { code } } } }
           top: agency(code: "TOP") { parent { code } commune { code } }
           none: agency(code: "NONE") { code } }`,
      ),
    ).toEqual({
      agency: {
        level: 'COMMUNE',
        vi: 'UBND xã Mường Lát',
        en: 'Muong Lat',
        commune: { code: '14845' },
        parent: {
          code: 'TOP',
          parent: null,
          children: { totalCount: 5, nodes: [{ code: 'FINANCE' }, { code: 'HAM-RONG' }] },
        },
      },
      top: { parent: null, commune: null },
      none: null,
    });
  });

  test('agencies are listed by level, page by page', async () => {
    const page = async (slice: string) =>
      (
        await data(
          `{ agencies(level: COMMUNE, ${slice}) { totalCount pageInfo { hasNextPage endCursor } nodes { code } } }`,
        )
      )['agencies'];
    const first = await page('first: 2');
    expect(first).toMatchObject({ totalCount: 3, nodes: [{ code: 'HAM-RONG' }, { code: 'HAM-RONG-2' }] });
    expect(first.pageInfo.hasNextPage).toBe(true);
    expect(await page(`first: 2, after: "${first.pageInfo.endCursor}"`)).toMatchObject({
      totalCount: 3,
      pageInfo: { hasNextPage: false },
      nodes: [{ code: 'MUONG-LAT' }],
    });
    expect((await data('{ agencies { totalCount } }'))['agencies']).toEqual({ totalCount: 6 });
  });

  test('agencies are listed by commune', async () => {
    expect(
      await data(`{
        ward: agencies(commune: "14758") { totalCount nodes { code } }
        page: agencies(commune: "14758", first: 1) { totalCount nodes { code } }
        departments: agencies(commune: "14758", level: DEPARTMENT) { totalCount }
      }`),
    ).toEqual({
      ward: { totalCount: 2, nodes: [{ code: 'HAM-RONG' }, { code: 'HAM-RONG-2' }] },
      page: { totalCount: 2, nodes: [{ code: 'HAM-RONG' }] },
      departments: { totalCount: 0 },
    });
  });

  test('other subgraphs reach an agency by its code; null when there is none', async () => {
    const { data: answer } = await subgraph.entities(
      ['HEALTH', 'NONE'].map((code) => ({ __typename: 'Agency', code })),
      '... on Agency { name }',
    );
    expect(answer['_entities']).toEqual([{ name: 'Sở Y tế' }, null]);
  });

  test('staff are counted by the latest head-count of each group, and few look like nobody', async () => {
    const staff = `staff { group headcount ${count} asOf }`;
    expect(
      await data(`{ mountain: agency(code: "MUONG-LAT") { ${staff} } ward: agency(code: "HAM-RONG") { ${staff} } }`),
    ).toEqual({
      mountain: {
        staff: [
          { group: 'CADRE', headcount: few, asOf: '2026-06-30' },
          { group: 'WORKER', headcount: range(30), asOf: '2026-06-30' },
        ],
      },
      ward: { staff: [{ group: 'CADRE', headcount: few, asOf: '2026-06-30' }] },
    });
  });

  test('the province’s staff are the sum, by group', async () => {
    expect(
      await data(
        `{ publicStaff { group asOf demonstration headcount ${count} }
           health: agency(code: "HEALTH") { staff { headcount ${count} } }
           finance: agency(code: "FINANCE") { staff { headcount ${count} } } }`,
      ),
    ).toEqual({
      publicStaff: [
        { group: 'CADRE', asOf: '2025-12-31', demonstration: false, headcount: range(30) },
        { group: 'WORKER', asOf: '2026-06-30', demonstration: false, headcount: range(30) },
      ],
      health: { staff: [{ headcount: range(10) }] },
      finance: { staff: [{ headcount: range(20) }] },
    });
  });

  // If one of the two courses has few people or none, the published total equals the other course's number.
  test.each([
    ['all passed', 'MUONG-LAT', range(10, 28), range(10, 28), [range(10), range(10)]],
    ['a few people', 'HAM-RONG', range(0, 18), range(0, 18), undefined],
    ['nobody, who look like a few', 'TOP', range(0, 18), range(0, 18), undefined],
    ['a few who failed', 'HAM-RONG-2', range(10, 28), range(10, 28), [range(10), range(10)]],
    ['ten who failed', 'HEALTH', range(30, 48), range(20, 38), [range(30), range(20)]],
    ['more who failed', 'FINANCE', range(40, 58), range(20, 38), [range(40), range(20)]],
  ])('an agency’s training with %s', async (_case, code, trained, passed, ofCourse) => {
    const { agency } = await data(
      `{ agency(code: "${code}") {
           training { trained ${count} passed ${count} }
           trainingByCourse { agency { code } course { code } completed ${count} passed ${count} } } }`,
    );
    expect(agency.training).toEqual({ trained, passed });
    const [completed, passedCourse] = ofCourse ?? [];
    expect(agency.trainingByCourse).toEqual(
      ofCourse ? [{ agency: { code }, course: { code: 'C1' }, completed, passed: passedCourse }] : [],
    );
  });

  test('a training record names the university’s course, and is listed where ten people share it', async () => {
    const listed = async (code: string) =>
      (
        await data(
          `{ agency(code: "${code}") { trainingRecords { totalCount nodes { course { code } completedOn result } } } }`,
        )
      )['agency'].trainingRecords;
    const record = (result: string) => ({ course: { code: 'C1' }, completedOn: day, result });
    expect(await listed('MUONG-LAT')).toEqual({ totalCount: 1, nodes: [record('PASSED')] });
    expect(await listed('HAM-RONG-2')).toEqual({ totalCount: 1, nodes: [record('PASSED')] });
    expect(await listed('FINANCE')).toEqual({ totalCount: 2, nodes: [record('FAILED'), record('PASSED')] });
    expect(await listed('TOP')).toEqual({ totalCount: 0, nodes: [] });
    expect(await listed('HAM-RONG')).toEqual({ totalCount: 0, nodes: [] });
  });

  test('a course says who of the public sector took it, in all and agency by agency', async () => {
    const course = { __typename: 'Course', code: 'C1' };
    const summary = `publicSectorTraining { trained ${count} passed ${count} demonstration }`;
    const page = (slice: string) =>
      entity(
        course,
        `{ ${summary} trainingByAgency(${slice}) { totalCount pageInfo { endCursor hasNextPage } nodes { agency { code } completed ${count} } } }`,
      );
    const first = await page('first: 3');
    // Four of HAM-RONG took it, too.
    expect(first).toMatchObject({
      publicSectorTraining: { trained: range(100), passed: range(70), demonstration: false },
      trainingByAgency: {
        totalCount: 4,
        nodes: [
          { agency: { code: 'FINANCE' }, completed: range(40) },
          { agency: { code: 'HAM-RONG-2' }, completed: range(10) },
          { agency: { code: 'HEALTH' }, completed: range(30) },
        ],
      },
    });
    const rest = await page(`first: 3, after: "${first.trainingByAgency.pageInfo.endCursor}"`);
    expect(rest.trainingByAgency).toMatchObject({
      pageInfo: { hasNextPage: false },
      nodes: [{ agency: { code: 'MUONG-LAT' } }],
    });
    // Two people took the first course, and none the second.
    for (const code of ['C2', 'OTHER']) {
      expect(await entity({ ...course, code }, `{ ${summary} trainingByAgency { totalCount } }`)).toMatchObject({
        publicSectorTraining: { trained: few, passed: few },
        trainingByAgency: { totalCount: 0 },
      });
    }
  });

  test('training is counted by group of staff, too', async () => {
    const { publicStaff } = await data(`{ publicStaff { group training { trained ${count} passed ${count} } } }`);
    // Two workers were trained.
    expect(publicStaff).toContainEqual({ group: 'WORKER', training: { trained: few, passed: few } });
  });

  test.each([
    ['14845', ['MUONG-LAT'], range(10, 28)],
    // The commune's 16 people are few in one agency and 12 in the other, so the published number is the larger
    // agency's.
    ['14758', ['HAM-RONG', 'HAM-RONG-2'], range(10, 46)],
    ['14812', [], few],
  ])('commune %s shows its agencies and their training', async (code, codes, trained) => {
    expect(
      await entity(
        { __typename: 'Commune', code },
        `{ agencies { code } publicSectorTraining { trained ${count} passed ${count} } }`,
      ),
    ).toEqual({
      __typename: 'Commune',
      agencies: codes.map((agency) => ({ code: agency })),
      publicSectorTraining: { trained, passed: trained },
    });
  });

  test('competency is counted by each person’s latest assessment, where it was made', async () => {
    const competency = `competency { level people ${count} }`;
    const counts = (basic: object, intermediate: object, advanced: object) => ({
      competency: [
        { level: 'BASIC', people: basic },
        { level: 'INTERMEDIATE', people: intermediate },
        { level: 'ADVANCED', people: advanced },
      ],
    });
    expect(
      await data(
        `{ mountain: agency(code: "MUONG-LAT") { ${competency} } health: agency(code: "HEALTH") { ${competency} } }`,
      ),
    ).toEqual({
      mountain: counts(few, range(10), few),
      health: counts(few, few, few),
    });
  });

  test.each([
    ['MUONG-LAT', { trainedLeaders: 'ALL', wentFirst: true, asOf: '2026-09-30' }],
    ['HAM-RONG', { trainedLeaders: 'SOME', wentFirst: false, asOf: '2026-09-30' }],
    ['HEALTH', { trainedLeaders: 'NONE', wentFirst: false, asOf: '2026-09-30' }],
    ['FINANCE', { trainedLeaders: 'NONE', wentFirst: null, asOf: '2026-09-30' }],
    ['TOP', null],
  ])('whether the leaders of %s went first', async (code, leadersFirst) => {
    expect(await data(`{ agency(code: "${code}") { leadersFirst { trainedLeaders wentFirst asOf } } }`)).toEqual({
      agency: { leadersFirst },
    });
  });

  test.each([
    ['those who passed, where they live', '14797', '2026-03', 40],
    ['nobody before they passed', '14797', '2026-02', 0],
    ['a place where few passed, which looks alike', '14812', '2026-Q1', 0],
    // From 80 on, the sum of the parts' upper bounds would leave fewer than ten possible values.
    ['the province, in steps of twenty', '38', '2026', 60, 88],
    ['the province, to the end of an earlier period', '38', '2025', 0, 19],
  ])('the contribution to both goals: %s', async (_case, commune, period, people, atMost = people + 9) => {
    for (const goal of ['PUBLIC_SECTOR', 'ADULTS_BASIC']) {
      expect(await contribution(commune, period, goal)).toEqual({
        ...range(people, atMost),
        occurrences: 0,
        demonstration: false,
      });
    }
  });

  test('the contribution to a goal of others is 0', async () => {
    expect(await contribution('38', '2026', 'PUPILS')).toMatchObject(few);
  });

  test('a corrected result is taken back from the ledger, and put back', async () => {
    const correction: Training = { agency: 'FINANCE', people: [404, 411], commune: '14797' };
    await subgraph.import('training-records', training({ ...correction, result: 'FAILED' }));
    expect(await contribution('14797', '2026')).toMatchObject({ people: 30 });
    await subgraph.import('training-records', training(correction));
    expect(await contribution('14797', '2026')).toMatchObject({ people: 40 });
  });

  test('importing the same files again changes nothing', async () => {
    const everything = `{
      agencies { totalCount nodes { code name staff { group headcount ${count} } training { trained ${count} passed ${count} }
        competency { level people ${count} } leadersFirst { asOf } trainingRecords { totalCount } } } }`;
    const before = await data(everything);
    for (const [kind, content, rows] of files) {
      expect(await subgraph.import(kind, content)).toEqual([
        expect.objectContaining({ type: 'done', read: rows, written: rows, rejected: 0 }),
      ]);
    }
    expect(await contribution('38', '2026')).toMatchObject({ people: 60 });
    expect(await data(everything)).toEqual(before);
  });

  test('what is told moves with a release alone', async () => {
    const told = async () =>
      (
        await data(
          `{ agency(code: "MUONG-LAT") { trainingByCourse { course { code } } trainingRecords { totalCount } } }`,
        )
      )['agency'];
    const before = { trainingByCourse: [{ course: { code: 'C1' } }], trainingRecords: { totalCount: 1 } };
    expect(await told()).toEqual(before);
    await subgraph.import('training-records', training({ agency: 'MUONG-LAT', people: [1, 10], course: 'C3' }));
    expect(await told()).toEqual(before);
    await subgraph.release();
    expect(await told()).toEqual({
      trainingByCourse: [{ course: { code: 'C1' } }, { course: { code: 'C3' } }],
      trainingRecords: { totalCount: 2 },
    });
  });

  const [agencyHeader = ''] = agencies.split('\n');
  const [headcountHeader = ''] = headcounts.split('\n');
  const [assessmentHeader = ''] = assessments.split('\n');
  const [leadershipHeader = ''] = leadership.split('\n');

  test.each([
    ['agencies', 'X,NONE,DEPARTMENT,X,X,', /parent_code/, agencyHeader],
    ['agencies', 'X,,DEPARTMENT,X,X,', /parent_code.*a parent for every agency/, agencyHeader],
    ['agencies', 'X,TOP,COMMUNE,X,X,', /commune_code.*level COMMUNE/, agencyHeader],
    ['agencies', 'X,TOP,COMMUNE,X,X,99999', /commune_code.*in force/, agencyHeader],
    ['agencies', 'X,X,DEPARTMENT,X,X,', /parent_code/, agencyHeader],
    ['staff-headcounts', 'NONE,CADRE,4,2026-06-30', /agency_code.*imported before/, headcountHeader],
    ['staff-headcounts', 'TOP,CHIEF,4,2026-06-30', /staff_group.*one of CADRE/, headcountHeader],
    ['competency-assessments', assessment('TOP', 1, '2026-02-30', 'BASIC'), /assessed_on.*a date/, assessmentHeader],
    ['leadership', 'TOP,2,3,2026-01-01,,2026-09-30', /trained_leaders.*at most/, leadershipHeader],
    ['leadership', 'TOP,2,1,,,2026-09-30', /first_leader_trained_on.*a day when/, leadershipHeader],
    ['leadership', 'TOP,2,1,2026-10-01,,2026-09-30', /first_leader_trained_on.*no later than as_of/, leadershipHeader],
  ])('a bad row of %s is rejected: %s', async (kind, row, reason, header) => {
    const [rejected, done] = await subgraph.import(kind, `${header}\n${row}\n`);
    expect(rejected).toMatchObject({ type: 'rejected', row: 2 });
    expect(JSON.stringify(rejected)).toMatch(reason);
    expect(done).toEqual(expect.objectContaining({ type: 'done', read: 1, written: 0, rejected: 1 }));
  });

  test('a training record of an unknown agency is rejected, and the others of the file are taken', async () => {
    const lines = await subgraph.import(
      'training-records',
      training({ agency: 'NONE', people: [901, 901] }, { agency: 'MUONG-LAT', people: [1, 1] }),
    );
    expect(lines).toEqual([
      expect.objectContaining({ type: 'rejected', row: 2, column: 'agency_code' }),
      expect.objectContaining({ type: 'done', read: 2, written: 1, rejected: 1 }),
    ]);
  });

  test('an agency may be under one that stands before it in the file, not under one after it or one that was refused', async () => {
    const rows = [
      'A1,TOP,DEPARTMENT,Sở A,Department A,',
      'A2,A1,DEPARTMENT,Trung tâm A,Centre A,',
      'B2,B1,DEPARTMENT,Trung tâm B,Centre B,',
      'B1,TOP,DEPARTMENT,Sở B,Department B,',
      'C1,NONE,DEPARTMENT,Sở C,Department C,',
      'C2,C1,DEPARTMENT,Trung tâm C,Centre C,',
    ];
    const unknown = { type: 'rejected', column: 'parent_code', reason: expect.stringContaining('imported before') };
    expect(await subgraph.import('agencies', `${agencyHeader}\n${rows.join('\n')}\n`)).toEqual([
      { ...unknown, row: 4 },
      { ...unknown, row: 6 },
      { ...unknown, row: 7 },
      expect.objectContaining({ type: 'done', read: 6, written: 3, rejected: 3 }),
    ]);
  });

  test('no agency can be put under itself, however far below', async () => {
    await subgraph.import('agencies', `${agencyHeader}\nCLINIC,HEALTH,DEPARTMENT,Phòng khám,Clinic,\n`);
    const lines = await subgraph.import('agencies', `${agencyHeader}\nHEALTH,CLINIC,DEPARTMENT,Sở Y tế,Health,\n`);
    expect(lines).toEqual([
      expect.objectContaining({
        type: 'rejected',
        row: 2,
        column: 'parent_code',
        reason: expect.stringContaining('parent_code'),
      }),
      expect.objectContaining({ type: 'done', read: 1, written: 0, rejected: 1 }),
    ]);
  });
});

test('an agency may have the province’s code without being taken for it', async () => {
  const subgraph = await startSubgraph(publicSector, newDatabase(), { now: () => new Date('2026-11-20T03:00:00Z') });
  try {
    const [agencyHeader, top] = agencies.split('\n');
    const rows = ['38', 'B'].map((code) => `${code},TOP,DEPARTMENT,X,X,`);
    await subgraph.import('agencies', [agencyHeader, top, ...rows, ''].join('\n'));
    const [headcountHeader] = headcounts.split('\n');
    await subgraph.import('staff-headcounts', `${headcountHeader}\n38,CADRE,38,2026-06-30\nB,CADRE,5,2026-06-30\n`);
    await subgraph.release();
    const { data } = await subgraph.query(
      `{ publicStaff { headcount ${count} } agency(code: "38") { staff { headcount ${count} } } }`,
    );
    // The sum of 43 would disclose that the other agency has at least one person, so the published total is the known
    // agency's.
    expect(data['publicStaff']).toEqual([{ headcount: range(30, 48) }]);
    expect(data['agency']).toEqual({ staff: [{ headcount: range(30) }] });
  } finally {
    await subgraph.stop();
  }
});

describe('the public sector’s files', () => {
  let subgraph: RunningSubgraph;

  beforeAll(async () => {
    subgraph = await startSubgraph(publicSector, newDatabase(), { now: () => new Date('2026-11-20T03:00:00Z') });
  });
  afterAll(() => subgraph.stop());

  test('come in without a rejection', async () => {
    expect(publicSector.imports.length).toBeGreaterThan(4);
    for (const { kind } of publicSector.imports) {
      const content = await readFile(fileURLToPath(new URL(`demo/${kind}.csv`, publicSector.folder)));
      const lines = await subgraph.import(kind, content);
      expect(lines.at(-1)).toMatchObject({ type: 'done', rejected: 0 });
    }
  });

  test('are asked with as many statements for 5 agencies as for 50', async () => {
    await subgraph.release();
    const ask = async (first: number) => {
      subgraph.takeStatements();
      const { data, errors } = await subgraph.query(
        `query ($first: Int) { agencies(level: COMMUNE, first: $first) { totalCount nodes {
           name parent { code name } children { totalCount nodes { code } } commune { code agencies { code } publicSectorTraining { trained ${count} demonstration } }
           staff { group headcount ${count} } training { passed ${count} }
           trainingByCourse { agency { code } completed ${count} course { publicSectorTraining { trained ${count} } trainingByAgency { totalCount nodes { passed ${count} } } } }
           trainingRecords { totalCount nodes { course { code } } }
           competency { people ${count} } leadersFirst { wentFirst } } } }`,
        { first },
      );
      expect(errors).toBeUndefined();
      expect(data['agencies'].nodes).toHaveLength(first);
      return subgraph.takeStatements().length;
    };
    const few = await ask(5);
    expect(few).toBeGreaterThan(5);
    expect(await ask(50)).toBe(few);
  });
});
