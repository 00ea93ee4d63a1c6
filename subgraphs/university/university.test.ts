import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { demoTeamCode } from '@hub/demo';
import { university } from './src/subgraph.js';
import { importDemonstrationGoals } from '../../test/support/demonstration-goals.js';
import { newDatabase } from '../../test/support/database.js';
import { demoRejections } from '../../test/support/demo-rejections.js';
import { communeCodes } from '../../test/support/places.js';
import { countsOf, shareOf } from '../../test/support/released-share.js';
import { type RunningSubgraph, startSubgraph } from '../../test/support/subgraph.js';

const csv = (header: string, ...rows: readonly string[]) => [header, ...rows, ''].join('\n');
const times = <Value>(count: number, make: (index: number) => Value) =>
  Array.from({ length: count }, (_, index) => make(index));

const courseHeader = 'code,title_vi,title_en,skill_groups,goal_code,hours';
const classHeader = 'code,course_code,goal_code,commune_code,starts_on,ends_on,mode,capacity';
const enrolmentHeader =
  'class_code,citizen_number,full_name,sex,birth_year,commune_code,organisation_code,goal_code,enrolled_on,result,result_on';
const volunteerHeader = 'code,role,skill,team_code,placed_on,until';
const placementHeader = 'volunteer_code,school_code,since';
const projectHeader = 'code,title_vi,title_en,field,starts_on,ends_on';
const productHeader = 'code,project_code,name_vi,name_en,kind,since';
const userHeader = 'product_code,commune_code,used_since';

interface Enrolment {
  readonly in: string;
  readonly who: number;
  readonly from: string;
  readonly by?: string;
  readonly born?: number;
  readonly goal?: string;
  readonly result: string;
  readonly on?: string;
}

const enrolment = ({ in: code, who, from, by = '', born = 1990, goal = 'ADULTS_BASIC', result, on = '' }: Enrolment) =>
  `${code},${999_000_000_000 + who},Lê Thị Hoa,FEMALE,${born},${from},${by},${goal},2025-12-01,${result},${on}`;

/**
 * C1: K1 has 25 learners (12 of the Youth Union pass, 13 of the Women's Union fail), K2 has 30 of no organisation (15
 * pass).
 * C2: K4 has the 12 that passed K1, again, as public servants.
 * C3: K5 has 5 (all pass), K6 has 12 of the people who passed K2 (all pass again), K7 has 40, with a minor as the only
 * pass.
 */
