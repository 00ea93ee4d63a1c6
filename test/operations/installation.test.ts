import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { subgraphs } from '@hub/runtime';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { hub as command, temporaryFolder } from '../hub/support/hub.js';
import { startProgram } from '../support/program.js';
import { until } from '../support/until.js';
import { coursesFile } from './support/courses.js';
import { InstalledHub } from './support/installed-hub.js';
import { commitRelease, copyRelease, makeNextRelease, nextMigration } from './support/next-release.js';
import { postgresPrograms } from './support/postgres-server.js';

const courses = coursesFile();
const organisations = subgraphs.map(({ code }) => code);

if (!postgresPrograms)
  console.warn('SKIPPED: the installation by the manual (no programs of PostgreSQL on this machine).');

(postgresPrograms ? describe : describe.skip)('the manual, from nothing to the first answer in production', () => {
  let hub: InstalledHub;

  const run = (name: string, more?: Record<string, string>) => hub.run(name, more);
  const done = (name: string, more?: Record<string, string>) => hub.done(name, more);
  const inUniversity = (query: string) =>
    execFileSync('psql', ['--tuples-only', '--no-align', '--command', query, 'hub_university'], {
      env: hub.environment,
      encoding: 'utf8',
    }).trim();
  const universityHas = (table: string) => Number(inUniversity(`select count(*) from ${table}`));

  beforeAll(async () => {
    hub = await InstalledHub.prepare(postgresPrograms ?? '', temporaryFolder());
  }, 60_000);
  afterAll(() => (hub as InstalledHub | undefined)?.close(), 60_000);

  /** Waits until the audit log is whole, and every organisation has its head. */
  const untilProven = async () => {
    let said = '';
    const isProven = async () => {
      const { exitCode, stdout, stderr } = await run('install-check');
      said = stdout + stderr;
      return exitCode === 0 && stdout.includes(`anchors that ${organisations.length - 1} organisations keep`);
    };
    await until(isProven, { what: 'every organisation to have the head', every: 100, seen: () => said });
  };

  test('secrets, databases, migrations, settings, start, published data, and an answer', async () => {
    expect(await done('install-secrets')).toContain('Made 73 secrets');
    await done('install-databases');
    execFileSync('psql', ['--quiet', '--set', 'ON_ERROR_STOP=1', 'postgres'], {
      env: hub.environment,
      input: readFileSync(join(hub.settings, 'databases.sql')),
    });
    expect((await done('install-migrate')).trim().split('\n')).toEqual(
      organisations.map((code) => expect.stringMatching(`^${code}: .* has what a server needs\\.$`)),
    );
    await done('install-settings');
    await done('install-start');
    const ready = (await done('install-wait')).trim().split('\n');
    expect(ready).toHaveLength(organisations.length + 1);
    expect(ready.filter((line) => !line.endsWith(' 200'))).toEqual([]);
    expect(await done('install-load')).toMatch(/^Loaded \d+ files/);
    const { data } = JSON.parse(await done('install-ask')) as { data: { goals: { code: string; title: string }[] } };
    expect(data.goals).toHaveLength(4);
    expect(data.goals[0]?.title).toMatch(/\w/);
    const calendar = await fetch(`http://127.0.0.1:${hub.environment['FIRST_PORT']}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ releaseCalendar { kind dueOn goal { code expects { code linked } } } }' }),
    });
    const { releaseCalendar: due } = ((await calendar.json()) as any).data;
    // The rule is of any month: each goal has a due day for its publication, and for each organisation.
    for (const { code } of data.goals) {
      const ofGoal = due.filter(({ goal }: any) => goal.code === code);
      const linked = ofGoal[0].goal.expects.filter((one: any) => one.linked);
      expect(linked.length).toBeGreaterThan(0);
      expect(ofGoal.map(({ kind }: any) => kind).sort()).toEqual(['PUBLICATION', ...linked.map(() => 'RELEASE')]);
      for (const { dueOn } of ofGoal) expect(dueOn).toMatch(/^\d{4}-\d{2}-(10|15)$/);
    }
  }, 120_000);

  test('the audit log, proven by every organisation', async () => {
    await untilProven();
    await done('operator-commands');
  }, 60_000);

  test('a key for a program: created, used, and revoked within a second', async () => {
    expect(await done('key-create')).toMatch(/Statistics office, monthly .*app +statistics/);
    const used = JSON.parse(await done('key-use')) as object;
    const me = { purpose: 'statistics', key: { id: expect.any(String), name: 'Statistics office, monthly workbook' } };
    expect(used).toMatchObject({ data: { me } });
    expect(await done('key-revoke')).toContain('is revoked');
    const isRefused = () =>
      done('key-use').then(
        () => false,
        () => true,
      );
    await until(isRefused, { what: 'the key to be refused', within: 1000 });
  }, 60_000);

  test('metrics, by a file with the token alone', async () => {
    await done('metrics-token');
    for (const code of organisations) {
      const token = readFileSync(join(hub.settings, `metrics-token-${code}`), 'utf8').trim();
      const url = `${(await hub.program(code)).url}/metrics`;
      expect((await fetch(url, { headers: { authorization: `Bearer ${token}` } })).status).toBe(200);
    }
    expect((await fetch(`http://127.0.0.1:${hub.environment['METRICS_PORT'] ?? ''}/metrics`)).status).toBe(200);
  });

  test('a database’s backup, restored with its roles’ rights', async () => {
    const tables = ['import_run', 'mikro_orm_migrations', 'audit_anchor'];
    await hub.stop('university');
    const before = tables.map(universityHas);
    await done('backup-databases');
    execFileSync('psql', ['--quiet', '--command', 'drop schema public cascade', 'hub_university'], {
      env: hub.environment,
      stdio: 'ignore',
    });
    await done('restore-database', { DATABASE: 'hub_university' });
    expect(tables.map(universityHas)).toEqual(before);
    // It refuses to start with rights that are more, or fewer, than it needs.
    await hub.start('university');
    await done('install-wait');
  }, 60_000);

  test.each([
    ['an organisation', 'university', 'university', '/operator/audit-anchors'],
    ['the audit log', 'audit', 'audit-token', '/operator/audit/entries'],
  ])(
    'an operator’s token of %s, replaced without a restart',
    async (_name, code, folder, path) => {
      const file = join(hub.settings, 'secrets', folder, 'operator-token');
      const environment = { CODE: code, SCOPE: 'audit', TOKENS: file };
      const tokens = () => [...readFileSync(file, 'utf8').matchAll(/^audit (.*)$/gm)].map(([, token = '']) => token);
      const program = await hub.program(code);
      const ask = async (token = '') => {
        const response = await fetch(`${program.url}${path}`, { headers: { authorization: `Bearer ${token}` } });
        return { status: response.status, text: await response.text() };
      };
      const statuses = () => Promise.all([former, next].map(async (token) => (await ask(token)).status));
      const others = readFileSync(file, 'utf8').replace(/^audit .*\n/m, '');
      await done('rotate-operator-token', environment);
      const [former, next] = tokens();
      await program.until(async () => (await statuses()).join() === '200,200');
      if (code !== 'audit') await done('give-reader-token', environment);
      await done('operator-commands');
      await done('end-operator-token', environment);
      await program.until(async () => (await statuses()).join() === '401,200');
      expect(readFileSync(file, 'utf8')).toBe(`${others}audit ${next}\n`);
      // Operators and the gateway have the new one: what is asked from now on is in the audit log.
      await done('operator-commands');
      const auditLog = code === 'audit' ? (await ask(next)).text : undefined;
      await done('install-ask');
      if (auditLog !== undefined) await program.until(async () => (await ask(next)).text.length > auditLog.length);
      expect(await hub.program(code)).toBe(program);
    },
    60_000,
  );

  /** The next release is this one's source plus one migration of the university's. */
  test('an upgrade to the next release, and the way back to this one', async () => {
    const [repository, next] = [join(hub.folder, 'repository'), join(hub.folder, 'next')];
    const former = hub.environment['RELEASE'] ?? '';
    for (const make of [copyRelease, makeNextRelease, commitRelease]) make(repository);
    const place = {
      SUBGRAPH_URL_UNIVERSITY: (await hub.program('university')).url,
      OPERATOR_TOKEN_FILE_UNIVERSITY: join(hub.settings, 'secrets/university/operator-token'),
    };
    const imported = await command(['import', 'university', 'courses', courses], { environment: place });
    expect(imported).toMatchObject({ exitCode: 0 });
    const answer = await done('install-ask');
    const kept = () => inUniversity('select code, title_vi, finished_at from course, import_run order by code');
    const before = kept();
    expect(before).toMatch(/\w/);
    await done('backup-databases');
    const secrets = join(hub.settings, 'secrets');
    const files = () =>
      readdirSync(secrets, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ parentPath, name }) => [name, readFileSync(join(parentPath, name), 'utf8')].join('\n'))
        .sort();
    const all = files();
    // As if this release had one secret fewer than the next.
    rmSync(join(secrets, 'reader-tokens', 'university'));

    const upgrade = { REPOSITORY: repository, FORMER: former, RELEASE: next };
    await done('install-release', { ...(process.env as Record<string, string>), ...hub.environment, ...upgrade });
    expect(await done('install-secrets', upgrade)).toContain('Made 1 secrets');
    expect(files()).toEqual(all);
    const migrated = (await done('install-migrate', upgrade)).trim().split('\n');
    expect(migrated.map((line) => / (\d+) migrations were run/.exec(line)?.[1])).toEqual(
      organisations.map((code) => (code === 'university' ? '1' : '0')),
    );
    // The former programs go on serving, but could not start again.
    expect(await done('install-ask')).toBe(answer);
    const startFormer = startProgram('subgraphs/university/dist/main.js', [], hub.settingsIn('university'));
    await expect(startFormer).rejects.toThrow(/ended with 2: .*a newer version has migrated it/);

    await done('change-release', upgrade);
    await done('install-wait');
    for (const name of [...organisations, 'gateway'])
      expect((await hub.program(name)).process.spawnargs.join(' ')).toContain(`${next}/`);
    expect(inUniversity('select distinct next_release from import_run')).toBe('before');
    expect([await done('install-ask'), kept()]).toEqual([answer, before]);
    await untilProven();

    await hub.stop('university');
    await done('restore-database', { DATABASE: 'hub_university' });
    await done('change-release', { FORMER: next, RELEASE: former });
    await done('install-wait');
    expect((await hub.program('university')).process.spawnargs.join(' ')).not.toContain(next);
    expect(inUniversity('select name from mikro_orm_migrations')).not.toContain(nextMigration);
    expect([await done('install-ask'), kept()]).toEqual([answer, before]);
    await untilProven();
  }, 180_000);

  test('a database that is not there ends a program, also one that another has started', async () => {
    const said = hub.settingsIn('university');
    const url = (said['DATABASE_URL'] ?? '').replace(/hub_university$/, 'hub_universiti');
    await expect(startProgram('subgraphs/university/dist/main.js', [], { ...said, DATABASE_URL: url })).rejects.toThrow(
      /ended with 2: .*its server has none of that name/,
    );
  });

  test.each(['?sslmode=verify-full', '?sslmode=require&sslrootcert=/ca.pem'])(
    'a database’s URL with %s is refused: it would be ignored, and the connection be plain text',
    async (parameters) => {
      const said = hub.settingsIn('university');
      const url = `${said['DATABASE_URL'] ?? ''}${parameters}`;
      await expect(
        startProgram('subgraphs/university/dist/main.js', [], { ...said, DATABASE_URL: url }),
      ).rejects.toThrow(/ended with 2: .*\n.*DATABASE_URL: expected nothing after "\?".*PGSSLMODE/);
    },
  );
});
