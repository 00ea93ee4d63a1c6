import { execFile, execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { askReadme, readme } from '../support/readme.js';

const port = 4700;
const run = promisify(execFile);

function compose(...args: string[]) {
  return run('docker', ['compose', '--project-name', 'hub-test', '--profile', 'demo', ...args], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    env: { ...process.env, GATEWAY_PORT: String(port) },
    maxBuffer: 64 * 1024 * 1024,
  });
}

/** The profile's services are only started by name, so `up` names the rest. */
const services = async () =>
  (await compose('config', '--services')).stdout
    .trim()
    .split('\n')
    .filter((name) => !name.includes('demonstration'));

/** Without a Docker engine and the images, all of this is skipped; the global set-up says so. */
function canRunContainers(): boolean {
  try {
    execFileSync('docker', ['image', 'inspect', 'postgres:17-alpine', 'node:24-slim'], { stdio: 'ignore' });
    execFileSync('docker', ['compose', 'version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

(canRunContainers() ? describe : describe.skip)('the production shape in containers', () => {
  beforeAll(async () => {
    await compose('down', '--volumes');
    await compose('up', '--build', '--wait', ...(await services()));
  }, 600_000);
  afterAll(() => compose('down', '--volumes', '--timeout', '5'), 120_000);

  test('gives what of the README’s answer is public once the demonstration data is in', async () => {
    await compose('run', '--rm', 'demonstration');
    const { data } = (await askReadme(`http://127.0.0.1:${port}`)) as any;
    const { progress } = (readme.answer as any).data.goal;
    const shares = { womensUnion: null, youthUnion: null, university: null, publicSector: null };
    expect(data.goal.progress).toEqual({ ...progress, ...shares });
  }, 300_000);

  test('runs without root, and keeps each organisation’s keys from the others and from the gateway', async () => {
    const say = async (service: string, command: string) =>
      (await compose('exec', '-T', service, 'sh', '-c', command)).stdout.trim();
    expect(await say('gateway', 'id -u; ls -d /keys 2>/dev/null || true')).toBe('1000');
    expect(await say('womens-union', 'ls /keys')).toBe('womens-union');
    expect(await say('womens-union', 'stat -c %a /pseudonym-key/key /keys/womens-union/operator-token')).toBe(
      '600\n600',
    );
    expect(await say('movement', 'ls -A /pseudonym-key')).toBe('');
  });

  test('names an organisation that is stopped, and answers the rest', async () => {
    await compose('stop', '--timeout', '5', 'university');
    const { data, errors } = (await askReadme(`http://127.0.0.1:${port}`)) as any;
    expect(data.goal.progress).toMatchObject({
      people: { lower: 10_170, upper: data.goal.progress.denominator.value },
      missing: [{ code: 'university' }],
    });
    expect(errors.map(({ extensions }: any) => extensions.serviceName)).toContain('university');
  }, 60_000);
});