const files = {
  courses: csv(
    courseHeader,
    'C1,Kỹ năng số cơ bản,Basic digital skills,DEVICE_AND_SOFTWARE;SAFETY,ADULTS_BASIC,16',
    'C2,An toàn thông tin,Information security,SAFETY,PUBLIC_SECTOR,8',
    'C3,Trí tuệ nhân tạo,Artificial intelligence,CONTENT_CREATION,ADULTS_BASIC,12',
  ),
  classes: csv(
    classHeader,
    'K1,C1,ADULTS_BASIC,14845,2025-12-05,2026-01-10,IN_PERSON,40',
    'K2,C1,ADULTS_BASIC,14845,2026-02-05,2026-03-10,BLENDED,40',
    'K4,C2,PUBLIC_SECTOR,14797,2026-02-05,2026-03-10,IN_PERSON,30',
    'K5,C3,ADULTS_BASIC,14869,2026-04-01,2026-05-01,IN_PERSON,30',
    'K6,C3,ADULTS_BASIC,,2026-04-01,2026-05-01,ONLINE,30',
    'K7,C3,ADULTS_BASIC,14797,2026-04-02,2026-05-01,IN_PERSON,50',
  ),
  enrolments: csv(
    enrolmentHeader,
    ...times(12, (i) =>
      enrolment({ in: 'K1', who: i, from: '14845', by: 'youth-union', result: 'PASSED', on: '2026-01-12' }),
    ),
    ...times(13, (i) =>
      enrolment({ in: 'K1', who: 12 + i, from: '14845', by: 'womens-union', result: 'FAILED', on: '2026-01-12' }),
    ),
    ...times(15, (i) => enrolment({ in: 'K2', who: 100 + i, from: '14797', result: 'PASSED', on: '2026-03-12' })),
    ...times(15, (i) => enrolment({ in: 'K2', who: 115 + i, from: '14797', result: 'ENROLLED' })),
    ...times(12, (who) =>
      enrolment({
        ...{ in: 'K4', who, from: '14845', by: 'public-sector', goal: 'PUBLIC_SECTOR' },
        ...{ result: 'PASSED', on: '2026-03-12' },
      }),
    ),
    ...times(5, (i) =>
      enrolment({ in: 'K5', who: 200 + i, from: '14869', by: 'womens-union', result: 'PASSED', on: '2026-05-02' }),
    ),
    ...times(12, (i) => enrolment({ in: 'K6', who: 100 + i, from: '14797', result: 'PASSED', on: '2026-05-02' })),
    ...times(39, (i) => enrolment({ in: 'K7', who: 300 + i, from: '14797', by: 'university', result: 'ENROLLED' })),
    enrolment({
      ...{ in: 'K7', who: 400, from: '14797', by: 'university', born: 2010 },
      ...{ result: 'PASSED', on: '2026-05-02' },
    }),
  ),
  volunteers: csv(
    volunteerHeader,
    'V1,GUIDE,DIGITAL_IDENTITY,DLT-001,2026-01-05,',
    'V2,TRAINER,AI_TOOLS,DLT-001,2025-06-05,2026-01-04',
    'V3,TECHNICIAN,DEVICES,DLT-002,2026-01-05,',
  ),
  'school-placements': csv(placementHeader, 'V3,S2,2026-02-01', 'V1,S2,2026-02-01', 'V1,S1,2026-03-01'),
  'research-projects': csv(projectHeader, 'R1,Trợ lý ảo,An assistant,PUBLIC_ADMINISTRATION,2025-01-01,2026-12-31'),
  'applied-products': csv(
    productHeader,
    'P1,R1,Trợ lý dịch vụ công,Public services assistant,CHATBOT,2025-09-01',
    'P2,,Lớp học số,Digital classroom,WEB_PLATFORM,2025-10-01',
  ),
  'product-users': csv(userHeader, 'P1,14797,2026-01-01', 'P1,14845,2026-02-01', 'P2,14845,2026-03-01'),
};

/** Published range of a number: ten wide by default. */
const range = (people: number, atMost = people + 9) => ({ people, atMost });
const few = range(0);
const counts = 'learners { people atMost } passed { people atMost }';

