import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { temporaryFolder } from '../hub/support/hub.js';
import { copyRelease, makeImageQuickly, makeNextRelease, nextMigration } from '../operations/support/next-release.js';
import { composeIn, documented, url } from './support/compose.js';
import { canRunContainers } from './support/docker.js';

const run = promisify(execFile);

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
