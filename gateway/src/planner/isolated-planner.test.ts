import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, beforeEach, afterEach, expect, test } from '@jest/globals';
import type { FastifyBaseLogger } from 'fastify';
import { IsolatedPlanner } from './isolated-planner.js';
import type { PlannerBusy } from './planner-busy.js';
import { newPlannerStats } from './planner-stats.js';

/** A planner's process that does what an operation says: crash, hang or fail in one of the planners, or plan. */
const program = `
import { appendFileSync, existsSync, writeFileSync } from 'node:fs';

const stuck = new URL('stuck', import.meta.url);
let planner;
process.on('message', ({ id, role, operation }) => {
  if (role) {
    planner = role;
    if (planner === 'others' || !existsSync(stuck)) process.send({ ready: true });
    return;
  }
  appendFileSync(new URL('asked', import.meta.url), planner + ': ' + operation + '\\n');
  if (operation === planner + ' crashes' || operation === 'both crash') process.exit(134);
  if (operation === planner + ' crashes for good') {
    writeFileSync(stuck, '');
    process.exit(134);
  }
  if (operation === planner + ' hangs' || operation === 'both hang') return;
  if (operation.endsWith(planner + ' fails') || operation.startsWith(planner + ' fails') || operation === 'both fail') return process.send({ id, error: 'no path' });
  const [wrong, needless] = ['is wrong', 'is needless'].map((what) => (operation.includes(planner + ' ' + what) ? [what] : []));
  const unsound = wrong.length + needless.length > 0 ? 'unsound' : undefined;
  const isStepwise = operation.includes('apollo fails');
  const by = planner === 'hive' ? 'hive' : isStepwise ? 'stepwise' : 'apollo';
  const passedOver = { ...(isStepwise && { apollo: 'failed' }), ...(unsound && { [by]: unsound }) };
  const found = { plan: { kind: 'QueryPlan', by: planner, pid: process.pid }, by, wrong, needless, passedOver };
  const takes = { brief: 30, slow: 300, hard: 700, lasts: 2000 }[operation.split(' ')[0]] ?? 0;
  setTimeout(() => process.send({ id, found }), takes);
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
const plan = (operation: string, caller?: string) => planner.plan(operation, new Set(), 0, caller);
/** How often the processes were asked for an operation. */
const timesAsked = (operation: string) =>
  readFileSync(join(folder, 'asked'), 'utf8')
    .split('\n')
    .filter((line) => line.endsWith(`: ${operation}`)).length;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'planner-'));
  writeFileSync(join(folder, 'planner.mjs'), program);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});
beforeEach(() => {
  rmSync(join(folder, 'stuck'), { force: true });
  rmSync(join(folder, 'asked'), { force: true });
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

test.each(['both fail', 'both hang', 'both crash', 'hive is wrong, others is wrong', 'hive fails, others is wrong'])(
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
  expect(stats).toMatchObject({
    plans: { ...none.plans, ...plans },
    passedOver: Object.fromEntries(counted) as unknown,
  });
});

test('a crash costs no other operation its plan', async () => {
  const crashes = [1, 2, 3].map((caller) => plan('hive crashes', `crashes ${caller}`));
  const others = Array.from({ length: 20 }, (_, index) => plan(`slow ${index}`, `caller ${index % 4}`));
  for (const found of await Promise.all([...crashes, ...others])) expect(found).toMatchObject({ kind: 'QueryPlan' });
});

test('the end of a process for an operation that is late costs the others time only', async () => {
  const late = plan('both hang', 'attacker');
  await setTimeout(1000);
  // Still planned when the process ends.
  expect(await plan('lasts', 'other')).toMatchObject({ by: 'hive' });
  await expect(late).rejects.toMatchObject({ extensions: { code: 'QUERY_PLANNING_FAILED' } });
  expect(stats.lanes.hive.retried).toBe(1);
});

test.each(['both hang', 'both crash'])(
  'an operation of which it is known that %s ends no process again',
  async (operation) => {
    for (let time = 1; time <= 2; time += 1) {
      await expect(plan(operation)).rejects.toMatchObject({ extensions: { code: 'QUERY_PLANNING_FAILED' } });
    }
    // The others, after which nobody is asked, are not given up for one crash.
    expect(timesAsked(operation)).toBe(operation === 'both crash' ? 3 : 2);
    expect(stats.passedOver).toMatchObject({ hive: { known: 1 }, apollo: { known: 1 } });
  },
);

test('the deadline counts from when planning begins, and not from when an operation begins to wait', async () => {
  const plans = Array.from({ length: 12 }, (_, index) => plan(`slow ${index}: hive fails`, 'caller'));
  expect(await Promise.all(plans)).toEqual(Array(12).fill(expect.objectContaining({ by: 'others' })));
  expect(stats.passedOver.hive).toMatchObject({ failed: 12, late: 0 });
});

test('an answer that was there in time counts, however late the gateway reads it', async () => {
  const planned = plan('slow 1', 'caller');
  const others = plan('hive fails', 'other');
  await others;
  const until = performance.now() + 3000;
  while (performance.now() < until);
  expect(await planned).toMatchObject({ by: 'hive' });
  expect(stats.passedOver.hive.late).toBe(0);
});

test('a caller with too many operations is told to come again, and no other is', async () => {
  const flood = Array.from({ length: 60 }, (_, index) => plan(`brief ${index}`, 'attacker'));
  const other = plan('{ a }', 'other');
  const codes = (await Promise.allSettled(flood)).map((one) =>
    one.status === 'fulfilled' ? 'planned' : (one.reason as PlannerBusy).extensions['code'],
  );
  expect(new Set(codes)).toEqual(new Set(['planned', 'PLANNER_BUSY']));
  expect(await other).toMatchObject({ by: 'hive' });
  expect(stats.busy.quota).toBe(codes.filter((code) => code === 'PLANNER_BUSY').length);
  expect(stats.plans.none).toBe(0);
  expect(stats.lanes.hive).toMatchObject({ waiting: 0, running: 0 });
});

test('operations in parts wait for the same turns', async () => {
  const inParts = (operation: string, caller: string) => planner.planIncremental(operation, new Set(), 0, caller);
  const flood = Array.from({ length: 40 }, (_, index) => inParts(`brief ${index}`, 'attacker'));
  const other = inParts('{ a }', 'other');
  const refused = (await Promise.allSettled(flood)).filter(({ status }) => status === 'rejected');
  for (const one of refused) expect(one).toMatchObject({ reason: { extensions: { code: 'PLANNER_BUSY' } } });
  expect(refused.length).toBeGreaterThan(0);
  expect(await other).toMatchObject({ by: 'others' });
});

test('a caller whose operations are hard has a process apart, and others keep theirs', async () => {
  const first = (await plan('{ a }', 'other')) as unknown as { pid: number };
  for (const operation of ['hard 1', 'hard 2']) await plan(operation, 'hard');
  const apart = (await plan('{ b }', 'hard')) as unknown as { pid: number };
  expect(apart).toMatchObject({ by: 'hive' });
  expect(apart.pid).not.toBe(first.pid);
  expect(await plan('{ b }', 'other')).toMatchObject({ pid: first.pid });
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
