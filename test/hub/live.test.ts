import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { monthInProvince } from '@hub/schema';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type FaultProxy, openFaultProxy } from '../support/fault-proxy.js';
import { withoutCost } from '../support/readme.js';
import { type RunningIssuer, startIssuer } from '../support/issuer.js';
import { type Subscribed, subscribe } from '../support/subscribe.js';
import { answers, untilWith } from '../support/child.js';
import { freePort, hub, type RunningCommand, startCommand, temporaryFolder } from './support/hub.js';

const root = new URL('../../', import.meta.url);
const folder = temporaryFolder();

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
    womensUnion { people } youthUnion { people } university { people } publicSector { people }
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
    port = await freePort();
    issuer = await startIssuer();
    subgraphs = startCommand(['start', '--no-gateway', '--no-demo', '--port', String(port)], {
      folder,
      environment: {
        // Their answers are altered on the way, which a signature would tell.
        ALLOW_UNSIGNED: 'true',
        TOKEN_ISSUER: issuer.url,
        HUB_TOKEN_ISSUER: issuer.url,
        HUB_CLIENT_SECRET_FILE: issuer.secretFile,
      },
    });
    await subgraphs.untilItSays('Ctrl-C stops it.');
    youthUnion = await openFaultProxy(`http://127.0.0.1:${port + 3}/graphql`);
    const urls = Object.fromEntries(
      ['MOVEMENT', 'WOMENS_UNION', 'YOUTH_UNION', 'UNIVERSITY', 'PUBLIC_SECTOR'].map((name, index) => [
        `SUBGRAPH_URL_${name}`,
        name === 'YOUTH_UNION' ? youthUnion.url : `http://127.0.0.1:${port + 1 + index}/graphql`,
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
  }, 240_000);
  afterAll(async () => {
    for (const follower of followers) follower.leave();
    gateway.kill();
    await once(gateway, 'exit');
    await issuer.stop();
    await youthUnion.close();
    subgraphs.child.kill('SIGINT');
    await subgraphs.ended;
  });

  /** Hands a file to the Women's Union, as its IT team does. */
  const importing = async (kind: string, content: string) => {
    const file = join(folder, `${kind}.csv`);
    writeFileSync(file, content);
    const { exitCode, stderr } = await hub(['import', 'womens-union', kind, file, '--port', String(port)], { folder });
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
  };
  const following = async (variables: Record<string, string>) => {
    const follower = await subscribe(`${url}/graphql`, follow, variables, await issuer.token('analyst'));
    followers.push(follower);
    const next = async () => (await follower.next())?.data['goalProgressChanged'];
    return { next };
  };

  test('is told as it is now, and again when an organisation brings in records, with the shares of all', async () => {
    const commune = await following({ goal: 'ADULTS_BASIC', commune: '14845' });
    // Nothing was released yet: the shares are there, and nothing is known of them.
    const none = { people: null };
    // The Youth Union has released the turns that were published, and nobody.
    const nobody = { people: 0 };
    expect(await commune.next()).toMatchObject({
      people: { lower: 0 },
      womensUnion: none,
      university: none,
      missing: [],
    });

    await importing('group-members', members(1, 12));
    expect(await commune.next()).toEqual({
      goalCode: 'ADULTS_BASIC',
      communeCode: '14845',
      period: monthInProvince(new Date()),
      people: { lower: 12 },
      womensUnion: none,
      youthUnion: nobody,
      university: none,
      publicSector: none,
      reported: expect.arrayContaining([{ code: 'womens-union' }]),
      missing: [],
    });

    // The province follows its communes; what is not asked for is not told.
    const province = await following({ goal: 'ADULTS_BASIC' });
    const other = await following({ goal: 'ADULTS_BASIC', commune: '14848' });
    const before = await following({ goal: 'ADULTS_BASIC', commune: '14845', period: '2025' });
    expect(await province.next()).toMatchObject({ communeCode: '38', people: { lower: 12 } });
    expect(await other.next()).toMatchObject({ communeCode: '14848', people: { lower: 0 } });
    expect(await before.next()).toMatchObject({ period: '2025', people: { lower: 0 } });
    const quiet = Promise.race([other.next(), before.next()]);

    await importing('group-members', members(1, 12));
    await importing('group-members', members(13, 15));
    expect(await province.next()).toMatchObject({ people: { lower: 15 } });
    expect(await commune.next()).toMatchObject({ people: { lower: 15 } });

    // That an organisation stops to answer is a change for all, and the first that the others are told of.
    youthUnion.fault = 'down';
    const missing = { youthUnion: null, missing: [{ code: 'youth-union' }] };
    expect(await commune.next()).toMatchObject(missing);
    expect(await quiet).toMatchObject(missing);
    youthUnion.fault = 'none';
    expect(await commune.next()).toMatchObject({ youthUnion: nobody, missing: [] });
  });

  test('is not told when others’ shares change to those who may not see them', async () => {
    const ask = async (token?: string, query = '{ womensUnionChanges { cursor } }') => {
      const response = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          ...(token && { authorization: `Bearer ${token}`, 'x-hub-purpose': 'steering' }),
        },
        body: JSON.stringify({ query }),
      });
      return withoutCost((await response.json()) as object);
    };
    expect(await ask()).toMatchObject({
      data: { womensUnionChanges: null },
      errors: [{ extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE' } }],
    });
    expect(await ask(await issuer.token('analyst'))).toEqual({
      data: { womensUnionChanges: { cursor: expect.stringMatching(/^\d+$/) } },
    });
    // Releases are movement's alone.
    const releases = '{ youthUnionReleases { current } }';
    expect(await ask(await issuer.token('analyst'), releases)).toMatchObject({
      data: { youthUnionReleases: null },
      errors: [{ extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE' } }],
    });
    expect(await ask(await issuer.token('movement-service'), releases)).toEqual({
      data: { youthUnionReleases: { current: expect.any(Number) } },
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
