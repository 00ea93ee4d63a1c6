import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { dayInProvince, monthInProvince, monthNumber, monthOf, movement } from '@hub/protocol';
import { knownOrganisations } from '@hub/runtime';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type FaultProxy, openFaultProxy } from '../support/fault-proxy.js';
import { sharesIn, sharesWith } from '../support/contributions.js';
import { untilTakenIn } from '../support/taken-in.js';
import { withoutCost } from '../support/readme.js';
import { type RunningIssuer, startIssuer } from '../support/issuer.js';
import { type Subscribed, subscribe } from '../support/subscribe.js';
import { answers, untilWith } from '../support/child.js';
import { until } from '../support/until.js';
import { guidedPeople, noTeamMembers } from '../support/youth-files.js';
import { freePort, hub, type RunningCommand, startCommand } from './support/hub.js';
import { folderOfHub } from './support/hub-folders.js';

const root = new URL('../../', import.meta.url);
let folder: string;

/** The people of Mường Lát with these numbers, who learned in a group of the Women's Union. */
const members = (first: number, last: number) =>
  [
    'group_code,citizen_number,full_name,sex,birth_year,commune_code,joined_on,completed_on',
    ...Array.from({ length: last - first + 1 }, (_, index) => {
      const number = `999180${String(first + index).padStart(6, '0')}`;
      return `G,${number},Lê Thị Mai,FEMALE,1980,14845,2026-01-01,2026-02-01`;
    }),
  ].join('\n');

const follow = `subscription ($goal: ID, $commune: ID, $period: Period) {
  goalProgressChanged(goal: $goal, commune: $commune, period: $period) {
    goalCode communeCode period
    people { lower }
    ${sharesWith('people')}
    reported { code } missing { code }
  }
}`;

