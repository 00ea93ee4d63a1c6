import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { knownOrganisations } from '@hub/runtime';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { shareIn, sharesIn, sharesWith } from '../support/contributions.js';
import { askReadme, readme, withoutCost } from '../support/readme.js';
import { until } from '../support/until.js';
import { testDemonstration } from './support/demonstration.js';
import { testEqualIds } from './support/equal-ids.js';
import { testFiles } from './support/files.js';
import { testGoodOffices } from './support/good-offices.js';
import { testPeopleOnce } from './support/people-once.js';
import { testRecomputed } from './support/recomputed.js';
import { testVerdicts } from './support/true-verdicts.js';
import { freePort, hub, type RunningCommand, startCommand, untilGone } from './support/hub.js';
import { publishBy } from '../support/publishing.js';
import { folderOfHub } from './support/hub-folders.js';

/** Process ids of a hub's parts, by the end of their command line. */
function pidOf(launcher: number, part: string): number {
  const lines = execFileSync('ps', ['-eo', 'pid=,ppid=,args=']).toString().trim().split('\n');
  const found = lines
    .map((line) => line.trim().split(/\s+/))
    .find(([, parent, ...args]) => Number(parent) === launcher && args.join(' ').includes(part));
  return Number(found?.[0]);
}

describe('the whole hub, as users start it', () => {
  let folder: string;
  let port: number;
  let running: RunningCommand;
  let token: string;

  const start = async () => {
    running = startCommand(['start', '--port', String(port)], { folder, environment: { SUBGRAPH_TIMEOUT_MS: '6000' } });
    await running.untilItSays('Ctrl-C stops it.');
  };
  const tokenOf = async (...args: string[]) =>
    (await hub(['token', '--as', ...args, '--port', String(port)], { folder })).stdout.trim();
  const ask = async (query: string, purpose = 'steering', as = token): Promise<any> => {
    // Where truth is computed for seconds, kept connections end meanwhile, and the ends are heard first.
    await nextTurn();
    const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${as}`,
        'content-type': 'application/json',
        ...(purpose !== '' && { 'x-hub-purpose': purpose }),
      },
      body: JSON.stringify({ query }),
    });
    return withoutCost((await response.json()) as object);
  };

  beforeAll(async () => {
    [port, folder] = [await freePort(), await folderOfHub('demonstration')];
    await start();
    token = await tokenOf('analyst');
  });
  afterAll(async () => {
    running.child.kill('SIGINT');
    expect((await running.ended).exitCode).toBe(0);
  });

  test('gives the README’s answer', async () => {
    expect(await askReadme(`http://127.0.0.1:${port}`, token)).toEqual(readme.answer);
  });

  test('shows whoever has no token the progress, but no share and no record', async () => {
    const { data, errors } = (await askReadme(`http://127.0.0.1:${port}`)) as any;
    const { commune, ...goals } = data;
    const { commune: _, ...expected } = (readme.answer as any).data;
    const withoutShares = ({ contributions, ...progress }: any) => ({
      ...progress,
      contributions: contributions.map((one: object) => ({ ...one, share: null })),
    });
    const shown = Object.entries(expected).map(([name, goal]: [string, any]) => [
      name,
      { ...goal, progress: withoutShares(goal.progress) },
    ]);
    expect(shown).toHaveLength(4);
    expect(goals).toEqual(Object.fromEntries(shown));
    expect(commune).toEqual({ name: 'Phường Hàm Rồng', learningGroups: null });
    const refused = Object.keys(expected).map((name) => `${name}.progress.contributions.0.share`);
    expect(errors.map(({ path, extensions }: any) => [path.join('.'), extensions.code]).toSorted()).toEqual(
      [...refused, 'commune.learningGroups'].map((path) => [path, 'UNAUTHORIZED_FIELD_OR_TYPE']).toSorted(),
    );
  });

  test('gives each role its own token', async () => {
    const query = '{ goal(code: "ADULTS_BASIC") { progress { contributions { organisation { code } noShare } } } }';
    const codeFor = async (purpose: string, ...role: string[]) => {
      token = await tokenOf(...role);
      const { data, errors } = await ask(query, purpose);
      if (errors) return errors[0].extensions.code;
      const all: any[] = data.goal.progress.contributions;
      return all.find(({ organisation }) => organisation.code === 'womens-union').noShare;
    };
    try {
      expect(await codeFor('statistics', 'app')).toBeNull();
      expect(await codeFor('steering', 'app')).toBe('PURPOSE_NOT_ALLOWED');
      expect(await codeFor('', 'app')).toBe('OUTSIDE_AGREEMENT');
      expect(await codeFor('steering', 'staff', '--organisation', 'womens-union')).toBeNull();
      expect(await codeFor('steering', 'staff', '--organisation', 'youth-union')).toBe('OUTSIDE_AGREEMENT');
      expect(await codeFor('statistics', 'operator')).toBe('UNAUTHORIZED_FIELD_OR_TYPE');
    } finally {
      token = await tokenOf('analyst');
    }
  });

  test('tells whoever names no purpose which there are, and whoever names another', async () => {
    const { data, errors } = await ask('{ goals { code } learningGroups { totalCount } }', '');
    expect(data).toEqual({ goals: expect.any(Array), learningGroups: null });
    expect(errors).toEqual([
      {
        message:
          'Expected the header x-hub-purpose to be one of steering, statistics: for these womens-union shares the field learningGroups with this caller (WU-2026-01).',
        path: ['learningGroups'],
        extensions: {
          code: 'OUTSIDE_AGREEMENT',
          organisation: 'womens-union',
          agreement: 'WU-2026-01',
          needs: 'purpose',
          purposes: ['steering', 'statistics'],
        },
      },
    ]);
    expect((await ask('{ goals { code } }', 'fun')).errors[0]).toMatchObject({
      message: expect.stringContaining('Expected x-hub-purpose to be one of steering,'),
      extensions: { code: 'UNKNOWN_PURPOSE' },
    });
  });

  test.each<[string, string, unknown]>([
    [
      'a learning group is supported by a Digital Literacy team',
      '{ learningGroup(code: "LG-14845-2") { supportedBy { code name(language: EN) } } }',
      { learningGroup: { supportedBy: { code: 'DLT-171', name: expect.stringContaining('(demonstration)') } } },
    ],
    [
      'a team supports learning groups',
      '{ digitalLiteracyTeam(code: "DLT-171") { learningGroups { nodes { code commune { name } } } } }',
      {
        digitalLiteracyTeam: {
          learningGroups: {
            nodes: expect.arrayContaining([{ code: expect.any(String), commune: { name: 'Xã Mường Lát' } }]),
          },
        },
      },
    ],
    [
      'a guidance session happens at a service point',
      '{ guidanceSessions(first: 2) { nodes { servicePoint { code name } } } }',
      {
        guidanceSessions: {
          nodes: expect.arrayContaining([
            { servicePoint: { code: expect.stringMatching(/^SP-/), name: expect.any(String) } },
          ]),
        },
      },
    ],
    [
      'a service point shows its guidance sessions',
      '{ servicePoint(code: "SP-38") { guidanceSessions(first: 1) { totalCount } } }',
      { servicePoint: { guidanceSessions: { totalCount: expect.any(Number) } } },
    ],
    [
      'a school is supported by a team, and its teachers took the university’s course',
      '{ school(code: "TH-14758") { name(language: EN) commune { name } supportedBy { name(language: EN) } } course(code: "HDU-C01") { teachersTrained { people atMost } } }',
      {
        school: {
          name: expect.stringContaining('(demonstration)'),
          commune: { name: 'Phường Hàm Rồng' },
          supportedBy: { name: expect.stringContaining('(demonstration)') },
        },
        course: { teachersTrained: { people: expect.any(Number), atMost: expect.any(Number) } },
      },
    ],
    [
      'a team shows the schools that it supports',
      '{ digitalLiteracyTeam(code: "DLT-001") { name schools { nodes { code name commune { name } } } } }',
      {
        digitalLiteracyTeam: {
          name: expect.any(String),
          schools: {
            nodes: expect.arrayContaining([
              { code: 'TH-14758', name: expect.any(String), commune: { name: 'Phường Hàm Rồng' } },
            ]),
          },
        },
      },
    ],
    [
      "training in the public sector names the university's course",
      '{ agencies(level: DEPARTMENT, first: 1) { nodes { trainingByCourse { course { title(language: EN) } } } } }',
      {
        agencies: {
          nodes: [
            {
              trainingByCourse: expect.arrayContaining([
                { course: { title: expect.stringContaining('(demonstration)') } },
              ]),
            },
          ],
        },
      },
    ],
    [
      'a course shows the training in the public sector',
      '{ course(code: "HDU-C01") { publicSectorTraining { trained { people } } trainingByAgency(first: 1) { nodes { agency { name } } } } }',
      {
        course: {
          publicSectorTraining: { trained: { people: expect.any(Number) } },
          trainingByAgency: { nodes: expect.any(Array) },
        },
      },
    ],
    [
      "a course says which organisations' people took it",
      '{ course(code: "HDU-C01") { participation { organisation { code name(language: EN) linked } learners { people } } } }',
      {
        course: {
          participation: expect.arrayContaining([
            {
              organisation: { code: expect.any(String), name: expect.any(String), linked: true },
              learners: { people: expect.any(Number) },
            },
          ]),
        },
      },
    ],
    [
      'an organisation says which courses its people took',
      '{ organisation(code: "womens-union") { name(language: EN) courseParticipation { course { code } } } }',
      {
        organisation: {
          name: expect.any(String),
          courseParticipation: expect.arrayContaining([{ course: { code: 'HDU-C01' } }]),
        },
      },
    ],
    [
      'an indicator leads to the counts of the police, to the province’s total and to the commune of each',
      `{ indicator(code: "VNEID_ACCOUNTS") { readings { numerator unit { name } } identity { measure organisation { name(language: EN) linked }
         months(period: "2026-10") { nodes { demonstration total { accountsLevel1 { people } } counts(first: 1) { nodes { commune { name } figures { accountsLevel1 { people } } } } } } } } }`,
      {
        indicator: {
          readings: [{ numerator: 25736, unit: { name: expect.any(String) } }],
          identity: {
            measure: 'ACCOUNTS_LEVEL_1',
            organisation: { name: expect.stringContaining('VNeID'), linked: true },
            months: {
              nodes: [
                {
                  demonstration: true,
                  total: { accountsLevel1: { people: expect.any(Number) } },
                  counts: {
                    nodes: [
                      {
                        commune: { name: 'Phường Hàm Rồng' },
                        figures: { accountsLevel1: { people: expect.any(Number) } },
                      },
                    ],
                  },
                },
              ],
            },
          },
        },
      },
    ],
    [
      'a commune shows its counts on VNeID month by month, from its first on',
      '{ commune(code: "14797") { name confirmations(first: 1) { totalCount nodes { month report { revision } adults { adults } } } } }',
      {
        commune: {
          name: 'Phường Hạc Thành',
          confirmations: {
            totalCount: 16,
            nodes: [{ month: '2025-07', report: { revision: 1 }, adults: { adults: expect.any(Number) } }],
          },
        },
      },
    ],
    [
      "a commune shows every organisation's work in it",
      `{ commune(code: "14797") { name learningGroups { totalCount } digitalLiteracyTeams { code } guidanceSessions { totalCount }
         digitalSkillsClasses { totalCount } agencies { name } servicePoints { code } tasks { totalCount } schools { nodes { code } } digitalSkillsLessons { totalCount }
         pupilsEnrolled { pupils { people } } } }`,
      {
        commune: {
          name: 'Phường Hạc Thành',
          learningGroups: { totalCount: 3 },
          digitalLiteracyTeams: expect.arrayContaining([{ code: 'DLT-002' }]),
          guidanceSessions: { totalCount: expect.any(Number) },
          digitalSkillsClasses: { totalCount: expect.any(Number) },
          agencies: expect.arrayContaining([{ name: expect.stringContaining('UBND') }]),
          servicePoints: [{ code: 'SP-14797' }],
          tasks: { totalCount: 3 },
          schools: { nodes: expect.arrayContaining([{ code: 'TH-14797' }]) },
          digitalSkillsLessons: { totalCount: expect.any(Number) },
          pupilsEnrolled: { pupils: { people: expect.any(Number) } },
        },
      },
    ],
  ])('%s', async (_edge, query, data) => {
    expect(await ask(query)).toEqual({ data });
  });

  describe('records about persons', () => {
    beforeAll(async () => {
      token = await tokenOf('staff', '--organisation', 'womens-union');
    });
    afterAll(async () => {
      token = await tokenOf('analyst');
    });

    test.each<[edge: string, query: string, data: object]>([
      [
        "a team's volunteers are the university's",
        '{ digitalLiteracyTeam(code: "DLT-001") { volunteers(first: 1) { nodes { code role skill } } } }',
        {
          digitalLiteracyTeam: {
            volunteers: { nodes: [{ code: expect.any(String), role: expect.any(String), skill: expect.any(String) }] },
          },
        },
      ],
      [
        'a volunteer is placed with a team',
        '{ volunteers(first: 1) { nodes { team { name commune { name } } } } }',
        {
          volunteers: {
            nodes: [{ team: { name: expect.stringContaining('Đội'), commune: { name: expect.any(String) } } }],
          },
        },
      ],
      [
        "the university's volunteers teach at schools",
        '{ school(code: "THCS-14758") { name volunteers { code skill schools { code name } } } }',
        {
          school: {
            name: expect.any(String),
            volunteers: expect.arrayContaining([
              {
                code: 'HDU-V0001',
                skill: expect.any(String),
                schools: [{ code: 'THCS-14758', name: expect.any(String) }],
              },
            ]),
          },
        },
      ],
    ])('%s, for those who work with them', async (_edge, query, data) => {
      expect(await ask(query, 'coordination')).toEqual({ data });
    });

    test('are shown to nobody who steers or counts', async () => {
      token = await tokenOf('analyst');
      const { data, errors } = await ask('{ volunteers { totalCount nodes { code } } courses { totalCount } }');
      expect(data).toEqual({ volunteers: null, courses: { totalCount: expect.any(Number) } });
      expect(errors).toMatchObject([{ path: ['volunteers'], extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE' } }]);
    });
  });

  test('the confirmed of the communes add up to the province’s, also before communes were merged', async () => {
    for (const period of ['2025-06', '2025-07', '2026-09']) {
      const { data, errors } = await ask(
        `{ goal(code: "ADULTS_CONFIRMED") { progress(period: "${period}") { people { lower upper } status missing { code } ${sharesWith('people atMost')} } }
           identityMonths(period: "${period}") { nodes { total { adultsConfirmed { people } } } } }`,
      );
      expect(errors).toBeUndefined();
      const { progress } = data.goal;
      expect(progress).toMatchObject({ status: expect.not.stringMatching('NO_DATA'), missing: [] });
      const counted = shareIn(progress, 'identity');
      expect(progress.people).toEqual({ lower: counted.people, upper: counted.atMost });
      const [month] = data.identityMonths.nodes;
      expect(counted.people).toBe(month.total.adultsConfirmed.people);
    }
  });

  testFiles({ folder: () => folder, port: () => port, ask });
  testPeopleOnce(ask);
  testVerdicts((query) => ask(query));
  testRecomputed(() => ({ port, token }));
  testGoodOffices(
    () => port,
    (query) => ask(query),
  );
  testDemonstration((query) => ask(query));
  testEqualIds((query) => ask(query));

  test('progress of all communes comes in one answer, with every organisation’s share', async () => {
    const { data, errors } = await ask(
      `{ goal(code: "ADULTS_BASIC") { progressByCommune(period: "2026-10", first: 500) { nodes {
           communeCode people { lower upper } ${sharesWith('people atMost')} missing { code } } } } }`,
    );
    expect(errors).toBeUndefined();
    const rows: any[] = data.goal.progressByCommune.nodes;
    expect(rows).toHaveLength(166);
    for (const { people, contributions, missing } of rows) {
      expect(missing).toEqual([]);
      expect(people.lower).toBeLessThanOrEqual(people.upper);
      const women = shareIn({ contributions }, 'womens-union');
      expect(women.atMost - women.people).toBe(9);
    }
  });

  test('progress of all communes in a year does, too', async () => {
    const months = Array.from({ length: 12 }, (_, index) => {
      const month = 2025 * 12 + 10 + index;
      return `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`;
    });
    const fields = `communeCode period people { lower upper } missing { code } ${sharesWith('people atMost')}`;
    const byMonth = months.map(
      (month, index) => `m${index}: progressByCommune(period: "${month}", first: 166) { nodes { ${fields} } }`,
    );
    const { data, errors } = await ask(`{ goal(code: "ADULTS_BASIC") { ${byMonth.join(' ')} } }`);
    expect(errors).toBeUndefined();
    for (const [index, period] of months.entries()) {
      const rows: any[] = data.goal[`m${index}`].nodes;
      expect(new Set(rows.map(({ communeCode }) => communeCode)).size).toBe(166);
      for (const row of rows) {
        expect(row).toMatchObject({ period, missing: [] });
        expect(row.people.lower).toBeLessThanOrEqual(row.people.upper);
        const shares: any[] = Object.values(sharesIn(row));
        expect(shares).toHaveLength(4);
        for (const { people, atMost } of shares) expect(atMost - people).toBeGreaterThanOrEqual(9);
      }
    }
  });

  test('the demonstration has published: dated as its releases are, a correction as another revision', async () => {
    const { data } = await ask(
      '{ publications { id publishedAt demonstration withdrawn releases { organisationCode number through } } }',
    );
    expect(data['publications'].map(({ id, publishedAt }: any) => [id, publishedAt])).toEqual([
      ['2026-10_2', '2026-11-17T08:00:00.000Z'],
      ['2026-10_1', '2026-11-12T08:00:00.000Z'],
      ['2026-09_2', '2026-10-21T08:00:00.000Z'],
      ['2026-09_1', '2026-10-14T08:00:00.000Z'],
      ['2026-08_1', '2026-09-16T08:00:00.000Z'],
    ]);
    const [, october, correction] = data['publications'];
    expect(october).toMatchObject({ demonstration: true, withdrawn: '' });
    // The university released October later.
    expect(october.releases).toContainEqual({ organisationCode: 'university', number: 3, through: '2026-09-30' });
    expect(correction.releases).toContainEqual({ organisationCode: 'womens-union', number: 4, through: '2026-09-30' });
    const later =
      '{ goal(code: "ADULTS_BASIC") { progress(period: "2026-10", publication: "2026-10_1") { missing { code } } } }';
    expect((await ask(later)).data['goal'].progress.missing).toEqual([{ code: 'university' }]);
  });

  test('what is published is held by every organisation, and verified at the command line', async () => {
    const second = await tokenOf('approver');
    const given = await publishBy(
      async (query, as) => {
        const { data, errors } = await ask(query, 'steering', as === 'approver' ? second : token);
        expect(errors).toBeUndefined();
        return data;
      },
      { period: '2026-09', note: 'Thử', fields: 'id digest demonstration people { drafted approved published }' },
    );
    const { id, digest } = given;
    expect(given).toMatchObject({
      ...{ id: '2026-09_3', demonstration: true },
      people: { drafted: 'Lê Thị Lan', approved: 'Trần Văn Minh', published: 'Lê Thị Lan' },
    });
    const heldBy = async () => (await ask(`{ publication(id: "${id}") { heldBy } }`)).data['publication'].heldBy;
    const codes = knownOrganisations.map(({ code }) => code).toSorted();
    let held: string[] = [];
    const isHeld = async () => (held = await heldBy()).length === codes.length;
    await until(isHeld, { what: 'every organisation to hold it', within: 120_000, every: 100, seen: () => held });
    expect(held).toEqual(codes);
    for (const code of codes) {
      const { organisation } = (
        await ask(`{ organisation(code: "${code}") { keptPublications { publication digest } } }`)
      ).data;
      expect(organisation.keptPublications).toHaveLength(6);
      expect(organisation.keptPublications).toContainEqual({ publication: id, digest });
    }

    const file = join(folder, 'publication.json');
    const options = ['--port', String(port)];
    expect(await hub(['register', 'export', file, '--publication', id, ...options], { folder })).toMatchObject({
      exitCode: 0,
    });
    const keys = ['--keys', join(folder, '.data')];
    const published = ['--publication', id, `--digest=${digest}`];
    expect(await hub(['verify', file, ...keys, ...published], { folder })).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(
        new RegExp(
          `^All of it holds: \\d+ releases with \\d+ cells, and a publication of which 835 figures.*\nIt is ${id}: .*${digest}`,
        ),
      ),
    });
    const empty = join(folder, 'empty.json');
    writeFileSync(empty, '{}');
    expect(await hub(['verify', empty, ...keys], { folder })).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('It does not hold (NOTHING)'),
    });
    writeFileSync(file, readFileSync(file, 'utf8').replace('"Thử\\"', '"Sửa\\"'));
    expect(await hub(['verify', file, ...keys], { folder })).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('It does not hold (BAD_SIGNATURE)'),
    });
    expect(await hub(['register', 'rebuild', ...options], { folder })).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/ of which 0 rows were otherwise before\.\n$/),
    });
  });

  /** What the Department answers of the README's query. */
  const schoolsIn = ({ commune }: any) => commune.learningGroups.nodes[0].supportedBy.schools;

  test('an organisation that hangs costs its own fields only, and is named', async () => {
    const education = pidOf(running.pid, 'subgraphs/education');
    process.kill(education, 'SIGSTOP');
    try {
      const { data, errors } = (await askReadme(`http://127.0.0.1:${port}`, token)) as any;
      expect({ ...data, commune: null }).toEqual({ ...(readme.answer as any).data, commune: null });
      expect(schoolsIn(data)).toBeNull();
      expect(errors[0].extensions).toMatchObject({ code: 'SUBGRAPH_TIMEOUT', serviceName: 'education' });
    } finally {
      process.kill(education, 'SIGCONT');
    }
  });

  test('an organisation whose process is killed costs its own fields only, and comes back', async () => {
    process.kill(pidOf(running.pid, 'subgraphs/education'), 'SIGKILL');
    await running.untilItSays('education ended by itself (signal SIGKILL)');
    const { data } = (await askReadme(`http://127.0.0.1:${port}`, token)) as any;
    expect(data.adultsBasic).toEqual((readme.answer as any).data.adultsBasic);
    expect(schoolsIn(data)).toBeNull();
    await running.untilItSays('education is ready again.');
    // The gateway leaves it alone for a moment, where it failed too often.
    let answer: object = {};
    const isWhole = async () =>
      !('errors' in (answer = (await askReadme(`http://127.0.0.1:${port}`, token)) as object));
    await until(isWhole, { what: 'an answer without errors', every: 100, seen: () => answer });
    expect(answer).toEqual(readme.answer);
  });

  test('a second start finds the data', async () => {
    running.child.kill('SIGINT');
    await running.ended;
    await untilGone(running.pid);
    await start();
    token = await tokenOf('analyst');
    expect(await askReadme(`http://127.0.0.1:${port}`, token)).toEqual(readme.answer);
  });
});
