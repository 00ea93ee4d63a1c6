import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { type DocumentNode, type GraphQLError, parse, print } from 'graphql';
import { movingSupergraph as supergraphSdl } from '../fixtures/moving.js';
import { type Operation, operationsOf } from '../operation/operation.js';
import { openPlanner, type Planner, type PlannerOptions } from './planner.js';
import { PlannerBusy } from '../errors/planner-busy.js';
import { newPlannerStats } from './planner-stats.js';
import { Supergraph } from '../supergraph/supergraph.js';

/** A thread that answers with its start data and the request, and acts by the operation's name. */
const thread = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { parentPort, workerData } from 'node:worker_threads';
    let asked = 0;
    parentPort.on('message', (request) => {
      asked += 1;
      if (request.document.includes('Refused')) parentPort.postMessage({ error: 'No plan here.' });
      else if (request.document.includes('Ends')) process.exit(3);
      else if (request.document.includes('Throws')) throw new Error('The thread failed.');
      else if (!request.document.includes('Never')) parentPort.postMessage({ plan: { asked, request, workerData } });
    });
  `)}`,
);

let planner: Planner | undefined;
afterEach(() => {
  planner?.close();
  jest.useRealTimers();
});

function open(options: Partial<PlannerOptions> = {}) {
  const stats = newPlannerStats();
  const logged: unknown[] = [];
  const log = {
    error: ({ err }: { err: Error }, text: string) => logged.push(`${text}: ${err.message}`),
    warn: (fields: object, text: string) => logged.push({ ...fields, text }),
  };
  planner = openPlanner({
    ...{ supergraph: new Supergraph(supergraphSdl), stats, log: log as never },
    ...options,
  });
  return { planner, stats, logged };
}

const operation = (text: string) => operationsOf(parse(text))[0] as Operation;
const large = (name: string, fields = 201) =>
  operation(`query ${name} { ${Array.from({ length: fields }, (_, index) => `a${index}: own`).join(' ')} }`);

/** The request as the thread received it. */
interface Told {
  readonly asked: number;
  readonly request: { readonly document: string; readonly percentage: number };
  readonly workerData: unknown;
}
const told = async (plan: Promise<unknown>) => (await plan) as Told;
const failed = { message: 'The gateway found no plan for this operation.' };

describe('small operations', () => {
  test('are planned on the event loop, as overrides stand for the request', async () => {
    const { planner: own, stats } = open({ thread });
    expect(own.overridePercentages).toEqual([50]);
    const asked = async (percentage: number) =>
      (await own.plan(operation('{ moved }'), percentage, 'x')).fetches.map(({ subgraph }) => subgraph);
    expect([await asked(49), await asked(50), await asked(51)]).toEqual([['b'], ['a'], ['a']]);
    expect(stats.plans).toEqual({ loop: 3, thread: 0, none: 0 });
  });

  test('have no plan where a field cannot be reached, which the log says', async () => {
    const { planner: own, stats, logged } = open({ thread });
    await expect(own.plan(operation('{ far { away } }'), 0)).rejects.toMatchObject({
      ...failed,
      extensions: { code: 'QUERY_PLANNING_FAILED' },
    });
    expect(stats.plans).toEqual({ loop: 0, thread: 0, none: 1 });
    expect(logged).toEqual(['no plan was found: No way was found to Query.far.']);
  });
});