describe('progress that is followed', () => {
  let subgraphs: RunningCommand;
  let gateway: ChildProcess;
  let issuer: RunningIssuer;
  let youthUnion: FaultProxy;
  let url: string;
  let port: number;
  const followers: Subscribed[] = [];

  beforeAll(async () => {
    [folder, port] = [await folderOfHub('bare'), await freePort()];
    issuer = await startIssuer();
    subgraphs = startCommand(['start', '--no-gateway', '--no-demo', '--port', String(port)], {
      folder,
      environment: {
        // Their answers are altered on the way, which a signature would tell.
        ALLOW_UNSIGNED: 'true',
        TOKEN_ISSUER: issuer.url,
      },
    });
    await subgraphs.untilItSays('Ctrl-C stops it.');
    youthUnion = await openFaultProxy(`http://127.0.0.1:${port + 3}/graphql`);
    const urls = Object.fromEntries(
      [movement, ...knownOrganisations].map(({ code }, index) => [
        `SUBGRAPH_URL_${code.toUpperCase().replaceAll('-', '_')}`,
        code === 'youth-union' ? youthUnion.url : `http://127.0.0.1:${port + 1 + index}/graphql`,
      ]),
    );
    gateway = fork(fileURLToPath(new URL('gateway/dist/main.js', root)), ['--port', String(port)], {
      env: { ...process.env, ...issuer.environment, ...urls, LOG_LEVEL: 'silent' },
      stdio: 'ignore',
    });
    url = `http://127.0.0.1:${port}`;
    await untilWith(gateway, () => answers(`${url}/readyz`));
    await importing('branches', 'code,commune_code,name_vi,name_en,member_count\nB,14845,Hội,Union,120');
    await importing(
      'learning-groups',
      'code,branch_code,commune_code,name_vi,name_en,leader_role,founded_on,team_code\nG,B,14845,Tổ,Group,TEACHER,2025-06-01,',
    );
    // Each kind that says something of goals has to say through which day it is complete, if only that there is nothing.
    await importing('group-sessions', 'code,group_code,commune_code,held_on,topic_vi,topic_en,attendances');
    await importing('guided-people', guidedPeople(), 'youth-union');
    await importing('team-members', noTeamMembers, 'youth-union');
    // The shipped sessions have no day of completeness; without this file no month would be complete.
    const sessions = fileURLToPath(new URL('subgraphs/youth-union/data/guidance-sessions.csv', root));
    await importing('guidance-sessions', readFileSync(sessions, 'utf8'), 'youth-union');
    await until(proven, { what: 'a release of the youth union that says through which day', within: 120_000 });
  }, 400_000);
  afterAll(async () => {
    for (const follower of followers) follower.leave();
    gateway.kill();
    await once(gateway, 'exit');
    await issuer.stop();
    await youthUnion.close();
    subgraphs.child.kill('SIGINT');
    await subgraphs.ended;
  });

  /** Hands a file to an organisation, by default the Women's Union, as its IT team does. */
  const importing = async (kind: string, content: string, organisation = 'womens-union') => {
    const file = join(folder, `${kind}.csv`);
    writeFileSync(file, content);
    // `--through` states the day through which the file is complete.
    const through = dayInProvince(new Date(Date.now() - 86_400_000));
    const args = ['import', organisation, kind, file, '--through', through, '--port', String(port)];
    const { exitCode, stderr } = await hub(args, { folder });
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
  };
  /** Whether the youth union has released what is complete through a day. */
  const proven = async () => {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: {
        ...{ 'content-type': 'application/json', 'x-hub-purpose': 'steering' },
        authorization: `Bearer ${await issuer.token('analyst')}`,
      },
      body: '{"query":"{ organisation(code: \\"youth-union\\") { releases { nodes { through } } } }"}',
    });
    const { data } = (await response.json()) as { readonly data: any };
    return data.organisation.releases.nodes.some(({ through }: any) => through !== null);
  };
  const following = async (variables: Record<string, string>) => {
    const follower = await subscribe(`${url}/graphql`, follow, variables, await issuer.token('analyst'));
    followers.push(follower);
    const next = async () => {
      const told = (await follower.next())?.data['goalProgressChanged'];
      return told && { ...told, shares: sharesIn(told) };
    };
    /** The next event with this lower bound; releases of other organisations cause events, too. */
    const nextOf = async (lower: number) => {
      for (;;) {
        const told = await next();
        if (told === undefined || told.people?.lower === lower) return told;
      }
    };
    return { next, nextOf };
  };

  test('is told as it is now, and again when an organisation’s release is taken in, with the shares of all', async () => {
    const commune = await following({ goal: 'ADULTS_BASIC', commune: '14845' });
    expect(await commune.next()).toMatchObject({
      reported: [{ code: 'youth-union' }],
      shares: { 'womens-union': null },
    });

    await importing('group-members', members(1, 12));
    const others = ['public-sector', 'university'].map((code) => ({ code }));
    const lastMonth = monthOf(monthNumber(monthInProvince(new Date())) - 1);
    expect(await commune.nextOf(10)).toMatchObject({
      goalCode: 'ADULTS_BASIC',
      communeCode: '14845',
      // The last month that is complete for every organisation with a report.
      period: lastMonth,
      people: { lower: 10 },
      shares: { 'womens-union': { people: 10 } },
      reported: [{ code: 'womens-union' }, { code: 'youth-union' }],
      missing: others,
    });

    // The province follows its communes; what is not asked for is not told.
    const province = await following({ goal: 'ADULTS_BASIC' });
    const before = await following({ goal: 'ADULTS_BASIC', commune: '14845', period: '2025' });
    expect(await province.next()).toMatchObject({ communeCode: '38', shares: { 'womens-union': { people: 10 } } });
    expect(await before.next()).toMatchObject({
      period: '2025',
      people: { lower: 0 },
      reported: expect.arrayContaining([{ code: 'womens-union' }]),
      shares: { 'womens-union': { people: 0 } },
    });

    await importing('group-members', members(1, 12));
    await importing('group-members', members(13, 25));
    expect(await province.nextOf(20)).toMatchObject({ shares: { 'womens-union': { people: 20 } } });
    expect(await commune.nextOf(20)).toMatchObject({ shares: { 'womens-union': { people: 20 } } });
  });

  test('an organisation whose subgraph does not answer hands its releases over all the same', async () => {
    await untilTakenIn(url, { 'womens-union': 2 });
    // With a period this subscription equals no other: one that joins another gets no first event. The period is
    // yesterday's month, because the data are complete through yesterday, also on the first day of a month.
    const period = monthInProvince(new Date(Date.now() - 86_400_000));
    const commune = await following({ goal: 'ADULTS_BASIC', commune: '14845', period });
    expect(await commune.next()).toMatchObject({ people: { lower: 20 } });
    youthUnion.fault = 'down';
    const people = 'citizen_number,full_name,sex,birth_year,commune_code,guided_on,passed_on';
    const rows = Array.from(
      { length: 40 },
      (_, index) => `${999_280_000_000 + index},Lê Thị Mai,FEMALE,1980,14845,2026-01-01,2026-02-01`,
    );
    await importing('guided-people', [people, ...rows].join('\n'), 'youth-union');
    expect(await commune.nextOf(40)).toMatchObject({
      people: { lower: 40 },
      shares: { 'womens-union': { people: 20 } },
    });
    youthUnion.fault = 'none';
  });

  test('releases are for those alone who may read them', async () => {
    const ask = async (token?: string, purpose = 'steering') => {
      const response = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(token && { authorization: `Bearer ${token}`, 'x-hub-purpose': purpose }),
        },
        body: '{"query":"{ organisation(code: \\"womens-union\\") { releases { totalCount } } }"}',
      });
      return withoutCost((await response.json()) as object);
    };
    const refused = {
      data: { organisation: { releases: null } },
      errors: [{ extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE' } }],
    };
    expect(await ask()).toMatchObject(refused);
    expect(await ask(await issuer.token('app'), 'statistics')).toMatchObject(refused);
    expect(await ask(await issuer.token('analyst'))).toEqual({
      data: { organisation: { releases: { totalCount: 2 } } },
    });
  });

  test('refuses what is no goal and no commune', async () => {
    for (const variables of [{ goal: 'HAPPINESS' }, { commune: '99999' }]) {
      const follower = await subscribe(`${url}/graphql`, follow, variables, await issuer.token('analyst'));
      expect(await follower.next()).toMatchObject({
        data: { goalProgressChanged: null },
        errors: [{ message: expect.stringMatching(/^Expected the code of /), extensions: { code: 'BAD_USER_INPUT' } }],
      });
      expect(await follower.next()).toBeUndefined();
    }
  });
});