describe('the university', () => {
  let subgraph: RunningSubgraph;

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
    subgraph = await startSubgraph(university, newDatabase(), { now: () => new Date('2026-11-20T03:00:00Z') });
    const outcomes = await importAll();
    for (const [kind, content] of Object.entries(files)) {
      const rows = content.trim().split('\n').length - 1;
      expect({ [kind]: outcomes[kind] }).toEqual({
        [kind]: expect.objectContaining({ type: 'done', read: rows, written: rows, rejected: 0 }),
      });
    }
    expect(
      await ask(`{ courseClass(code: "K1") { ${counts} } course(code: "C1") { participation { ${counts} } } }`),
    ).toEqual({
      courseClass: { learners: { people: null, atMost: null }, passed: { people: null, atMost: null } },
      course: { participation: [] },
    });
    await subgraph.release();
  });
  afterAll(() => subgraph.stop());

  test('all classes are listed by code, page by page', async () => {
    const page = async (more: string) =>
      (
        await ask(`{ courseClasses(first: 4${more}) {
      totalCount nodes { code course { code } } pageInfo { hasNextPage endCursor } } }`)
      )['courseClasses'];
    const first = await page('');
    expect(first).toMatchObject({
      totalCount: 6,
      nodes: [
        { code: 'K1', course: { code: 'C1' } },
        { code: 'K2', course: { code: 'C1' } },
        { code: 'K4', course: { code: 'C2' } },
        { code: 'K5', course: { code: 'C3' } },
      ],
      pageInfo: { hasNextPage: true },
    });
    const second = await page(`, after: "${first.pageInfo.endCursor}"`);
    expect(second.nodes.map(({ code }: { code: string }) => code)).toEqual(['K6', 'K7']);
    expect(second.pageInfo.hasNextPage).toBe(false);
  });

  test('the classes and products of a commune alone are listed by code', async () => {
    const list = 'totalCount nodes { code }';
    expect(
      await ask(`{
        classes: courseClasses(commune: "14797") { ${list} }
        noClasses: courseClasses(commune: "14758") { ${list} }
        products: appliedProducts(commune: "14845") { ${list} }
        oneProduct: appliedProducts(commune: "14797") { ${list} }
      }`),
    ).toEqual({
      classes: { totalCount: 2, nodes: [{ code: 'K4' }, { code: 'K7' }] },
      noClasses: { totalCount: 0, nodes: [] },
      products: { totalCount: 2, nodes: [{ code: 'P1' }, { code: 'P2' }] },
      oneProduct: { totalCount: 1, nodes: [{ code: 'P1' }] },
    });
  });

  test('a course answers with its titles, skill groups, goal and classes', async () => {
    const data = await ask(`{
      course(code: "C1") {
        title english: title(language: EN) skillGroups hours goal { code }
        classes(first: 1) { totalCount nodes { code } }
      }
      none: course(code: "C9") { code }
    }`);
    expect(data).toEqual({
      course: {
        title: 'Kỹ năng số cơ bản',
        english: 'Basic digital skills',
        skillGroups: ['DEVICE_AND_SOFTWARE', 'SAFETY'],
        hours: 16,
        goal: { code: 'ADULTS_BASIC' },
        classes: { totalCount: 2, nodes: [{ code: 'K1' }] },
      },
      none: null,
    });
  });

  test('a class answers with its course, place, dates and people', async () => {
    const data = await ask(`{
      courseClass(code: "K1") { course { code } commune { code } startsOn endsOn mode capacity ${counts} }
      online: courseClass(code: "K6") { commune { code } mode }
      none: courseClass(code: "K9") { code }
    }`);
    expect(data).toEqual({
      courseClass: {
        course: { code: 'C1' },
        commune: { code: '14845' },
        startsOn: '2025-12-05',
        endsOn: '2026-01-10',
        mode: 'IN_PERSON',
        capacity: 40,
        learners: range(20),
        passed: range(10),
      },
      online: { commune: null, mode: 'ONLINE' },
      none: null,
    });
  });

  test.each([
    ['fewer than ten learners', 'K5', few, few],
    ['more, beside them', 'K6', range(10), range(10)],
    ['fewer than ten passed', 'K7', range(40), few],
    ['all passed', 'K4', range(10), range(10)],
  ])('people of a class: %s', async (_what, code, learners, passed) => {
    expect(await ask(`{ courseClass(code: "${code}") { ${counts} } }`)).toEqual({ courseClass: { learners, passed } });
  });

  test('a course says which organisations’ people took it, and an organisation which courses', async () => {
    const data = await ask(`{
      one: course(code: "C1") { participation { organisation { code } ${counts} } }
      three: course(code: "C3") { participation { organisation { code } ${counts} } }
    }`);
    const cell = (code: string | null, learners: object, passed: object) => ({
      organisation: code && { code },
      learners,
      passed,
    });
    expect(data['one']).toEqual({
      participation: [
        cell('womens-union', range(10), few),
        cell('youth-union', range(10), range(10)),
        cell(null, range(30), range(10)),
      ],
    });
    // Five of the Women's Union took it, too.
    expect(data['three']).toEqual({
      participation: [cell('university', range(40), few), cell(null, range(10), range(10))],
    });
    const selection = `courseParticipation { course { code } organisation { code } ${counts} }`;
    expect(await reference({ __typename: 'Organisation', code: 'womens-union' }, selection)).toEqual({
      courseParticipation: [{ course: { code: 'C1' }, ...cell('womens-union', range(10), few) }],
    });
  });

  test('the one who did not pass is not told by the difference', async () => {
    const others = (result: string, first: number, count: number) =>
      times(count, (i) => enrolment({ in: 'K8', who: first + i, from: '15010', result, on: '2026-01-12' }));
    await subgraph.import('courses', csv(courseHeader, 'C8,Khóa,Course,SAFETY,ADULTS_BASIC,8'));
    await subgraph.import('classes', csv(classHeader, 'K8,C8,ADULTS_BASIC,15010,2026-01-01,2026-01-10,IN_PERSON,40'));
    await subgraph.import(
      'enrolments',
      csv(enrolmentHeader, ...others('FAILED', 600, 11), ...others('WITHDRAWN', 620, 1)),
    );
    const told = async () => (await ask(`{ courseClass(code: "K8") { ${counts} } }`))['courseClass'];
    expect(await told()).toEqual({ learners: few, passed: few });
    await subgraph.release();
    expect(await told()).toEqual({ learners: range(10), passed: few });
    await subgraph.import('enrolments', csv(enrolmentHeader, ...others('PASSED', 600, 11)));
    expect(await told()).toEqual({ learners: range(10), passed: few });
    await subgraph.release();
    expect(await told()).toEqual({ learners: range(10), passed: range(10) });
    await subgraph.import('enrolments', csv(enrolmentHeader, ...others('FAILED', 600, 11)));
  });

  test('volunteers teach at schools, and a school shows them', async () => {
    const data = await ask(`{
      volunteer(code: "V1") { schools { code } }
      none: volunteer(code: "V2") { schools { code } }
    }`);
    expect(data).toEqual({ volunteer: { schools: [{ code: 'S1' }, { code: 'S2' }] }, none: { schools: [] } });
    expect(await reference({ __typename: 'School', code: 'S2' }, 'volunteers { code role }')).toEqual({
      volunteers: [
        { code: 'V1', role: 'GUIDE' },
        { code: 'V3', role: 'TECHNICIAN' },
      ],
    });
    expect(await subgraph.import('school-placements', csv(placementHeader, 'V9,S1,2026-01-01'))).toContainEqual(
      expect.objectContaining({ type: 'rejected', row: 2, column: 'volunteer_code' }),
    );
  });

  test('volunteers are a role, a skill and a code, placed with a team', async () => {
    const data = await ask(`{
      volunteer(code: "V2") { role skill placedOn until team { code } }
      open: volunteer(code: "V1") { until }
      none: volunteer(code: "V9") { code }
      volunteers(first: 2) { totalCount nodes { code } }
    }`);
    expect(data).toEqual({
      volunteer: {
        role: 'TRAINER',
        skill: 'AI_TOOLS',
        placedOn: '2025-06-05',
        until: '2026-01-04',
        team: { code: 'DLT-001' },
      },
      open: { until: null },
      none: null,
      volunteers: { totalCount: 3, nodes: [{ code: 'V1' }, { code: 'V2' }] },
    });
  });

  test('research projects lead to products, and products to the communes that use them', async () => {
    const data = await ask(`{
      researchProjects { nodes { code title title_en: title(language: EN) field startsOn endsOn products { code } } }
      appliedProducts { nodes {
        code name name_en: name(language: EN) kind since project { code }
        communes(first: 1) { totalCount nodes { code } edges { usedSince node { code } } pageInfo { hasNextPage } }
      } }
    }`);
    expect(data).toEqual({
      researchProjects: {
        nodes: [
          {
            ...{ code: 'R1', title: 'Trợ lý ảo', title_en: 'An assistant', field: 'PUBLIC_ADMINISTRATION' },
            ...{ startsOn: '2025-01-01', endsOn: '2026-12-31', products: [{ code: 'P1' }] },
          },
        ],
      },
      appliedProducts: {
        nodes: [
          {
            ...{ code: 'P1', name: 'Trợ lý dịch vụ công', name_en: 'Public services assistant', kind: 'CHATBOT' },
            ...{ since: '2025-09-01', project: { code: 'R1' } },
            communes: {
              totalCount: 2,
              nodes: [{ code: '14797' }],
              edges: [{ usedSince: '2026-01-01', node: { code: '14797' } }],
              pageInfo: { hasNextPage: true },
            },
          },
          {
            ...{ code: 'P2', name: 'Lớp học số', name_en: 'Digital classroom', kind: 'WEB_PLATFORM' },
            ...{ since: '2025-10-01', project: null },
            communes: {
              totalCount: 1,
              nodes: [{ code: '14845' }],
              edges: [{ usedSince: '2026-03-01', node: { code: '14845' } }],
              pageInfo: { hasNextPage: false },
            },
          },
        ],
      },
    });
  });

  test('pages follow each other by cursor', async () => {
    const page = async (after: string) =>
      (await ask(`{ volunteers(first: 2${after}) { nodes { code } pageInfo { hasNextPage endCursor } } }`))[
        'volunteers'
      ] as { nodes: unknown; pageInfo: { hasNextPage: boolean; endCursor: string } };
    const first = await page('');
    const second = await page(`, after: "${first.pageInfo.endCursor}"`);
    expect([first.nodes, first.pageInfo.hasNextPage]).toEqual([[{ code: 'V1' }, { code: 'V2' }], true]);
    expect([second.nodes, second.pageInfo.hasNextPage]).toEqual([[{ code: 'V3' }], false]);
  });

  test.each([
    [
      'Commune',
      '14845',
      'digitalSkillsClasses { totalCount nodes { code } }',
      { totalCount: 2, nodes: [{ code: 'K1' }, { code: 'K2' }] },
    ],
    ['Commune', '14812', 'digitalSkillsClasses { nodes { code } }', { nodes: [] }],
    [
      'Commune',
      '14845',
      'appliedProducts(first: 1) { totalCount nodes { code } }',
      { totalCount: 2, nodes: [{ code: 'P1' }] },
    ],
    ['Commune', '14812', 'appliedProducts { totalCount nodes { code } }', { totalCount: 0, nodes: [] }],
    ['DigitalLiteracyTeam', 'DLT-001', 'volunteers { nodes { code } }', { nodes: [{ code: 'V1' }, { code: 'V2' }] }],
    ['Goal', 'PUBLIC_SECTOR', 'courses { nodes { code } }', { nodes: [{ code: 'C2' }] }],
    ['Organisation', 'movement', 'courseParticipation { course { code } }', []],
    ['Course', 'C2', 'title', 'An toàn thông tin'],
    ['Volunteer', 'V1', 'role', 'GUIDE'],
  ])('%s %s has %s', async (type, code, selection, expected) => {
    const entity = (await reference({ __typename: type, code }, selection)) as Record<string, unknown>;
    expect(entity[selection.split(/\W/)[0] ?? '']).toEqual(expected);
  });

  test.each(['Course', 'Volunteer'])('a %s that does not exist is null', async (type) => {
    expect(await reference({ __typename: type, code: 'X9' }, 'code')).toBeNull();
  });

  test.each([
    ['who passes reaches the goal, in her commune, however often', '14797', '2026', 10],
    ['on the day of the result', '14797', '2026-02', 0, 18],
    ['nobody yet', '14845', '2025', 0],
    ['few people, who look like no one', '14869', '2026', 0],
    ['more, beside them', '14845', '2026', 10],
    ['the province, without the minor, in steps of twenty', '38', '2026', 20, 39],
    ['no one', '14812', '2026', 0],
  ])('progress: %s', async (_what, commune, period, people, atMost = people + 9) => {
    expect(await progress(commune, period)).toEqual({ ...range(people, atMost), occurrences: 0 });
  });

  test('a course counts for its own goal only', async () => {
    expect(await progress('14845', '2026', 'PUBLIC_SECTOR')).toMatchObject(range(10, 28));
    expect(await progress('38', '2026', 'PUPILS')).toEqual({ ...few, occurrences: 0 });
  });

  test('a corrected result is taken back from the ledger', async () => {
    // Six of the 15 who passed; K6 is not over in that quarter.
    const six = (result: string) =>
      times(6, (i) => enrolment({ in: 'K2', who: 109 + i, from: '14797', result, on: '2026-03-12' }));
    await subgraph.import('enrolments', csv(enrolmentHeader, ...six('FAILED')));
    expect(await progress('14797', '2026-Q1')).toMatchObject(few);
    await subgraph.import('enrolments', csv(enrolmentHeader, ...six('PASSED')));
    expect(await progress('14797', '2026-Q1')).toMatchObject(range(10, 19));
  });

  test('importing the same files again changes nothing', async () => {
    const state = async () => [
      await progress('38', '2026'),
      await progress('38', '2026', 'PUBLIC_SECTOR'),
      await ask(`{ courses { totalCount nodes { participation { ${counts} } classes { totalCount nodes { ${counts} } } } }
        volunteers { totalCount } researchProjects { totalCount }
        appliedProducts { totalCount nodes { communes { totalCount } } } }`),
    ];
    const before = await state();
    await importAll();
    expect(await state()).toEqual(before);
  });

  const learner = { in: 'K1', who: 900, from: '14845' };
  test.each([
    ['courses', courseHeader, 'C9,Khóa,Course,,ADULTS_BASIC,8', 'skill_groups', 'expected one or more of'],
    ['courses', courseHeader, 'C9,Khóa,Course,COOKING,ADULTS_BASIC,8', 'skill_groups', 'expected one of DEVICE_AND'],
    ['courses', courseHeader, 'C9,Khóa,Course,SAFETY,NONE,8', 'goal_code', 'expected a code of goal that was'],
    ['courses', courseHeader, 'C1,Khóa,Course,SAFETY,PUBLIC_SECTOR,8', 'goal_code', 'the goal that the classes'],
    ['classes', classHeader, 'K9,C9,ADULTS_BASIC,,2026-01-01,2026-01-02,ONLINE,9', 'course_code', 'imported before'],
    ['classes', classHeader, 'K9,C1,ADULTS_BASIC,,2026-01-01,2026-01-02,BLENDED,9', 'commune_code', 'expected a place'],
    ['classes', classHeader, 'K9,C1,ADULTS_BASIC,,2026-01-02,2026-01-01,ONLINE,9', 'ends_on', 'on or after starts_on'],
    ['classes', classHeader, 'K9,C1,PUBLIC_SECTOR,,2026-01-01,2026-01-02,ONLINE,9', 'goal_code', 'goal of the course'],
    [
      'enrolments',
      enrolmentHeader,
      enrolment({ ...learner, in: 'K9', result: 'ENROLLED' }),
      'class_code',
      'imported before',
    ],
    [
      'enrolments',
      enrolmentHeader,
      enrolment({ ...learner, goal: 'PUBLIC_SECTOR', result: 'ENROLLED' }),
      'goal_code',
      'goal of the class',
    ],
    [
      'enrolments',
      enrolmentHeader,
      enrolment({ ...learner, by: 'bank', result: 'ENROLLED' }),
      'organisation_code',
      'expected one of womens-union',
    ],
    [
      'enrolments',
      enrolmentHeader,
      enrolment({ ...learner, result: 'PASSED' }),
      'result_on',
      'expected the day of the result (PASSED), got none',
    ],
    [
      'enrolments',
      enrolmentHeader,
      enrolment({ ...learner, result: 'ENROLLED', on: '2026-01-01' }),
      'result_on',
      'expected no day before there is a result',
    ],
    [
      'enrolments',
      enrolmentHeader,
      enrolment({ ...learner, result: 'FAILED', on: '2025-11-30' }),
      'result_on',
      'on or after enrolled_on',
    ],
    ['volunteers', volunteerHeader, 'V9,CHIEF,DEVICES,DLT-001,2026-01-05,', 'role', 'expected one of GUIDE'],
    ['volunteers', volunteerHeader, 'V9,GUIDE,DEVICES,DLT-001,2026-01-05,2026-01-04', 'until', 'on or after placed_on'],
    ['research-projects', projectHeader, 'R9,Đề tài,Project,HEALTH,2026-01-02,2026-01-01', 'ends_on', 'on or after'],
    ['applied-products', productHeader, 'P9,R9,Tên,Name,DEVICE,2026-01-01', 'project_code', 'imported before'],
    ['product-users', userHeader, 'P9,14845,2026-01-01', 'product_code', 'imported before'],
    ['product-users', userHeader, 'P1,38,2026-01-01', 'commune_code', 'expected the 5-digit code'],
  ])('%s: a bad row is rejected with row, column and reason: %#', async (kind, header, row, column, reason) => {
    const lines = await subgraph.import(kind, csv(header, row));
    expect(lines).toEqual([
      { type: 'rejected', row: 2, column, reason: expect.stringContaining(reason) },
      expect.objectContaining({ type: 'done', read: 1, written: 0, rejected: 1 }),
    ]);
  });

  describe('statements', () => {
    const communes = communeCodes.slice(0, 50);
    const classes = `{ totalCount nodes { commune { code } ${counts} course { title } } }`;
    const course = `title goal { code } participation { organisation { code } ${counts} } classes(first: 2) ${classes}`;
    const product = 'name project { title } communes(first: 2) { totalCount nodes { code } }';
    const volunteers = 'volunteers(first: 2) { totalCount nodes { role team { code } } }';

    beforeAll(async () => {
      const many: Record<string, string> = {
        courses: csv(courseHeader, ...communes.map((_, i) => `A${i},Khóa,Course,SAFETY,ADULTS_BASIC,8`)),
        classes: csv(
          classHeader,
          ...communes.map((code, i) => `A${i},A${i},ADULTS_BASIC,${code},2025-05-20,2025-06-20,IN_PERSON,40`),
        ),
        enrolments: csv(
          enrolmentHeader,
          ...communes.flatMap((from, i) => {
            const by = i % 2 ? 'womens-union' : 'youth-union';
            return times(10, (n) => enrolment({ in: `A${i}`, who: 1000 + 10 * i + n, from, by, result: 'ENROLLED' }));
          }),
        ),
        volunteers: csv(
          volunteerHeader,
          ...communes.map((_, i) => `A${i},GUIDE,DEVICES,${demoTeamCode(i + 100)},2026-01-05,`),
        ),
        'research-projects': csv(
          projectHeader,
          ...communes.map((_, i) => `A${i},Đề tài,Project,HEALTH,2025-01-01,2026-12-31`),
        ),
        'applied-products': csv(productHeader, ...communes.map((_, i) => `A${i},A${i},Tên,Name,DEVICE,2025-09-01`)),
        'product-users': csv(userHeader, ...communes.map((code, i) => `A${i},${code},2026-01-01`)),
      };
      for (const [kind, content] of Object.entries(many)) {
        const rows = kind === 'enrolments' ? 500 : 50;
        expect((await subgraph.import(kind, content)).at(-1)).toMatchObject({ written: rows });
      }
    });

    const statements = async (question: Promise<{ readonly errors?: unknown }>) => {
      expect((await question).errors).toBeUndefined();
      return subgraph.takeStatements();
    };

    test.each([
      ['courses', course],
      ['volunteers', 'role team { code }'],
      ['researchProjects', `title products { ${product} }`],
      ['appliedProducts', product],
    ])('fifty %s cost as many as five', async (field, selection) => {
      const ask = (count: number) => subgraph.query(`{ ${field}(first: ${count}) { nodes { ${selection} } } }`);
      await subgraph.release();
      subgraph.takeStatements();
      const few = await statements(ask(5));
      expect(few).not.toHaveLength(0);
      expect(await statements(ask(50))).toHaveLength(few.length);
    });

    const key = (index: number) => ({ code: `A${index}` });
    test.each([
      ['Commune', (i: number) => ({ code: communes[i] }), `digitalSkillsClasses ${classes}`],
      ['Commune', (i: number) => ({ code: communes[i] }), `appliedProducts { totalCount nodes { ${product} } }`],
      ['Course', key, course],
      ['Volunteer', key, 'role team { code }'],
      ['DigitalLiteracyTeam', (i: number) => ({ code: demoTeamCode(i + 100) }), volunteers],
      ['Goal', (i: number) => ({ code: ['ADULTS_BASIC', 'PUBLIC_SECTOR'][i % 2] }), `courses { nodes { ${course} } }`],
      [
        'Organisation',
        (i: number) => ({ code: ['womens-union', 'youth-union', `other-${i}`][i % 3] }),
        `courseParticipation { course { title } organisation { code } ${counts} }`,
      ],
    ])('fifty references to a %s cost as many as five: %#', async (__typename, keyOf, selection) => {
      const ask = (count: number) =>
        subgraph.entities(
          Array.from({ length: count }, (_, index) => ({ __typename, ...keyOf(index) })),
          `... on ${__typename} { ${selection} }`,
        );
      await subgraph.release();
      subgraph.takeStatements();
      const few = await statements(ask(5));
      expect(few).not.toHaveLength(0);
      expect(await statements(ask(50))).toHaveLength(few.length);
    });
  });
});

