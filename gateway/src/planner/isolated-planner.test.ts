import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, beforeEach, afterEach, expect, test } from '@jest/globals';
import type { FastifyBaseLogger } from 'fastify';
import { IsolatedPlanner } from './isolated-planner.js';
import { newPlannerStats } from './planner-stats.js';

/** A planner's process that does what an operation says: crash, hang or fail in one of the planners, or plan. */
const program = `
import { existsSync, writeFileSync } from 'node:fs';

const stuck = new URL('stuck', import.meta.url);
let planner;
process.on('message', ({ id, role, operation }) => {
  if (role) {
    planner = role;
    if (planner === 'others' || !existsSync(stuck)) process.send({ ready: true });
    return;
  }
  if (operation === planner + ' crashes') process.exit(134);
  if (operation === planner + ' crashes for good') {
    writeFileSync(stuck, '');
    process.exit(134);
  }
  if (operation === planner + ' hangs' || operation === 'both hang') return;
  if (operation.startsWith(planner + ' fails') || operation === 'both fail') return process.send({ id, error: 'no path' });
  const [wrong, needless] = ['is wrong', 'is needless'].map((what) => (operation.includes(planner + ' ' + what) ? [what] : []));
  const unsound = wrong.length + needless.length > 0 ? 'unsound' : undefined;
  const isStepwise = operation.includes('apollo fails');
  const by = planner === 'hive' ? 'hive' : isStepwise ? 'stepwise' : 'apollo';
  const passedOver = { ...(isStepwise && { apollo: 'failed' }), ...(unsound && { [by]: unsound }) };
  const found = { plan: { kind: 'QueryPlan', by: planner, pid: process.pid }, by, wrong, needless, passedOver };
  setTimeout(() => process.send({ id, found }), operation === 'slow' ? 300 : 0);
});
process.on('disconnect', () => process.exit());
`;

let folder: string;
let planner: IsolatedPlanner;
let stats = newPlannerStats();
const log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
} as unknown as FastifyBaseLogger;
const openPlanner = (options: { readonly idleMs?: number }) =>
  new IsolatedPlanner({
    supergraphSdl: '',
    overrideLabels: ['percent(5)', 'beta'],
    program: pathToFileURL(join(folder, 'planner.mjs')),
    deadlineMs: 2500,
    stats,
    log,
    ...options,
  });
const plan = (operation: string) => planner.plan(operation, new Set(), 0);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'planner-'));
  writeFileSync(join(folder, 'planner.mjs'), program);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});
beforeEach(() => {
  rmSync(join(folder, 'stuck'), { force: true });
  stats = newPlannerStats();
  planner = openPlanner({});
});
afterEach(() => {
  planner.close();
});

test('knows the shares of its overrides', () => {
  expect(planner.overridePercentages).toEqual([5]);
});

test.each([
  ['{ a }', 'hive'],
  ['hive fails', 'others'],
  ['hive crashes', 'others'],
  ['hive hangs', 'others'],
  ['hive is wrong', 'others'],
  ['hive is needless', 'others'],
  ['hive is needless, others is wrong', 'hive'],
])('%s is planned by %s', async (operation, by) => {
  expect(await plan(operation)).toMatchObject({ by });
});

test.each(['both fail', 'both hang', 'hive is wrong, others is wrong', 'hive fails, others is wrong'])(
  'when %s, the client learns that there is no plan',
  async (operation) => {
    await expect(plan(operation)).rejects.toMatchObject({ extensions: { code: 'QUERY_PLANNING_FAILED' } });
  },
);

test.each([
  ['{ a }', { hive: 1 }, {}],
  ['hive fails', { apollo: 1 }, { hive: 'failed' }],
  ['hive fails, apollo fails', { stepwise: 1 }, { hive: 'failed', apollo: 'failed' }],
  ['hive crashes', { apollo: 1 }, { hive: 'ended' }],
  ['both hang', { none: 1 }, { hive: 'late', apollo: 'late' }],
  ['hive is needless, others is wrong', { hive: 1 }, { hive: 'unsound', apollo: 'unsound' }],
])('%s counts %j as planned, and why others were passed over', async (operation, plans, passedOver) => {
  await plan(operation).catch(() => undefined);
  const none = newPlannerStats();
  const counted = Object.entries(none.passedOver).map(([planner, counts]) => {
    const reason = (passedOver as Record<string, string>)[planner];
    return [planner, reason === undefined ? counts : { ...counts, [reason]: 1 }];
  });
  expect(stats).toEqual({ plans: { ...none.plans, ...plans }, passedOver: Object.fromEntries(counted) as unknown });
});

test('a crash costs no other operation its plan', async () => {
  const crashes = Array.from({ length: 3 }, () => plan('hive crashes'));
  const others = Array.from({ length: 20 }, () => plan('slow'));
  for (const found of await Promise.all([...crashes, ...others])) expect(found).toMatchObject({ kind: 'QueryPlan' });
});

test("while Hive's process starts again, nobody waits for it", async () => {
  expect(await plan('hive crashes for good')).toMatchObject({ by: 'others' });
  expect(await plan('{ a }')).toMatchObject({ by: 'others' });
  expect(stats.passedOver.hive).toMatchObject({ ended: 1, restarting: 1 });
});

test("the other planners' process ends when it is asked nothing for a while, and another answers what comes then", async () => {
  planner.close();
  planner = openPlanner({ idleMs: 100 });
  const first = (await plan('hive fails')) as unknown as { pid: number };
  while (isAlive(first.pid)) await setTimeout(20);
  const second = await plan('hive fails');
  expect(second).toMatchObject({ by: 'others' });
  expect(second).not.toMatchObject({ pid: first.pid });
  expect(await plan('{ a }')).toMatchObject({ by: 'hive' });
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

test('once closed, it has no process, and starts none', async () => {
  planner.close();
  await expect(plan('{ a }')).rejects.toMatchObject({ extensions: { code: 'QUERY_PLANNING_FAILED' } });
  while (process.getActiveResourcesInfo().includes('ProcessWrap')) await setTimeout(20);
});