describe('large operations', () => {
  test('are planned in the thread', async () => {
    const { planner: own, stats, logged } = open({ thread });
    const text = 'query Large { ...F } fragment F on Query';
    const many = Array.from({ length: 201 }, (_, index) => `a${index}: own`).join(' ');
    const { request, workerData } = await told(own.plan(operation(`${text} { ${many} }`), 7, 'x'));
    expect(request.percentage).toBe(7);
    expect(print(JSON.parse(request.document) as DocumentNode).replaceAll(/\s+/g, ' ')).toContain(
      'query Large { ...F } fragment F on Query { a0: own',
    );
    expect(workerData).toEqual({ supergraphSdl, maxSteps: 1_000_000 });
    expect(stats.plans).toEqual({ loop: 0, thread: 1, none: 0 });
    expect(logged).toEqual([]);
  });

  test('are those that take more than 200 steps', async () => {
    const { planner: own, stats } = open({ thread });
    await own.plan(large('Small', 100), 0, 'x');
    expect(stats.plans).toEqual({ loop: 1, thread: 0, none: 0 });
    await own.plan(large('Large', 101), 0, 'x');
    expect(stats.plans).toEqual({ loop: 1, thread: 1, none: 0 });
  });

  test('are not begun on the event loop', async () => {
    const supergraph = new Supergraph(supergraphSdl);
    const looked = jest.spyOn(supergraph, 'root');
    const { planner: own } = open({ thread, supergraph });
    await own.plan(operation('{ moved }'), 0, 'x');
    const ofSmall = looked.mock.calls.length;
    expect(ofSmall).toBeGreaterThan(0);
    await own.plan(large('Large'), 0, 'x');
    expect(looked.mock.calls.length).toBe(ofSmall);
  });

  test('are planned on the event loop where there is no thread', async () => {
    const { planner: own, stats } = open();
    expect((await own.plan(large('Large'), 0)).fetches).toHaveLength(1);
    expect(stats.plans).toEqual({ loop: 1, thread: 0, none: 0 });
  });

  test('have no plan where they take more steps than they may', async () => {
    const { planner: own, stats, logged } = open({ maxSteps: 300 });
    await expect(own.plan(large('TooLarge'), 0)).rejects.toMatchObject(failed);
    expect(logged).toEqual(['no plan was found: Expected an operation that needs at most 300 steps.']);
    expect(stats.plans).toEqual({ loop: 0, thread: 0, none: 1 });
  });

  test('are not sent to the thread where they may take no more steps there', async () => {
    const { planner: own, logged } = open({ thread, maxSteps: 200 });
    await expect(own.plan(large('TooLarge'), 0)).rejects.toMatchObject(failed);
    expect(logged).toEqual(['no plan was found: Expected an operation that needs at most 200 steps.']);
  });

  test('are planned once for those that ask for them at the same time, as long as overrides stand alike', async () => {
    const { planner: own, stats } = open({ thread });
    const asked = await Promise.all(
      [10, 40, 60].map((percentage, index) => told(own.plan(large('Same'), percentage, `caller ${index}`))),
    );
    expect(asked.map((each) => each.asked)).toEqual([1, 1, 2]);
    expect(asked.map((each) => each.request.percentage)).toEqual([10, 10, 60]);
    expect(stats.plans).toEqual({ loop: 0, thread: 3, none: 0 });
  });

  test('are refused where a caller has too many, and others are not', async () => {
    const { planner: own, stats, logged } = open({ thread });
    const settled = Array.from({ length: 34 }, (_, index) =>
      own.plan(large(`Many${index}`), 0, 'greedy').catch((error: unknown) => error),
    );
    const other = own.plan(large('Other'), 0, 'modest');
    const refused = (await Promise.all(settled)).filter((each) => each instanceof PlannerBusy);
    expect(refused).toMatchObject([{ reason: 'quota', extensions: { code: 'PLANNER_BUSY' } }]);
    await other;
    expect(stats).toMatchObject({ plans: { thread: 34, none: 0 }, busy: { quota: 1, full: 0, wait: 0 }, waiting: 0 });
    expect(logged).toEqual([
      { reason: 'quota', waiting: expect.any(Number), text: 'the planner is busy; an operation is refused' },
    ]);
  });
});

describe('the thread', () => {
  const error = async (own: Planner, name: string) =>
    (await own.plan(large(name), 0, 'x').catch((thrown: unknown) => thrown)) as GraphQLError;

  test('says why it finds no plan, to the log alone', async () => {
    const { planner: own, stats, logged } = open({ thread });
    expect(await error(own, 'Refused')).toMatchObject(failed);
    expect(logged).toEqual(['no plan was found: No plan here.']);
    expect(stats.plans).toEqual({ loop: 0, thread: 0, none: 1 });
    expect(await told(own.plan(large('Large'), 0, 'x'))).toMatchObject({ asked: 2 });
  });

  test('is started again when it has ended, or failed', async () => {
    const { planner: own, logged } = open({ thread });
    expect(await told(own.plan(large('First'), 0, 'x'))).toMatchObject({ asked: 1 });
    expect(await told(own.plan(large('Second'), 0, 'x'))).toMatchObject({ asked: 2 });
    expect(await error(own, 'Ends')).toMatchObject(failed);
    expect(await told(own.plan(large('Third'), 0, 'x'))).toMatchObject({ asked: 1 });
    expect(await error(own, 'Throws')).toMatchObject(failed);
    expect(await told(own.plan(large('Fourth'), 0, 'x'))).toMatchObject({ asked: 1 });
    expect(logged).toEqual([
      'no plan was found: The planning thread ended with 3.',
      'no plan was found: The thread failed.',
    ]);
  });

  test('ends when it has had nothing to do for a minute', async () => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
    const { planner: own } = open({ thread });
    expect(await told(own.plan(large('First'), 0, 'x'))).toMatchObject({ asked: 1 });
    jest.advanceTimersByTime(59_999);
    expect(await told(own.plan(large('Second'), 0, 'x'))).toMatchObject({ asked: 2 });
    jest.advanceTimersByTime(59_999);
    expect(await told(own.plan(large('Third'), 0, 'x'))).toMatchObject({ asked: 3 });
    jest.advanceTimersByTime(60_000);
    expect(await told(own.plan(large('Fourth'), 0, 'x'))).toMatchObject({ asked: 1 });
  });

  test('ends with the planner, and what waits for it has no plan', async () => {
    const { planner: own, logged } = open({ thread });
    const waiting = [error(own, 'Never'), error(own, 'Waits')];
    own.close();
    expect(await Promise.all(waiting)).toMatchObject([failed, failed]);
    expect(await error(own, 'Later')).toMatchObject(failed);
    expect(logged).toHaveLength(3);
    expect(logged).toContain('no plan was found: The planner is closed.');
    // 0 if it had not begun yet.
    expect(logged).toContainEqual(expect.stringMatching(/^no plan was found: The planning thread ended with [01]\.$/));
  });
});
