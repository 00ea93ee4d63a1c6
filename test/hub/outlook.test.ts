import { createHash } from 'node:crypto';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { movement } from '@hub/movement';
import { dayInProvince, daysLater } from '@hub/protocol';
import { registry } from '@hub/registry';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { OutlookLine } from '../../subgraphs/hub/src/outlook/outlook-line.js';
import { newDatabase } from '../support/database.js';
import { documentedMetrics } from '../support/documented-metrics.js';
import { freePort } from '../support/free-port.js';
import { goalFile } from '../support/goal-files.js';
import { parseMetrics, valueOf } from '../support/metrics.js';
import { type RunningProgram, startProgram } from '../support/program.js';
import { operatorTokens, type RunningSubgraph, startSubgraph } from '../support/subgraph.js';
import { until } from '../support/until.js';
import { hub, temporaryFolder } from './support/hub.js';

const today = dayInProvince(new Date());
const supergraph = fileURLToPath(new URL('../../gateway/src/fixtures/supergraph.graphql', import.meta.url));

describe('hub outlook', () => {
  const folder = temporaryFolder();
  const database = newDatabase();
  const startRegistry = () => startSubgraph(registry, database, { organisationsFolder: folder });
  let running: RunningSubgraph[];
  let gateway: RunningProgram;
  let environment: NodeJS.ProcessEnv;

  const run = (...args: string[]) => hub(['outlook', ...args], { folder, environment });
  const read = async (...args: string[]) => {
    const { exitCode, stdout, stderr } = await run('--json', ...args);
    expect(stderr).toBe('');
    return { exitCode, lines: (JSON.parse(stdout) as { lines: OutlookLine[] }).lines };
  };
  const addKey = (id: string, days: number) =>
    running[0]?.execute(
      `insert into program_key (id, hash, name, role, scopes, purpose, until, created_by, owner, created_at)
       values (?, ?, 'Lan', 'analyst', '[]', 'statistics', ?::date, 'An', null, now())`,
      [id, createHash('sha256').update(id).digest('hex'), daysLater(today, days)],
    );

  /** A part reads its list of what ends once a minute; after a start it reads it at once. */
  const restartRegistry = async () => {
    await running[0]?.stop();
    running[0] = await startRegistry();
  };

  beforeAll(async () => {
    running = await Promise.all([startRegistry(), startSubgraph(movement, newDatabase())]);
    for (const days of [90, 30, 7]) await addKey(`ends${days}`.padEnd(12, 'x'), days);
    await restartRegistry();
    const [own, figures] = running;
    await figures?.import('organisations', readFileSync(new URL('data/organisations.csv', movement.folder)));
    const expectations = ['womens-union', 'youth-union'].map((code) => `ADULTS_BASIC,${code},2025-04-24,`);
    await figures?.import('goal-expectations', goalFile('goal-expectations', ...expectations));
    await figures?.import('goal-days', `goal_code,kind,from_month,days,basis\nADULTS_BASIC,REPORT,2025-01,1,A test\n`);
    gateway = await startProgram(
      'gateway/dist/main.js',
      ['--supergraph', supergraph, '--foreign', '--development'],
      {},
      /^ready$/,
    );
    writeFileSync(join(folder, 'token'), operatorTokens);
    environment = {
      ...{ HUB_URL: gateway.url, OPERATIONS_FILE: join(folder, 'operations.jsonl') },
      ...{ SUBGRAPH_URL_REGISTRY: `${own?.url ?? ''}/graphql`, OPERATOR_TOKEN_FILE_REGISTRY: 'token' },
      ...{ SUBGRAPH_URL_MOVEMENT: `${figures?.url ?? ''}/graphql`, OPERATOR_TOKEN_FILE_MOVEMENT: 'token' },
    };
  });
  afterAll(async () => {
    await gateway.stop();
    await Promise.all(running.map((one) => one.stop()));
  });

  const keys = (lines: readonly OutlookLine[]) =>
    lines.filter(({ kind }) => kind === 'PROGRAM_KEY').map(({ state, daysLeft }) => [state, daysLeft]);

  test('lists what ends with the days left, who can act, and the command; nothing has ended: exit code 0', async () => {
    let answer = await read('registry', 'movement');
    await until(async () => keys((answer = await read('registry', 'movement')).lines).length === 3, {
      what: 'the list of what ends',
    });
    const { exitCode, lines } = answer;
    expect(keys(lines)).toEqual([
      ['soon', 7],
      ['soon', 30],
      ['coming', 90],
    ]);
    for (const { who, command } of lines.filter(({ kind }) => kind === 'PROGRAM_KEY'))
      expect([who, command]).toEqual(["the hub's operator, for Lan: hub key create", 'hub key create']);
    expect(lines.filter(({ state }) => state === 'ended' || state === 'broken')).toEqual([]);
    expect(exitCode).toBe(0);
    const connections = lines.filter(({ kind }) => kind === 'CONNECTION');
    expect(connections.map(({ organisation, state }) => [organisation, state]).sort()).toEqual([
      ['gateway', 'good'],
      ['movement', 'good'],
      ['registry', 'good'],
    ]);
  });

  test('lists the months that organisations have not reported, by organisation', async () => {
    const { lines } = await read('movement');
    const due = lines.filter(({ kind }) => kind === 'RELEASE');
    expect(due.map(({ organisation }) => organisation).sort()).toEqual(['womens-union', 'youth-union']);
    for (const { state, daysLeft, what, command, organisation } of due) {
      expect([state, Number(daysLeft) < 0]).toEqual(['late', true]);
      expect(what).toMatch(/has not reported \d{4}-\d\d of ADULTS_BASIC \(due on \d{4}-\d\d-\d\d; no release proves/);
      expect(command).toBe(`hub release ${organisation ?? ''} --through DAY`);
    }
  });

  test('knows the age of the works that were recorded, and names those that were not', async () => {
    const works = async () =>
      (await read('movement')).lines
        .filter(({ kind }) => kind === 'WORK')
        .map(({ state, what }) => [state, what.replace(/ in \/.*/, '')]);
    expect(await works()).toEqual([
      ['unknown', 'no backup is recorded'],
      ['unknown', 'no trial restore is recorded'],
      ['unknown', 'no verification of the audit log is recorded'],
    ]);
    expect(await run('done', 'backup')).toMatchObject({ exitCode: 0 });
    expect(await run('done', 'cake')).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('restore-drill') });
    const old = { at: new Date(Date.now() - 100 * 86_400_000).toISOString(), done: 'restore-drill' };
    writeFileSync(environment['OPERATIONS_FILE'] ?? '', `${JSON.stringify(old)}\n`, { flag: 'a' });
    expect(await works()).toEqual([
      ['late', 'the last trial restore is 100 days old'],
      ['unknown', 'no verification of the audit log is recorded'],
      ['good', 'the last backup is 0 hours old'],
    ]);
  });

  test("measures the disk of this machine's databases, with days left once its growth is known", async () => {
    const disk = async () => (await read('movement')).lines.find(({ kind }) => kind === 'DISK');
    expect(await disk()).toMatchObject({ state: 'unknown', what: 'the databases are on other machines' });
    mkdirSync(join(folder, '.data'));
    expect(await disk()).toMatchObject({ daysLeft: null, what: expect.stringMatching(/^[\d.]+ GB free on the disk/) });
    const before = { at: new Date(Date.now() - 10 * 86_400_000).toISOString(), diskUsed: 0 };
    writeFileSync(environment['OPERATIONS_FILE'] ?? '', `${JSON.stringify(before)}\n`);
    expect(await disk()).toMatchObject({
      daysLeft: expect.any(Number),
      what: expect.stringContaining('GB more each day'),
    });
    writeFileSync(environment['OPERATIONS_FILE'] ?? '', 'nonsense\n');
    expect(await run('movement')).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('line 1: expected') });
    writeFileSync(environment['OPERATIONS_FILE'] ?? '', '');
  });

  test('writes its lines as the metrics of the manual, which promtool accepts', async () => {
    const file = join(folder, 'outlook.prom');
    const { lines } = await read('registry', 'movement', '--metrics', 'outlook.prom');
    expect(statSync(file).mode & 0o777).toBe(0o644);
    const text = readFileSync(file, 'utf8');
    const samples = parseMetrics(text);
    const documented = [...documentedMetrics()].filter(([name]) => name.startsWith('hub_'));
    expect([...new Set(samples.map(({ name, labels }) => [name, ...Object.keys(labels)].join()))].sort()).toEqual(
      documented.map(([name, { labels }]) => [name, ...labels].join()).sort(),
    );
    expect(samples.filter(({ name }) => name === 'hub_outlook_state')).toHaveLength(lines.length);
    for (const { kind, thing, organisation, state, daysLeft } of lines) {
      const labels = { kind, thing, organisation: organisation ?? '' };
      expect([labels, valueOf(samples, 'hub_outlook_state', { ...labels, state })]).toEqual([labels, 1]);
      const seconds = valueOf(samples, 'hub_outlook_remaining_seconds', labels);
      expect([labels, seconds]).toEqual([labels, daysLeft === null ? undefined : daysLeft * 86_400]);
    }
    expect(valueOf(samples, 'hub_outlook_last_run_timestamp_seconds')).toBeGreaterThan(0);
    const { error, stdout, stderr } = spawnSync('promtool', ['check', 'metrics'], { input: text, encoding: 'utf8' });
    if (!error) expect(stdout + stderr).toBe('');
    expect(await run('movement', '--metrics', 'nowhere/outlook.prom')).toMatchObject({
      ...{ exitCode: 1, stderr: expect.stringContaining('Cannot write the metrics') },
    });
  });

  test('is broken, with exit code 1, where a part cannot be reached, is another program, or its clock is wrong', async () => {
    const port = await freePort();
    const away = await hub(['outlook', 'university', '--json'], {
      folder,
      environment: { ...environment, SUBGRAPH_URL_UNIVERSITY: `http://127.0.0.1:${port}/graphql` },
    });
    expect(away.exitCode).toBe(1);
    expect((JSON.parse(away.stdout) as { lines: OutlookLine[] }).lines[0]).toMatchObject({
      ...{ state: 'broken', kind: 'CONNECTION', organisation: 'university' },
      what: expect.stringContaining('cannot be reached'),
    });
    const other = createServer((_request, reply) => {
      const date = new Date(Date.now() + 60_000).toUTCString();
      reply.writeHead(200, { date }).end('<html>');
    }).listen(port, '127.0.0.1');
    const wrong = await hub(['outlook', 'university', '--json'], {
      folder,
      environment: { ...environment, SUBGRAPH_URL_UNIVERSITY: `http://127.0.0.1:${port}/graphql` },
    });
    other.close();
    const broken = (JSON.parse(wrong.stdout) as { lines: OutlookLine[] }).lines.filter(
      ({ state }) => state === 'broken',
    );
    expect(broken.map(({ kind }) => kind).sort()).toEqual(['CLOCK', 'CONNECTION']);
    expect(wrong.exitCode).toBe(1);
  });

  test('has exit code 1 once something has ended, and prints it first', async () => {
    await addKey('endedxxxxxxx', -1);
    await restartRegistry();
    environment = { ...environment, SUBGRAPH_URL_REGISTRY: `${running[0]?.url ?? ''}/graphql` };
    await until(async () => keys((await read('registry')).lines).length === 4, { what: 'the key that has ended' });
    const { exitCode, stdout } = await run('registry', 'movement');
    expect(exitCode).toBe(1);
    const [title = '', , first = ''] = stdout.split('\n');
    expect(title).toMatch(/^State +Kind +What +Days left +Who can act +Command$/);
    expect(first).toMatch(/^ended +program key +endedxxxxxxx, until \d{4}-\d\d-\d\d +-1 +the hub's operator/);
  });
});
