import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { auditLog, operatorTokenFor } from '@hub/protocol';
import { readPublicKeys, subgraphs } from '@hub/runtime';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { hub, temporaryFolder } from '../hub/support/hub.js';
import { elapse, until } from '../support/until.js';
import { coursesFile } from './support/courses.js';
import { DocumentedHub } from './support/documented-hub.js';
import { askOnce, LightLoad } from './support/light-load.js';
import { postgresPrograms } from './support/postgres-server.js';

if (!postgresPrograms)
  console.warn('SKIPPED: backup, restore and rotation (no programs of PostgreSQL on this machine).');

const query = '{ courses(first: 0) { totalCount } }';
const courses = coursesFile();
const rows = readFileSync(courses, 'utf8').trim().split('\n').length - 1;
const expected = { courses: { totalCount: rows } };

(postgresPrograms ? describe : describe.skip)('the documented commands, on a hub with PostgreSQL', () => {
  const folder = temporaryFolder();
  let running: DocumentedHub;
  let token: string;

  const url = () => running.urlOf('gateway') ?? '';
  const ask = (request: string) => askOnce({ url: url(), token, query }, request);
  const right = { status: 200, data: expected };
  const run = async (name: string) => {
    const outcome = await running.documented(name);
    expect([name, outcome.exitCode, outcome.stderr]).toEqual([name, 0, '']);
    return outcome.stdout;
  };
  const operator = async (code: string, path: string) => {
    const file = code === auditLog.code ? 'audit-token/operator-token' : `${code}/operator-token`;
    const opens = operatorTokenFor(readFileSync(join(folder, 'secrets', file), 'utf8'), 'audit');
    const answer = await fetch(`${running.urlOf(code)}/operator/${path}`, {
      headers: { authorization: `Bearer ${opens}` },
    });
    return answer.text();
  };
  const entries = () => operator(auditLog.code, 'audit/entries');
  /** Waits until every organisation keeps a head that covers the request, and the request has a receipt. */
  const untilKept = async (request: string) => {
    const { sequence } = JSON.parse(
      (await entries())
        .trim()
        .split('\n')
        .find((line) => line.includes(`"${request}\\"`)) ?? '{}',
    );
    const lastKept = async (code: string) =>
      (JSON.parse(await operator(code, 'audit-anchors')).at(-1)?.sequence ?? 0) as number;
    for (const { code } of subgraphs.filter((one) => one !== auditLog))
      await until(async () => (await lastKept(code)) >= sequence, { what: `${code} to keep the head`, every: 50 });
    await until(() => isReceipted(request), { what: `a receipt of ${request}`, every: 100 });
  };
  /** Sends one request and waits for its receipt: requests at the same time would share a fetch and a receipt. */
  const askAlone = async (request: string) => {
    expect(await ask(request)).toEqual(right);
    await untilKept(request);
  };
  const isReceipted = async (request: string) => {
    const args = ['receipts', 'university', '--request', request];
    const { stdout, stderr, exitCode } = await hub(args, {
      folder,
      environment: running.compose.environmentOf('operator'),
    });
    // Receipts that prove nothing never will.
    expect([exitCode, stderr]).toEqual([0, '']);
    return stdout.includes('asked at');
  };

  beforeAll(async () => {
    running = await DocumentedHub.start(postgresPrograms ?? '', folder);
    token = await running.issuer.token('analyst');
    const environment = {
      SUBGRAPH_URL_UNIVERSITY: running.urlOf('university'),
      OPERATOR_TOKEN_FILE_UNIVERSITY: join(folder, 'secrets/university/operator-token'),
    };
    const imported = await hub(['import', 'university', 'courses', courses, '--demonstration'], {
      folder,
      environment,
    });
    expect(imported).toMatchObject({ exitCode: 0 });
    expect(await ask('r-first')).toEqual(right);
  }, 240_000);
  afterAll(() => (running as DocumentedHub | undefined)?.stop(), 60_000);

  test('bring back an organisation’s database, and the audit log’s with a mark of what is lost', async () => {
    await untilKept('r-first');
    expect(await run('verify')).toContain('The audit log is whole: ');
    await run('backup');

    // The organisation's: what came since is gone, what was there before is back.
    execFileSync('psql', ['--username', 'hub', '--quiet', '--command', 'truncate course cascade', 'university'], {
      env: running.postgres.environment,
      stdio: ['ignore', 'ignore', 'ignore'],
    });
    expect(await ask('r-truncated')).toEqual({ status: 200, data: { courses: { totalCount: 0 } } });
    await run('restore-organisation');
    expect(await ask('r-restored')).toEqual(right);

    // The audit log's: the entries since the backup are lost.
    expect(await ask('r-lost')).toEqual(right);
    await untilKept('r-lost');
    await run('restore-audit');
    expect(await entries()).not.toContain('r-lost');
    await running.programs
      .get('gateway')
      ?.until(async () => JSON.stringify(await ask('r-since')) === JSON.stringify(right));
    const tampered = await running.documented('verify');
    expect(tampered.exitCode).toBe(1);
    expect(tampered.stderr).toContain('hub audit accept-restore accepts that');

    const accepted = await run('accept-restore');
    for (const { code } of subgraphs.filter((one) => one !== auditLog))
      expect(accepted).toContain(`${code} was told of`);
    const verified = await run('verify');
    expect(verified).toContain('The audit log is whole but for what restores lost: ');
    expect(verified).toMatch(
      /accepts a restore from a backup: by Nguyễn Thị Lan at \S+: "The disk of the audit log failed/,
    );
    expect(verified).toMatch(/requests, but for [1-9]\d* that restores lost/);
    expect(verified).toMatch(
      /university: \d+ anchors[^\n]+\n {2}told at \S+ of a restore, entry \d+: by Nguyễn Thị Lan/,
    );

    expect(await ask('r-later')).toEqual(right);
    await untilKept('r-later');
    expect(await run('verify')).toContain('whole but for what restores lost');
  }, 300_000);

  test.each([
    ['the gateway', 'gateway', 'rotate-gateway-key', 'end-gateway-key'],
    ['an organisation', 'university', 'rotate-organisation-key', 'end-organisation-key'],
  ])(
    'replace the key of %s without a request lost',
    async (_name, part, rotate, end) => {
      const trusted = () => readPublicKeys(join(folder, 'secrets/public-keys', `${part}.pub`)).map(({ id }) => id);
      const [former] = trusted();
      const begin = (name: string) => new LightLoad({ url: url(), token, query, expected, name: `${name}-${part}` });
      const load = begin('r-during');
      await load.more(10);
      await run(rotate);
      await load.more(20);
      await load.end();
      expect(trusted()).toEqual([former, expect.any(String)]);
      // In place of ten minutes: of the sessions under the former key all is stated.
      await askAlone(`r-before-end-${part}`);
      await run(end);
      await elapse(1500, 'everyone looks at key files within a second');
      const after = begin('r-after');
      await after.more(20);
      await after.end();
      expect([...load.wrong, ...after.wrong].slice(0, 5)).toEqual([]);
      expect(trusted()).toEqual([expect.not.stringContaining(former ?? '')]);
      const recorded = await entries();
      const answered = [...load.answered, ...after.answered];
      expect(answered.filter((request) => !recorded.includes(`"${request}\\"`))).toEqual([]);
      await askAlone(`r-after-end-${part}`);
      // Receipts under the former key are still verified.
      expect(await run('verify')).toContain('university: ');
      if (part === 'university') expect(keysOfAcknowledgements(recorded)).toContain(former);
    },
    240_000,
  );

  // The last: what movement asks meanwhile is in the audit log a minute later.
  test('have an organisation that was restored go on from what the register holds', async () => {
    await running.followReleases();
    expect(await release('2026-01-31')).toBe(1);
    await run('backup');
    expect(await release('2026-02-28')).toBe(2);
    await run('restore-organisation');
    // It has a number that the register holds: movement would refuse what follows for ever.
    expect(await release('2026-03-01')).toBe(2);
    expect(await running.documented('adopt-register')).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(
        /^university: took 1 releases back from the register\. 1 that it had made in their place since are set aside\. /,
      ),
    });
    expect(await release('2026-03-31')).toBe(3);
  }, 120_000);

  /** Has the university make a release that is complete through a day, and movement take it in: how many it holds then. */
  const release = async (through: string) => {
    const environment = {
      SUBGRAPH_URL_UNIVERSITY: running.urlOf('university'),
      OPERATOR_TOKEN_FILE_UNIVERSITY: join(folder, 'secrets/university/operator-token'),
    };
    const made = await hub(['release', 'university', '--through', through], { folder, environment });
    expect(made).toMatchObject({ exitCode: 0 });
    const tokens = readFileSync(join(folder, 'secrets/movement/operator-token'), 'utf8');
    const headers = {
      authorization: `Bearer ${operatorTokenFor(tokens, 'audit')}`,
      'content-type': 'application/json',
    };
    const own = readFileSync(environment.OPERATOR_TOKEN_FILE_UNIVERSITY, 'utf8');
    await fetch(`${running.urlOf('university')}/operator/link/exchanges`, {
      ...{ method: 'POST', body: '{}' },
      headers: { ...headers, authorization: `Bearer ${operatorTokenFor(own, 'release')}` },
    });
    const bundle = await fetch(`${running.urlOf('movement')}/operator/register/bundle?organisation=university`, {
      headers,
    });
    const { releases } = (await bundle.json()) as { readonly releases: Record<string, unknown[]> };
    return releases['university']?.length ?? 0;
  };
});

/** The names of the keys with which organisations acknowledged receipts. */
function keysOfAcknowledgements(recorded: string): string[] {
  return [...recorded.matchAll(/keyid=\\+"([\w-]+)/g)].map(([, id = '']) => id);
}
