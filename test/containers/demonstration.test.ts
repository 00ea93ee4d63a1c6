import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { knownOrganisations, subgraphs } from '@hub/runtime';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { hub, temporaryFolder } from '../hub/support/hub.js';
import { askReadme, readme } from '../support/readme.js';
import { untilTakenIn } from '../support/taken-in.js';
import { until } from '../support/until.js';
import { composeIn, documented, files, url } from './support/compose.js';
import { canRunContainers } from './support/docker.js';
import { gatewayOnMusl, musl } from './support/musl.js';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));

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

  /** A token of the development issuer, as docs/install.md has it. */
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
      `format: 1\ncode: ${code}\nshortName: the Farmers' Union\nkeepsPeople: true\npublishes: { nameVi: Hội Nông dân, nameEn: Farmers' Union, dataKind: DEMONSTRATION, linkedBy: figures, endpoint: null, signsAnswers: true, contact: it@hoinongdan.vn }\n`,
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

(canRunContainers() ? describe : describe.skip)('production in containers, before it has its secrets', () => {
  const production = (...args: readonly string[]) => composeIn('production', args);

  afterAll(async () => {
    await production('down', '--volumes', '--timeout', '5');
  });

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
    await expect(production('up', '--no-build', '--wait')).rejects.toThrow(/preflight/);
    const { stdout } = await production('logs', '--no-log-prefix', 'preflight');
    for (const name of [
      'TOKEN_ISSUER',
      'TOKEN_AUDIENCE',
      'TRUSTED_PROXIES',
      '/secrets/pseudonym-key/key',
      '/secrets/audit-token/operator-token',
    ])
      expect(stdout).toContain(`${name}: expected`);
    for (const part of [...subgraphs.map(({ code }) => code), 'gateway'])
      expect(stdout).toContain(`/secrets/${part}/signing.key: expected`);
    expect((await production('ps', '--services', '--status', 'running')).stdout.trim()).toBe('');
  });
});
