import { type ChildProcess, fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { dayInProvince, daysLater, movement, operatorTokenFor } from '@hub/protocol';
import { knownOrganisations } from '@hub/runtime';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { sharesIn, sharesWith } from '../support/contributions.js';
import { type Fault, type FaultProxy, openFaultProxy } from '../support/fault-proxy.js';
import { type RunningIssuer, startIssuer } from '../support/issuer.js';
import { answers, untilWith } from '../support/child.js';
import { untilTakenIn } from '../support/taken-in.js';
import { until } from '../support/until.js';
import { noTeamMembers } from '../support/youth-files.js';
import { freePort, type RunningCommand, startCommand } from './support/hub.js';
import { folderOfHub } from './support/hub-folders.js';

const root = new URL('../../', import.meta.url);

/** A file with the given people, from a number on, in Mường Lát. */
const people = (header: string, first: number, count: number, row: (person: string) => string) =>
  [header, ...Array.from({ length: count }, (_, index) => row(`999180${String(first + index).padStart(6, '0')}`))].join(
    '\n',
  );

const person = 'Lê Thị Mai,FEMALE,1980,14845';

/** Through which day all files are complete. */
const yesterday = daysLater(dayInProvince(new Date()), -1);

/**
 * What each organisation reports for ADULTS_BASIC in Mường Lát: 30, 24, 12, and 5 people, 44 of the first three together; and for
 * PUPILS, of a school there, 14 of 25 pupils, who live in another commune; ADULTS_CONFIRMED what was counted.
 */
const files: Readonly<Record<string, readonly (readonly [kind: string, content: string])[]>> = {
  'womens-union': [
    ['branches', 'code,commune_code,name_vi,name_en,member_count\nB,14845,Hội,Union,120'],
    [
      'learning-groups',
      'code,branch_code,commune_code,name_vi,name_en,leader_role,founded_on,team_code\nG,B,14845,Tổ,Group,TEACHER,2025-06-01,',
    ],
    [
      'group-members',
      people(
        'group_code,citizen_number,full_name,sex,birth_year,commune_code,joined_on,completed_on',
        0,
        30,
        (number) => `G,${number},${person},2026-01-01,2026-02-01`,
      ),
    ],
    // Each kind that says something of goals has to say through which day it is complete, if only that there is nothing.
    ['group-sessions', 'code,group_code,commune_code,held_on,topic_vi,topic_en,attendances'],
  ],
  'youth-union': [
    [
      'guided-people',
      people(
        'citizen_number,full_name,sex,birth_year,commune_code,guided_on,passed_on',
        20,
        24,
        (number) => `${number},${person},2026-01-01,2026-02-01`,
      ),
    ],
    // No sessions in addition to the shipped ones, which have no day of completeness: this file states it.
    [
      'guidance-sessions',
      'code,team_code,service_point_code,commune_code,held_on,total_since,occurrences,approximate,services,source',
    ],
    ['team-members', noTeamMembers],
  ],
  university: [
    ['courses', 'code,title_vi,title_en,skill_groups,goal_code,hours\nC,Khóa,Course,SAFETY,ADULTS_BASIC,8'],
    [
      'classes',
      'code,course_code,goal_code,commune_code,starts_on,ends_on,mode,capacity\nK,C,ADULTS_BASIC,14845,2026-01-01,2026-02-01,IN_PERSON,60',
    ],
    [
      'enrolments',
      people(
        'class_code,citizen_number,full_name,sex,birth_year,commune_code,organisation_code,goal_code,enrolled_on,result,result_on',
        0,
        12,
        (number) => `K,${number},${person},,ADULTS_BASIC,2026-01-01,PASSED,2026-02-01`,
      ),
    ],
  ],
  'public-sector': [
    ['agencies', 'code,parent_code,level,name_vi,name_en,commune_code\nA,,PROVINCE,UBND,Committee,'],
    [
      'training-records',
      people(
        'agency_code,citizen_number,full_name,sex,birth_year,commune_code,staff_group,course_code,completed_on,result',
        100,
        5,
        (number) => `A,${number},${person},CADRE,C,2026-02-01,PASSED`,
      ),
    ],
  ],
  education: [
    ['schools', 'code,name_vi,name_en,commune_code,levels,type,team_code\nS,Trường,School,14845,PRIMARY,PUBLIC,'],
    ['school-classes', 'code,school_code,school_year,level,grade,name\nK,S,2025-2026,PRIMARY,5,5A'],
    [
      'pupils',
      people(
        'citizen_number,full_name,sex,birth_year,commune_code',
        200,
        25,
        (number) => `${number},Lê Thị Mai,FEMALE,2015,14848`,
      ),
    ],
    [
      'enrolments',
      people(
        'class_code,citizen_number,enrolled_on,entry,left_on,exit',
        200,
        25,
        (number) => `K,${number},2025-09-05,NEW,,`,
      ),
    ],
    [
      'digital-skills-lessons',
      'code,class_code,held_on,skill_groups,attendances\nL,K,2025-11-20,SAFETY,24\nM,K,2026-02-20,SAFETY,23',
    ],
    [
      'assessments',
      people('citizen_number,assessed_on,level,result', 200, 14, (number) => `${number},2026-03-02,BASIC,PASSED`),
    ],
  ],
  identity: [
    ['adults', 'commune_code,adults,as_of,source\n14845,6000,2025-07-01,Census'],
    [
      'identity-counts',
      'commune_code,month,adults_confirmed,accounts_level_1,accounts_level_2,digital_signatures\n14845,2026-01,40,500,400,20\n14845,2026-02,55,510,420,25',
    ],
    ['counted-goals', 'goal_code,measure\nADULTS_CONFIRMED,ADULTS_CONFIRMED'],
  ],
  movement: [
    ['audiences', readFileSync(new URL('schema/demo/audiences.csv', root), 'utf8')],
    ['denominators', readFileSync(new URL('subgraphs/movement/demo/denominators.csv', root), 'utf8')],
  ],
};

const ofAdultsBasic = knownOrganisations.filter(({ code }) =>
  ['womens-union', 'youth-union', 'university', 'public-sector'].includes(code),
);

describe('progress while organisations fail', () => {
  let folder: string;
  const proxies = new Map<string, FaultProxy>();
  let subgraphs: RunningCommand;
  let gateway: ChildProcess;
  let issuer: RunningIssuer;
  let authorization: string;
  let port: number;
  let denominator: number;
  /** Each person is counted once: 44, with the hub's noise on it, within the bounds. */
  let estimate: number;
  let gapPeople: number;

  beforeAll(async () => {
    [folder, port] = [await folderOfHub('bare'), await freePort()];
    issuer = await startIssuer();
    authorization = `Bearer ${await issuer.token('analyst')}`;
    subgraphs = startCommand(['start', '--no-gateway', '--no-demo', '--port', String(port)], {
      folder,
      // Their answers are altered on the way, which a signature would tell.
      environment: {
        ALLOW_UNSIGNED: 'true',
        TOKEN_ISSUER: issuer.url,
      },
    });
    await subgraphs.untilItSays('Ctrl-C stops it.');
    const urls: Record<string, string> = {};
    for (const [index, { code }] of [movement, ...knownOrganisations].entries()) {
      const url = `http://127.0.0.1:${port + 1 + index}`;
      const token = operatorTokenFor(readFileSync(join(folder, '.data', code, 'operator-token'), 'utf8'), 'import');
      for (const [kind, content] of files[code] ?? []) {
        const answer = await fetch(`${url}/operator/imports/${kind}?file=${kind}.csv&through=${yesterday}`, {
          method: 'POST',
          headers: { authorization: `Bearer ${token}`, 'content-type': 'text/csv' },
          body: content,
        });
        expect(JSON.parse((await answer.text()).trim().split('\n').at(-1) ?? '')).toMatchObject({
          type: 'done',
          rejected: 0,
        });
      }
      await fetch(`${url}/operator/load-ended`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: '{}',
      });
      const proxy = await openFaultProxy(`${url}/graphql`);
      proxies.set(code, proxy);
      urls[`SUBGRAPH_URL_${code.toUpperCase().replaceAll('-', '_')}`] = proxy.url;
    }
    gateway = fork(
      fileURLToPath(new URL('gateway/dist/main.js', root)),
      ['--port', String(port), '--timeout', '1000'],
      {
        env: {
          ...{ ...process.env, ...issuer.environment, ...urls, LOG_LEVEL: 'silent' },
          LINK_URL: `http://127.0.0.1:${port + 1}`,
        },
        stdio: 'ignore',
      },
    );
    await untilWith(gateway, () => answers(`http://127.0.0.1:${port}/readyz`));
    await untilTakenIn(`http://127.0.0.1:${port}`);
    await untilEstimated();
    const { progress } = await ask();
    denominator = progress.denominator.value;
    ({ gapPeople } = progress);
    ({ estimate } = progress.people);
    expect(estimate).toBeGreaterThanOrEqual(30);
    expect(estimate).toBeLessThanOrEqual(48 + 29 + 28 + 9);
    expect(denominator - gapPeople).toBeGreaterThanOrEqual(30);
    expect(denominator - gapPeople).toBeLessThanOrEqual(estimate);
  });
  afterAll(async () => {
    gateway.kill();
    await issuer.stop();
    for (const proxy of proxies.values()) await proxy.close();
    subgraphs.child.kill('SIGINT');
    await subgraphs.ended;
  });
  beforeEach(() => {
    for (const proxy of proxies.values()) proxy.fault = 'none';
  });

  const ask = async (goal = 'ADULTS_BASIC', commune = '14845') => {
    const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
      method: 'POST',
      headers: { authorization, 'x-hub-purpose': 'steering', 'content-type': 'application/json' },
      body: JSON.stringify({
        query: `{ goal(code: "${goal}") { progress(commune: "${commune}", period: "2026-10") {
          target denominator { value } people { lower upper method estimate } ratio gapPeople status reported { code } missing { code }
          ${sharesWith('people atMost occurrences')}
        } } }`,
      }),
    });
    expect(response.status).toBe(200);
    const { data, errors = [] } = (await response.json()) as any;
    const { progress } = data.goal;
    return { progress: { ...progress, shares: sharesIn(progress) }, errors: errors as any[] };
  };

  const untilEstimated = async () => {
    let method: unknown;
    const isEstimate = async () => (method = (await ask()).progress.people.method) === 'ESTIMATE';
    await until(isEstimate, { what: 'an estimate', within: 120_000, every: 100, seen: () => method });
  };

  test('with all answering: the largest share below, the sum of all at their most above', async () => {
    const { progress, errors } = await ask();
    expect(errors).toEqual([]);
    expect(progress).toMatchObject({
      // No person came after February, so that two of the totals leave room for up to nine more people.
      people: { lower: 30, upper: 48 + 29 + 28 + 9 },
      ratio: shareOf(estimate, denominator),
      gapPeople,
      status: 'OFF_TRACK',
      missing: [],
      shares: {
        'womens-union': { people: 30, atMost: 48 },
        'youth-union': { people: 20 },
        university: { people: 10 },
        'public-sector': { people: 0, atMost: 9 },
      },
    });
  });

  test('a goal that counts on counts alone has those of its organisation, in a commune and in the province', async () => {
    const { progress, errors } = await ask('ADULTS_CONFIRMED');
    expect(errors).toEqual([]);
    expect(progress).toMatchObject({
      people: { lower: 50, upper: 59 },
      ratio: shareOf(50, denominator),
      gapPeople: Math.ceil(0.8 * denominator) - 50,
      status: 'OFF_TRACK',
      // It counted until February; what it said then is carried forward.
      reported: [],
      missing: [{ code: 'identity' }],
      shares: { identity: { people: null, atMost: null, occurrences: null } },
    });
  });

  test('a goal whose only organisation is away stays as it was, and so does that organisation’s share', async () => {
    (proxies.get('identity') as FaultProxy).fault = 'down';
    const { progress } = await ask('ADULTS_CONFIRMED');
    expect(progress).toMatchObject({
      people: { lower: 50, upper: 59 },
      ratio: shareOf(50, denominator),
      status: 'OFF_TRACK',
      missing: [{ code: 'identity' }],
      shares: { identity: { people: null, atMost: null, occurrences: null } },
    });
  });

  test('pupils are counted where their school is, from the Department’s records', async () => {
    const { progress, errors } = await ask('PUPILS');
    expect(errors).toEqual([]);
    expect(progress).toMatchObject({
      people: { lower: 10, upper: 19 },
      reported: [{ code: 'education' }],
      missing: [],
      shares: { education: { people: 10, atMost: 19 } },
    });
    expect(progress.denominator.value).toBeGreaterThan(10);
    expect(progress.ratio).toBe(shareOf(10, progress.denominator.value));
    expect((await ask('PUPILS', '14848')).progress).toMatchObject({ shares: { education: { people: 0 } } });
  });

  test('and without the Department they stay as they were released', async () => {
    (proxies.get('education') as FaultProxy).fault = 'down';
    const { progress, errors } = await ask('PUPILS');
    expect(progress).toMatchObject({
      ...{ people: { lower: 10, upper: 19 }, reported: [{ code: 'education' }], missing: [] },
      shares: { education: { people: 10, atMost: 19 } },
    });
    expect(errors).toEqual([]);
    expect((await ask()).progress).toMatchObject({ people: { lower: 30 }, missing: [] });
  });

  test.each<[string, string, string, unknown]>([
    [
      'the school year’s lessons are turns of two calendar years',
      'steering',
      `a: goal(code: "PUPILS") { progress(commune: "14845", period: "2025") { contributions { share { occurrences } } } }
       b: goal(code: "PUPILS") { progress(commune: "14845", period: "2026") { contributions { share { occurrences } } } }`,
      {
        a: { progress: { contributions: [{ share: { occurrences: 20 } }] } },
        b: { progress: { contributions: [{ share: { occurrences: 20 } }] } },
      },
    ],
    [
      'the denominator is the Department’s to tell',
      'statistics',
      'commune(code: "14845") { pupilsEnrolled(on: "2026-03-31") { on pupils { people } livingHere { people } } }',
      { commune: { pupilsEnrolled: { on: '2026-03-31', pupils: { people: 20 }, livingHere: { people: 0 } } } },
    ],
    [
      'a commune shows its schools and lessons',
      'audit',
      'commune(code: "14845") { name schools { nodes { code classes { totalCount } } } digitalSkillsLessons { totalCount } }',
      {
        commune: {
          name: 'Xã Mường Lát',
          schools: { nodes: [{ code: 'S', classes: { totalCount: 1 } }] },
          digitalSkillsLessons: { totalCount: 2 },
        },
      },
    ],
  ])('%s', async (_name, purpose, selection, data) => {
    const role = purpose === 'audit' ? 'auditor' : 'analyst';
    const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await issuer.token(role)}`,
        ...{ 'x-hub-purpose': purpose, 'content-type': 'application/json' },
      },
      body: JSON.stringify({ query: `{ ${selection} }` }),
    });
    expect(await response.json()).toMatchObject({ data });
  });

  describe.each<Fault>(['down', 'hangs', 'throws', 'null entities'])(
    'an organisation that answers with a fault: %s',
    (fault) => {
      test.each(ofAdultsBasic)('$code', async ({ code }) => {
        (proxies.get(code) as FaultProxy).fault = fault;
        const { progress, errors } = await ask();
        expect(progress).toMatchObject({
          shares: { [code]: { people: expect.any(Number) } },
          missing: [],
          people: { lower: 30, upper: 48 + 29 + 28 + 9 },
          gapPeople,
          status: 'OFF_TRACK',
        });
        expect(progress.reported).toHaveLength(4);
        expect(errors).toEqual([]);
      });
    },
  );

  test.each<Fault>(['down', 'hangs', 'throws', 'null entities'])('all four at once: %s', async (fault) => {
    for (const { code } of ofAdultsBasic) (proxies.get(code) as FaultProxy).fault = fault;
    const { progress, errors } = await ask();
    expect(progress).toMatchObject({
      people: { lower: 30, upper: 48 + 29 + 28 + 9 },
      ratio: shareOf(estimate, denominator),
      gapPeople,
      status: 'OFF_TRACK',
      missing: [],
      denominator: { value: denominator },
      shares: { 'womens-union': { people: 30, atMost: 48 } },
    });
    expect(progress.reported).toHaveLength(4);
    expect(errors).toEqual([]);
  });

  test('the steering committee’s own outage leaves no progress, and is named', async () => {
    (proxies.get('movement') as FaultProxy).fault = 'down';
    const response = await fetch(`http://127.0.0.1:${port}/graphql`, {
      method: 'POST',
      headers: { authorization, 'x-hub-purpose': 'steering', 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ goal(code: "PUPILS") { code } learningGroups { totalCount } }' }),
    });
    const { data, errors } = (await response.json()) as any;
    expect(data).toEqual({ goal: null, learningGroups: { totalCount: 1 } });
    expect(errors[0].extensions.serviceName).toBe('movement');
  });
});

/** A share with the decimals by which ten people show. */
function shareOf(people: number, denominator: number): number {
  return Number((people / denominator).toFixed(Math.ceil(Math.log10(denominator / 10))));
}
