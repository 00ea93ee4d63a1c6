import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { knownOrganisations, subgraphs } from '@hub/runtime';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { hub, temporaryFolder } from '../hub/support/hub.js';
import { runDocumented } from '../operations/support/documented-commands.js';
import { copyRelease, makeImageQuickly, makeNextRelease, nextMigration } from '../operations/support/next-release.js';
import { freePort } from '../support/free-port.js';
import { askReadme, readme } from '../support/readme.js';
import { untilTakenIn } from '../support/taken-in.js';
import { until } from '../support/until.js';
import { canRunContainers } from './support/docker.js';
import { gatewayOnMusl, musl } from './support/musl.js';

const port = await freePort();
const url = `http://127.0.0.1:${port}`;
const root = fileURLToPath(new URL('../..', import.meta.url));
const run = promisify(execFile);

const files = {
  production: ['docker-compose.yml'],
  demonstration: ['docker-compose.yml', 'docker-compose.demonstration.yml'],
};

/** What Compose runs in one of the two shapes with, each a project with volumes of its own. */
const environmentOf = (shape: keyof typeof files) => ({
  ...process.env,
  GATEWAY_PORT: String(port),
  COMPOSE_PROJECT_NAME: `hub-test-${shape}`,
  COMPOSE_FILE: files[shape].join(':'),
});

function composeIn(shape: keyof typeof files, args: readonly string[], folder = root) {
  const options = { cwd: folder, env: environmentOf(shape), maxBuffer: 64 * 1024 * 1024 };
  return run('docker', ['compose', ...args], options);
}

/** Runs a documented command, and gives what it prints. */
async function documented(name: string, shape: keyof typeof files, folder = root, settings = {}): Promise<string> {
  const { exitCode, stdout, stderr } = await runDocumented(name, folder, { ...environmentOf(shape), ...settings });
  if (exitCode === 0) return stdout;
  throw new Error(`${name} ended with ${exitCode}:\n${stdout}\n${stderr}\n${await saidByFailed(shape, folder)}`);
}

/** The last that each container said which ended with a failure. */
async function saidByFailed(shape: keyof typeof files, folder: string): Promise<string> {
  const { stdout } = await composeIn(shape, ['ps', '--all', '--format', '{{.Service}} {{.ExitCode}}'], folder);
  const failed = stdout.split('\n').flatMap((line) => /^(\S+) [1-9]/.exec(line)?.[1] ?? []);
  return failed.length === 0 ? '' : (await composeIn(shape, ['logs', '--tail', '20', ...failed], folder)).stdout;
}

/** How many releases each organisation's demonstration has made. */
const demonstrationReleases = knownOrganisations.map(({ code }): [string, number] => {
  const releases = readFileSync(join(root, 'subgraphs', code, 'demo', 'releases.csv'), 'utf8');
  return [code, releases.trim().split('\n').length - 1];
});

const compose = (...args: string[]) => composeIn('demonstration', ['--profile', 'demo', ...args]);

