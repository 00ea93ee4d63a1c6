import { execFile, execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { subgraphs } from '@hub/schema';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Outcome, temporaryFolder } from '../hub/support/hub.js';
import { freePort } from '../support/free-port.js';
import { type RunningProgram, startProgram } from '../support/program.js';
import { documentedCommands, documentedUnits } from './support/documented-commands.js';
import { postgresPrograms, PostgresServer } from './support/postgres-server.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const organisations = subgraphs.map(({ code }) => code);

if (!postgresPrograms)
  console.warn('SKIPPED: the installation by the manual (no programs of PostgreSQL on this machine).');

/** The settings of a documented unit; of a template, for one instance. */
function unit(name: string, instance = ''): ReadonlyMap<string, string> {
  const text = documentedUnits().get(name) ?? '';
  const settings = text.replaceAll('%i', instance).matchAll(/^(\w+)=(.*)$/gm);
  return new Map([...settings].map(([, key = '', value = '']) => [key, value]));
}

/** The lines of a file of settings, as systemd reads them. */
function settingsIn(file: string): Record<string, string> {
  const lines = readFileSync(file, 'utf8').matchAll(/^(\w+)=(.*)$/gm);
  return Object.fromEntries([...lines].map(([, key = '', value = '']) => [key, value]));
}

(postgresPrograms ? describe : describe.skip)('the manual, from nothing to the first answer in production', () => {
  const settings = join(temporaryFolder(), 'etc');
  const programs = new Map<string, RunningProgram>();
  let postgres: PostgresServer;
  let environment: Record<string, string>;

  const run = (name: string, more: Record<string, string> = {}): Promise<Outcome> => {
    const script = documentedCommands().get(name);
    if (script === undefined) throw new Error(`Expected a documented command of the name ${name}.`);
    const options = { cwd: settings, env: { ...environment, ...more } };
    return new Promise((settled) => {
      execFile('sh', ['-e', '-c', script], options, (error, stdout, stderr) => {
        settled({ exitCode: error ? Number(error.code ?? 1) : 0, stdout, stderr });
      });
    });
  };
  const done = async (name: string, more?: Record<string, string>) => {
    const outcome = await run(name, more);
    expect([name, outcome.exitCode, outcome]).toEqual([name, 0, expect.anything()]);
    return outcome.stdout;
  };
  /** Starts what a unit does, with the manual's folders in this test's. */
  const start = async (name: string, instance?: string) => {
    const said = unit(name, instance);
    const file = said.get('EnvironmentFile')?.replace('/etc/hub', settings) ?? '';
    const command = /^\/usr\/bin\/node --enable-source-maps \/opt\/hub\/(\S+)$/.exec(said.get('ExecStart') ?? '');
    // Counts and heads are written every second.
    const more = instance === undefined ? { RECEIPTS_EVERY: '1' } : {};
    programs.set(instance ?? 'gateway', await startProgram(command?.[1] ?? '', [], { ...settingsIn(file), ...more }));
  };
  const universityHas = (table: string) => {
    const env = { ...postgres.environment, PGUSER: 'hub' };
    const count = `select count(*) from ${table}`;
    return Number(execFileSync('psql', ['--tuples-only', '--command', count, 'hub_university'], { env }));
  };

  beforeAll(async () => {
    mkdirSync(settings);
    postgres = await PostgresServer.open(postgresPrograms ?? '');
    environment = {
      ...postgres.environment,
      PGUSER: 'hub',
      PATH: `${dirname(process.execPath)}:${postgres.environment['PATH'] ?? ''}`,
      RELEASE: root,
      SETTINGS: settings,
      FIRST_PORT: String(await freePort(organisations.length + 2)),
      TOKEN_ISSUER: 'none',
      TOKEN_AUDIENCE: '',
      TRUSTED_PROXIES: '0',
      ORGANISATIONS: organisations.join(' '),
    };
    environment['METRICS_PORT'] = String(Number(environment['FIRST_PORT']) + organisations.length + 1);
  }, 60_000);
  afterAll(async () => {
    await programs.get('gateway')?.stop();
    await Promise.all([...programs.values()].map((program) => program.stop()));
    await (postgres as PostgresServer | undefined)?.close();
  }, 60_000);

  test('secrets, databases, migrations, settings, start, published data, and an answer', async () => {
    expect(await done('install-secrets')).toContain('Made 40 secrets');
    await done('install-databases');
    execFileSync('psql', ['--quiet', '--set', 'ON_ERROR_STOP=1', 'postgres'], {
      env: environment,
      input: readFileSync(join(settings, 'databases.sql')),
    });
    expect((await done('install-migrate')).trim().split('\n')).toEqual(
      organisations.map((code) => expect.stringMatching(`^${code}: .* has what a server needs\\.$`)),
    );
    await done('install-settings');
    await Promise.all(organisations.map((code) => start('hub-subgraph@.service', code)));
    await start('hub-gateway.service');
    const ready = (await done('install-wait')).trim().split('\n');
    expect(ready).toHaveLength(organisations.length + 1);
    expect(ready.filter((line) => !line.endsWith(' 200'))).toEqual([]);
    expect(await done('install-load')).toMatch(/^Loaded \d+ files/);
    const { data } = JSON.parse(await done('install-ask')) as { data: { goals: { code: string; title: string }[] } };
    expect(data.goals).toHaveLength(4);
    expect(data.goals[0]?.title).toMatch(/\w/);
  }, 120_000);

  test('the audit log, proven by every organisation', async () => {
    for (
      let times = 0;
      !(await run('install-check')).stdout.includes('anchors that 5 organisations keep');
      times += 1
    ) {
      if (times === 40) throw new Error((await run('install-check')).stdout);
      await delay(250);
    }
    await done('operator-commands');
  }, 60_000);

  test('metrics, by a file with the token alone', async () => {
    await done('metrics-token');
    for (const code of organisations) {
      const token = readFileSync(join(settings, `metrics-token-${code}`), 'utf8').trim();
      const url = `${programs.get(code)?.url ?? ''}/metrics`;
      expect((await fetch(url, { headers: { authorization: `Bearer ${token}` } })).status).toBe(200);
    }
    expect((await fetch(`http://127.0.0.1:${environment['METRICS_PORT'] ?? ''}/metrics`)).status).toBe(200);
  });

  test('a database’s backup, restored with its roles’ rights', async () => {
    const tables = ['import_run', 'mikro_orm_migrations', 'audit_anchor'];
    await programs.get('university')?.stop();
    const before = tables.map(universityHas);
    await done('backup-databases');
    execFileSync('psql', ['--quiet', '--command', 'drop schema public cascade', 'hub_university'], {
      env: environment,
      stdio: 'ignore',
    });
    await done('restore-database', { DATABASE: 'hub_university' });
    expect(tables.map(universityHas)).toEqual(before);
    // It refuses to start with rights that are more, or fewer, than it needs.
    await start('hub-subgraph@.service', 'university');
    expect((await fetch(`${programs.get('university')?.url ?? ''}/readyz`)).status).toBe(200);
  }, 60_000);

  test('a database that is not there ends a program, also one that another has started', async () => {
    const said = settingsIn(join(settings, 'university.env'));
    const url = (said['DATABASE_URL'] ?? '').replace(/hub_university$/, 'hub_universiti');
    await expect(startProgram('subgraphs/university/dist/main.js', [], { ...said, DATABASE_URL: url })).rejects.toThrow(
      /ended with 2: .*its server has none of that name/,
    );
  });

  test.each(['?sslmode=verify-full', '?sslmode=require&sslrootcert=/ca.pem'])(
    'a database’s URL with %s is refused: it would be ignored, and the connection be plain text',
    async (parameters) => {
      const said = settingsIn(join(settings, 'university.env'));
      const url = `${said['DATABASE_URL'] ?? ''}${parameters}`;
      await expect(
        startProgram('subgraphs/university/dist/main.js', [], { ...said, DATABASE_URL: url }),
      ).rejects.toThrow(/ended with 2: .*\n.*DATABASE_URL: expected nothing after "\?".*PGSSLMODE/);
    },
  );
});

