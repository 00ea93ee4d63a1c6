import { execFile, execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { freePort } from '../support/free-port.js';
import { askReadme, readme } from '../support/readme.js';
import { subscribe } from '../support/subscribe.js';

const port = await freePort();
const url = `http://127.0.0.1:${port}`;
const root = fileURLToPath(new URL('../..', import.meta.url));
const run = promisify(execFile);

const files = {
  production: ['docker-compose.yml'],
  demonstration: ['docker-compose.yml', 'docker-compose.demonstration.yml'],
};

/** Runs Compose in one of the two shapes, each a project with volumes of its own. */
function composeIn(shape: keyof typeof files, args: readonly string[], environment: NodeJS.ProcessEnv = {}) {
  const project = ['--project-name', `hub-test-${shape}`, ...files[shape].flatMap((file) => ['--file', file])];
  return run('docker', ['compose', ...project, ...args], {
    cwd: root,
    env: { ...process.env, GATEWAY_PORT: String(port), ...environment },
    maxBuffer: 64 * 1024 * 1024,
  });
}

const compose = (...args: string[]) => composeIn('demonstration', ['--profile', 'demo', ...args]);

/** The profile's services are only started by name, so `up` names the rest. */
const services = async () =>
  (await compose('config', '--services')).stdout
    .trim()
    .split('\n')
    .filter((name) => !name.includes('demonstration'));

function works(...args: string[]): boolean {
  try {
    execFileSync('docker', args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Without a Docker engine and the images, all of this is skipped. */
function canRunContainers(): boolean {
  const can = works('image', 'inspect', 'postgres:17-alpine', 'node:24-slim') && works('compose', 'version');
  if (!can) console.warn('SKIPPED: the production shape in containers (no Docker engine with its images).');
  return can;
}

/** An image with Node on musl, if there is one. */
const musl = ['node:24-alpine', 'node:26-alpine'].find((image) => works('image', 'inspect', image));
if (musl === undefined) console.warn('SKIPPED: the gateway on musl (no image node:24-alpine or node:26-alpine).');

(canRunContainers() ? describe : describe.skip)('the demonstration in containers', () => {
  beforeAll(async () => {
    await compose('down', '--volumes');
    await compose('up', '--build', '--wait', ...(await services()));
  }, 600_000);
  afterAll(() => compose('down', '--volumes', '--timeout', '5'), 120_000);

  /** A token of the development issuer, as docs/operations.md has it. */
  const tokenOf = async (role: string) => {
    const command = ['node', 'subgraphs/kit/dist/hub.js', 'token', '--as', role];
    return (await compose('exec', '-T', 'issuer', ...command)).stdout.trim();
  };

  test('gives the README’s answer to an analyst, and to others what of it is public', async () => {
    await compose('run', '--rm', 'demonstration');
    expect(await askReadme(url, await tokenOf('analyst'))).toEqual(readme.answer);
    const { data } = (await askReadme(url)) as any;
    const { progress } = (readme.answer as any).data.goal;
    const shares = { womensUnion: null, youthUnion: null, university: null, publicSector: null };
    expect(data.goal.progress).toEqual({ ...progress, ...shares });
  }, 300_000);

  test('lets movement ask for what changed as who it is, and records for what', async () => {
    const follower = await subscribe(
      `${url}/graphql`,
      'subscription { goalProgressChanged(goal: "PUPILS") { goalCode } }',
      {},
      await tokenOf('analyst'),
    );
    expect((await follower.next())?.data).toEqual({ goalProgressChanged: { goalCode: 'PUPILS' } });
    follower.leave();
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await tokenOf('auditor')}`,
        'content-type': 'application/json',
        'x-hub-purpose': 'audit',
      },
      body: '{"query":"{ audit { all { nodes { caller { app } operationName purpose decision } } } }"}',
    });
    const { data } = (await response.json()) as any;
    expect(data.audit.all.nodes).toContainEqual({
      caller: { app: 'movement-service' },
      operationName: 'ProgressChanges',
      purpose: 'steering',
      decision: 'ANSWERED',
    });
  }, 60_000);

  test('runs without root, and keeps each organisation’s keys from the others and from the gateway', async () => {
    const say = async (service: string, command: string) =>
      (await compose('exec', '-T', service, 'sh', '-c', command)).stdout.trim();
    expect(await say('gateway', 'id -u')).toBe('1000');
    expect(await say('womens-union', 'ls /keys')).toBe('womens-union');
    expect(await say('womens-union', 'stat -c %a /pseudonym-key/key /keys/womens-union/operator-token')).toBe(
      '600\n600',
    );
    expect(await say('movement', 'ls -d /pseudonym-key 2>/dev/null || true')).toBe('');
    expect(await say('gateway', 'ls /keys; find / -name operator-token 2>/dev/null || true')).toBe(
      'gateway\n/audit-token/operator-token',
    );
  });

  (musl === undefined ? test.skip : test)(
    'answers the same where the gateway runs on musl, small operations and large ones',
    async () => {
      const image = 'hub-test-musl';
      const dockerfile = `FROM digital-education-hub AS hub
        FROM ${musl}
        COPY --from=hub /hub /hub
        WORKDIR /hub
        USER 1000`;
      execFileSync('docker', ['build', '--tag', image, '-'], {
        input: dockerfile,
        stdio: ['pipe', 'ignore', 'inherit'],
      });
      const folder = mkdtempSync(join(tmpdir(), 'musl-'));
      try {
        const override = join(folder, 'musl.yml');
        writeFileSync(override, JSON.stringify({ services: { gateway: { image } } }));
        await compose('--file', override, 'up', '--no-build', '--no-deps', '--wait', 'gateway');
      } finally {
        rmSync(folder, { recursive: true });
      }
      const inGateway = async (value: string) => {
        const script = `Promise.resolve(${value}).then((value) => console.log(JSON.stringify(value)))`;
        return JSON.parse((await compose('exec', '-T', 'gateway', 'node', '-e', script)).stdout);
      };
      const { header, sharedObjects } = await inGateway('process.report.getReport()');
      expect(header.glibcVersionRuntime).toBeUndefined();
      expect(sharedObjects.join()).toContain('/ld-musl-');

      const token = await tokenOf('analyst');
      expect(await askReadme(url, token)).toEqual(readme.answer);
      const goals = Array.from({ length: 45 }, (_, index) => `goals${index}: goals { code title target }`);
      const response = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify({ query: `{ ${goals.join(' ')} }` }),
      });
      const { data } = (await response.json()) as any;
      expect(data.goals0.length).toBeGreaterThan(0);
      expect(data.goals44).toEqual(data.goals0);
      const metrics = await inGateway("fetch('http://127.0.0.1:4000/metrics').then((response) => response.text())");
      expect(metrics).toMatch(/^gateway_plans_total\{where="thread"\} 1$/m);
    },
    300_000,
  );

  test('names an organisation that is stopped, and answers the rest', async () => {
    await compose('stop', '--timeout', '5', 'university');
    const { data, errors } = (await askReadme(url)) as any;
    expect(data.goal.progress).toMatchObject({
      people: { lower: 10_170, upper: data.goal.progress.denominator.value },
      missing: [{ code: 'university' }],
    });
    expect(errors.map(({ extensions }: any) => extensions.serviceName)).toContain('university');
  }, 60_000);
});

(canRunContainers() ? describe : describe.skip)('production in containers', () => {
  /** No such issuer is asked for anything until somebody shows a token. */
  const settings = { TOKEN_ISSUER: 'https://id.example', TOKEN_AUDIENCE: 'hub', TRUSTED_PROXIES: '0' };
  const production = (args: readonly string[], environment: NodeJS.ProcessEnv = {}) =>
    composeIn('production', args, environment);

  beforeAll(async () => {
    await production(['down', '--volumes']);
    await production(['build']);
  }, 600_000);
  afterAll(() => production(['down', '--volumes', '--timeout', '5']), 120_000);

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
    expect(stdout).not.toMatch(/HUB_DEVELOPMENT|CREATE_MISSING_KEYS|ALLOW_UNSIGNED|"development"/);
  });

  test('does not start until it has its secrets and settings, and names all that is missing at once', async () => {
    await expect(production(['up', '--wait'])).rejects.toThrow(/preflight/);
    const { stdout } = await production(['logs', '--no-log-prefix', 'preflight']);
    for (const name of [...Object.keys(settings), '/secrets/pseudonym-key/key', '/secrets/audit-token/operator-token'])
      expect(stdout).toContain(`${name}: expected`);
    for (const part of ['movement', 'womens-union', 'youth-union', 'university', 'public-sector', 'audit', 'gateway'])
      expect(stdout).toContain(`/secrets/${part}/signing.key: expected`);
    expect((await production(['ps', '--services', '--status', 'running'])).stdout.trim()).toBe('');
  }, 120_000);

  test('answers once it has them, what is public and to whom it knows', async () => {
    await production(['run', '--rm', 'secrets']);
    await production(['up', '--wait'], settings);
    const ask = async (headers: Record<string, string> = {}) => {
      const response = await fetch(`${url}/graphql`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: '{"query":"{ goals { code } }"}',
      });
      return [response.status, await response.json()];
    };
    expect(await ask()).toEqual([200, { data: { goals: expect.any(Array) } }]);
  }, 300_000);
});