(canRunContainers() ? describe : describe.skip)('the demonstration in containers', () => {
  let analyst: string;

  beforeAll(async () => {
    await compose('down', '--volumes');
    analyst = (await documented('demonstration', 'demonstration')).trim().split('\n').at(-1) ?? '';
    await untilTakenIn(url, Object.fromEntries(demonstrationReleases));
    const methodsIn = ({ data }: any) =>
      Object.values<any>(data ?? {}).flatMap(({ progress }) => progress?.people?.method ?? []);
    let methods: unknown;
    const areEstimated = async () =>
      String((methods = methodsIn(await askReadme(url, analyst)))) === String(methodsIn(readme.answer));
    await until(areEstimated, { what: 'estimates', within: 420_000, every: 1000, seen: () => methods });
  }, 1_200_000);
  afterAll(async () => {
    await documented('end-demonstration', 'demonstration');
    await compose('down', '--volumes');
  });

  /** A token of the development issuer, as docs/operations.md has it. */
  const tokenOf = async (role: string) => {
    const command = ['node', 'subgraphs/hub/dist/hub.js', 'token', '--as', role];
    return (await compose('exec', '-T', 'issuer', ...command)).stdout.trim();
  };

  test('gives the README’s answer to an analyst, and to others what of it is public', async () => {
    expect(await askReadme(url, analyst)).toEqual(readme.answer);
    const { data } = (await askReadme(url)) as any;
    const { progress } = (readme.answer as any).data.adultsBasic;
    const contributions = progress.contributions.map((one: object) => ({ ...one, share: null }));
    expect(data.adultsBasic.progress).toEqual({ ...progress, contributions });
  });

  test('runs without root, and keeps each organisation’s keys from the others and from the gateway', async () => {
    const say = async (service: string, command: string) =>
      (await compose('exec', '-T', service, 'sh', '-c', command)).stdout.trim();
    expect(await say('gateway', 'id -u')).toBe('1000');
    expect(await say('womens-union', 'ls /keys')).toBe('womens-union');
    expect(await say('womens-union', 'stat -c %a /pseudonym-key/key /keys/womens-union/operator-token')).toBe(
      '600\n600',
    );
    expect(await say('movement', 'ls -d /pseudonym-key 2>/dev/null || true')).toBe('');
    expect(await say('gateway', 'ls /keys; find / -name operator-token 2>/dev/null | sort')).toBe(
      'gateway\n/audit-token/operator-token\n/follow-token/operator-token',
    );
  });

  test('links an organisation that joins, and gateway and movement follow', async () => {
    const code = 'farmers-union';
    const operate = async (...args: string[]) =>
      (await compose('run', '--rm', 'operator', 'organisation', ...args, code, '--by', 'An')).stdout.trim();
    const own = join(temporaryFolder(), code);
    mkdirSync(own);
    writeFileSync(
      join(own, 'organisation.yaml'),
      `format: 1\ncode: ${code}\nshortName: the Farmers' Union\nkeepsPeople: true\npublishes: { nameVi: Hội Nông dân, nameEn: Farmers' Union, dataKind: DEMONSTRATION, linkedBy: figures, endpoint: null, signsAnswers: true, contact: it@farmers.example }\n`,
    );
    writeFileSync(join(own, 'secret'), await operate('invite'));
    expect(await hub(['join', own, '--hub', url, '--secret', join(own, 'secret')])).toMatchObject({ exitCode: 0 });
    await operate('accept');
    for (const service of ['gateway', 'movement']) {
      let linked: string[] = [];
      const script = `console.log(JSON.parse(fs.readFileSync('/registry/snapshot.json', 'utf8')).snapshot)`;
      const read = async () => {
        const { organisations } = JSON.parse((await compose('exec', '-T', service, 'node', '-e', script)).stdout);
        return (linked = organisations.map((one: { code: string }) => one.code)).includes(code);
      };
      await until(read, { what: `${service} to follow`, within: 30_000, every: 500, seen: () => linked });
      expect(linked.toSorted()).toEqual([...knownOrganisations.map((one) => one.code), code].toSorted());
    }
    await operate('leave');
  });

  (musl === undefined ? test.skip : test)(
    'answers the same where the gateway runs on musl, small operations and large ones',
    async () => {
      const all = [...files.demonstration, gatewayOnMusl()].flatMap((file) => ['--file', file]);
      await compose(...all, 'up', '--no-build', '--no-deps', '--wait', 'gateway');
      const inGateway = async (value: string) => {
        const script = `Promise.resolve(${value}).then((value) => console.log(JSON.stringify(value)))`;
        return JSON.parse((await compose('exec', '-T', 'gateway', 'node', '-e', script)).stdout);
      };
      const { header, sharedObjects } = await inGateway('process.report.getReport()');
      expect(header.glibcVersionRuntime).toBeUndefined();
      expect(sharedObjects.join()).toContain('/ld-musl-');

      expect(await askReadme(url, analyst)).toEqual(readme.answer);
      const goals = Array.from({ length: 45 }, (_, index) => `goals${index}: goals { code title target }`);
      const response = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${analyst}` },
        body: JSON.stringify({ query: `{ ${goals.join(' ')} }` }),
      });
      const { data } = (await response.json()) as any;
      expect(data.goals0.length).toBeGreaterThan(0);
      expect(data.goals44).toEqual(data.goals0);
      const metrics = await inGateway("fetch('http://127.0.0.1:4000/metrics').then((response) => response.text())");
      expect(metrics).toMatch(/^gateway_plans_total\{where="thread"\} 1$/m);
    },
  );

  test('answers the rest, and all progress, while an organisation is stopped', async () => {
    await compose('stop', '--timeout', '5', 'education');
    const { data, errors } = (await askReadme(url, await tokenOf('analyst'))) as any;
    const { progress } = (readme.answer as any).data.adultsBasic;
    expect(data.adultsBasic.progress).toEqual(progress);
    expect(errors.map(({ extensions }: any) => extensions.serviceName)).toContain('education');
  });
});

(canRunContainers() ? describe : describe.skip)('production in containers', () => {
  /** No such issuer is asked for anything until somebody shows a token. */
  const settings = { TOKEN_ISSUER: 'https://id.example', TOKEN_AUDIENCE: 'hub', TRUSTED_PROXIES: '1' };
  const folder = join(temporaryFolder(), 'hub');
  const production = (args: readonly string[]) => composeIn('production', args, folder);
  const manually = (name: string, more = {}) => documented(name, 'production', folder, more);

  const goals = async () => {
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"query":"{ goals { code title(language: EN) } }"}',
    });
    const { data } = (await response.json()) as { data: { goals: { code: string; title: string }[] } };
    return data.goals;
  };

  beforeAll(async () => {
    copyRelease(folder);
    await production(['down', '--volumes']);
    await production(['build']);
  }, 600_000);
  afterAll(async () => {
    await production(['down', '--volumes', '--timeout', '5']);
    // The image's name is everyone's: it is this release's again.
    await composeIn('production', ['build']);
  }, 600_000);

  test('is what Compose runs unless told otherwise, and has no development issuer', async () => {
    const { COMPOSE_FILE: _, ...env } = process.env;
    const { stdout } = await run('docker', ['compose', 'config', '--format', 'json'], { cwd: root, env });
    const { services: configured } = JSON.parse(stdout);
    expect(configured.issuer).toBeUndefined();
    expect(configured.gateway.environment).toMatchObject({
      NODE_ENV: 'production',
      TOKEN_ISSUER: '',
      AGREEMENTS: '/agreements',
    });
    expect(stdout).not.toMatch(/HUB_DEVELOPMENT|ALLOW_UNSIGNED|"development"/);
  });

  test('does not start until it has its secrets and settings, and names all that is missing at once', async () => {
    await expect(production(['up', '--wait'])).rejects.toThrow(/preflight/);
    const { stdout } = await production(['logs', '--no-log-prefix', 'preflight']);
    for (const name of [...Object.keys(settings), '/secrets/pseudonym-key/key', '/secrets/audit-token/operator-token'])
      expect(stdout).toContain(`${name}: expected`);
    for (const part of [...subgraphs.map(({ code }) => code), 'gateway'])
      expect(stdout).toContain(`/secrets/${part}/signing.key: expected`);
    expect((await production(['ps', '--services', '--status', 'running'])).stdout.trim()).toBe('');
  });

  test('answers once it has them, what is public and to whom it knows', async () => {
    await manually('compose-install');
    await manually('compose-load');
    expect((await goals()).map(({ code }) => code)).toHaveLength(4);
  });

  test('replaces an operator’s token without a restart', async () => {
    const statusOf = async (token: string) => {
      const ask = `fetch('http://127.0.0.1:4000/operator/audit-anchors', { headers: { authorization: 'Bearer ${token}' } })`;
      const script = `${ask}.then(({ status }) => console.log(status))`;
      return (await production(['exec', '-T', 'university', 'node', '--eval', script])).stdout.trim();
    };
    const tokens = async () => {
      const { stdout } = await production(['exec', '-T', 'university', 'cat', '/keys/university/operator-token']);
      return [...stdout.matchAll(/^audit (.*)$/gm)].map(([, token = '']) => token);
    };
    const startedAt = async () => {
      const id = (await production(['ps', '--quiet', 'university'])).stdout.trim();
      return (await run('docker', ['inspect', '--format', '{{.State.StartedAt}}', id])).stdout;
    };
    const before = await startedAt();
    await manually('compose-rotate-operator-token');
    const [former = '', next = ''] = await tokens();
    expect([await statusOf(former), await statusOf(next)]).toEqual(['200', '200']);
    await manually('compose-end-operator-token');
    expect(await tokens()).toEqual([next]);
    expect([await statusOf(former), await statusOf(next)]).toEqual(['401', '200']);
    await production(['run', '--rm', 'operator', 'audit', 'anchor', 'university']);
    expect(await startedAt()).toBe(before);
  });

  /** The next release has one more migration of the university's; its source is put in place as `git pull` would. */
  test('is upgraded to the next release, with what it holds', async () => {
    makeNextRelease(folder);
    makeImageQuickly(folder);
    const before = await goals();
    await manually('compose-upgrade', settings);
    expect(await goals()).toEqual(before);
    const inUniversity = ['exec', '-T', 'university-database', 'psql', '--username', 'hub', '--command'];
    const { stdout } = await production([...inUniversity, 'select name from mikro_orm_migrations', 'hub']);
    expect(stdout).toContain(nextMigration);
  });
});
