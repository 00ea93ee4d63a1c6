import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkTables, draftOf, organisationFromFolder } from '@hub/kit';
import { createKeyIfMissing } from '@hub/runtime';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type RunningCommand, startCommand, temporaryFolder } from '../hub/support/hub.js';
import { createDatabase, newDatabase, openTestDatabase } from '../support/database.js';
import { freePort } from '../support/free-port.js';
import { until } from '../support/until.js';

const code = 'potters-association';

/** `hub connector FOLDER` as the container's image runs it: in production, on a database that the folder names. */
describe('a connector in production, on a named database', () => {
  const home = temporaryFolder();
  const folder = join(home, code);
  let running: RunningCommand;
  let page = '';
  const shown = (password: string, init: RequestInit = {}) =>
    fetch(`${page}/?lang=en`, {
      ...init,
      headers: { authorization: `Basic ${Buffer.from(`connector:${password}`).toString('base64')}` },
    });

  beforeAll(async () => {
    const [port, pagePort, url] = [await freePort(), await freePort(), await createDatabase()];
    page = `http://127.0.0.1:${pagePort}`;
    const write = (name: string, text: string) => {
      mkdirSync(join(folder, name, '..'), { recursive: true });
      writeFileSync(join(folder, name), text, { mode: 0o600 });
    };
    write(
      'organisation.yaml',
      `format: 1\ncode: ${code}\nshortName: the Potters' Association\nkeepsPeople: true\nport: ${port}\n`,
    );
    write(
      'records/member.yaml',
      `name: PottersMember
file: members
description: A member of the association (hội viên).
shown: nobody
key: [person]
columns:
  person: { kind: person, whenErased: delete }
`,
    );
    const [role, owner] = await rolesOf(url);
    write('secrets/own-database', `${role}\n`);
    write('secrets/own-database-owner', `${owner}\n`);
    write('secrets/page-password', 'the-password-of-the-page\n');
    write('secrets/post-token', 'the-token-of-the-program\n');
    createKeyIfMissing(join(folder, 'secrets/pseudonym-key'));
    write(
      'connector.yaml',
      `format: 1
database: { urlFile: secrets/own-database, ownerUrlFile: secrets/own-database-owner }
page: { port: ${pagePort}, host: 0.0.0.0, passwordFile: secrets/page-password }
figures:
  releases: by hand
  sources:
    - from: post
      name: own-program
      tokenFile: secrets/post-token
      rows: [{ kind: members }]
`,
    );
    const empty = await openTestDatabase(newDatabase(), { entities: [], migrations: [] });
    const drafted = draftOf(await checkTables(empty.em, organisationFromFolder(folder).records ?? []));
    await empty.close();
    write('migrations/20270131120000-potters.sql', drafted.map((one) => `${one};\n`).join('\n'));
    running = startCommand(['connector', code], { folder: home, environment: { NODE_ENV: 'production' } });
    await running.untilItSays('listening');
  }, 180_000);
  afterAll(async () => {
    running.child.kill('SIGTERM');
    await running.ended;
  }, 60_000);

  test('asks for the password of its page, whoever reaches it', async () => {
    await until(() => fetch(page).then(({ status }) => status === 401), { what: 'the page to be there' });
    expect((await shown('another')).status).toBe(401);
    const answer = await shown('the-password-of-the-page');
    expect(answer.status).toBe(200);
    expect(await answer.text()).toMatch(/<td>database<\/td>\s*<td>(<span class="good">Works|Not run yet|Reading)/);
  });

  test('takes rows in, by the token of the program alone', async () => {
    const csv = 'citizen_number,full_name,sex,birth_year,commune_code\n999180000101,Lê Thị Hoa,FEMALE,1950,14845\n';
    const post = (token: string) =>
      fetch(`${page}/rows/members`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'text/csv' },
        body: csv,
      });
    expect((await post('another')).status).toBe(401);
    const answer = await post('the-token-of-the-program');
    expect([answer.status, await answer.json()]).toMatchObject([200, { read: 1, written: 1, rejected: 0 }]);
  });

  test('stops at once when it is told to, with nothing said of a fault', async () => {
    running.child.kill('SIGTERM');
    const { exitCode, stdout, stderr } = await running.ended;
    expect({ exitCode, faults: (stdout + stderr).match(/"level":[56]0.*/g) }).toEqual({ exitCode: 0, faults: null });
    expect(stdout + stderr).not.toMatch(/the-password|the-token|999180/);
  });
});

/** Makes the role that serves a database and the one that owns it, as an operator does. @returns their addresses. */
async function rolesOf(url: string): Promise<readonly [role: string, owner: string]> {
  const database = await openTestDatabase(url, { entities: [], migrations: [] });
  const { em } = database;
  const name = new URL(url).pathname.slice(1);
  const roles = [`${name}_server`, `${name}_owner`] as const;
  for (const role of roles) await em.execute(`create role ${role} login password 'secret'`);
  await em.execute(`alter database ${name} owner to ${roles[1]}`);
  await em.execute(`alter schema public owner to ${roles[1]}`);
  await database.close();
  const addressOf = (role: string) => Object.assign(new URL(url), { username: role, password: 'secret' }).href;
  return [addressOf(roles[0]), addressOf(roles[1])];
}