describe('the units of the manual', () => {
  test.each(['hub-subgraph@.service', 'hub-gateway.service'])('%s leaves programs the time to stop', (name) => {
    const said = unit(name, 'movement');
    // The gateway cuts what is under way after 35 s, then brings what is left to those who may not answer.
    expect(Number(said.get('TimeoutStopSec'))).toBeGreaterThanOrEqual(60);
    expect([said.get('Restart'), said.get('RestartPreventExitStatus')]).toEqual(['always', '2']);
    expect(said.has('MemoryDenyWriteExecute')).toBe(false);
  });

  test('are understood by systemd', () => {
    const folder = temporaryFolder();
    const files = [...documentedUnits()].map(([name, text]) => {
      const file = join(folder, name);
      // Its programs and users need not be here.
      writeFileSync(file, text.replaceAll('/usr/bin/node', process.execPath));
      return file;
    });
    expect(files).toHaveLength(2);
    const verified = verify(files);
    if (verified === undefined) console.warn('SKIPPED: the units of the manual (no systemd-analyze on this machine).');
    else expect(verified.split('\n').filter((line) => line.includes(folder))).toEqual([]);
  });
});

/** What systemd complains of in units; undefined where it is not here. */
function verify(files: readonly string[]): string | undefined {
  try {
    return execFileSync('sh', ['-c', 'systemd-analyze verify "$@" 2>&1', 'sh', ...files], { encoding: 'utf8' });
  } catch (error) {
    const { status, stdout } = error as { readonly status: number; readonly stdout: string };
    return status === 127 ? undefined : stdout;
  }
}