test('the university’s demonstration files import, without a rejection but those that were made up', async () => {
  const subgraph = await startSubgraph(university, newDatabase(), { now: () => new Date('2026-11-20T03:00:00Z') });
  try {
    await importDemonstrationGoals(subgraph);
    expect(university.imports.length).toBeGreaterThan(4);
    for (const { kind } of university.imports) {
      const content = await readFile(new URL(`demo/${kind}.csv`, university.folder));
      const lines = await subgraph.import(kind, content);
      expect(lines.at(-1)).toMatchObject({ type: 'done', rejected: demoRejections(university)(kind) });
    }
    const { data } = await subgraph.query(`{
      courses { totalCount nodes { title participation { learners { people } } } }
      researchProjects { totalCount } appliedProducts { totalCount }
    }`);
    expect(data).toMatchObject({
      courses: { totalCount: 13 },
      researchProjects: { totalCount: 15 },
      appliedProducts: { totalCount: 20 },
    });
    await subgraph.release();
    const people: (number | null | undefined)[] = [];
    for (const communeCode of communeCodes)
      people.push((await shareOf(subgraph, { goalCode: 'PUBLIC_SECTOR', communeCode, period: '2026' }))?.people);
    expect(people).toContain(0);
    expect(people.some((one) => Number(one) > 0)).toBe(true);
  } finally {
    await subgraph.stop();
  }
});
