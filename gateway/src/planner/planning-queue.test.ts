import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { PlannerBusy } from '../errors/planner-busy.js';
import { PlanningQueue, preparation } from './planning-queue.js';

const limits = { places: 1, placesPerCaller: 1, waiting: 10, waitingPerCaller: 4, waitMs: 1000 };

/** The operations in the order in which they began, as `caller operation`. */
let begun: string[];
let ends: Map<string, PromiseWithResolvers<string>>;
let counts = { waiting: 0, running: 0 };

beforeEach(() => {
  jest.useFakeTimers();
  begun = [];
  ends = new Map();
  counts = { waiting: 0, running: 0 };
});
afterEach(() => {
  jest.useRealTimers();
});

const open = (some: Partial<typeof limits> = {}, charged?: (caller: string, milliseconds: number) => void) =>
  new PlanningQueue<string>({ ...limits, ...some }, counts, charged);

/** Queues an operation, whose planning lasts until `end`. */
const ask = (queue: PlanningQueue<string>, caller: string, operation: string) => {
  const asked = queue.ask(caller, operation, () => {
    begun.push(operation);
    const end = Promise.withResolvers<string>();
    ends.set(operation, end);
    return end.promise;
  });
  // The test looks at it later.
  asked.catch(() => undefined);
  return asked;
};

const end = async (operation: string, afterMs = 20) => {
  jest.advanceTimersByTime(afterMs);
  ends.get(operation)?.resolve(`plan of ${operation}`);
  await settled();
};
const settled = async () => {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
};
const refusal = (reason: string) => ({ reason, extensions: { code: 'PLANNER_BUSY' } });

describe('operations that wait for the planner', () => {
  test('begin at once where there is a place, and give their plans', async () => {
    const queue = open({ places: 2 });
    const plans = [ask(queue, 'a', 'a1'), ask(queue, 'b', 'b1')];
    expect(begun).toEqual(['a1', 'b1']);
    expect(counts).toEqual({ waiting: 0, running: 2 });
    await end('a1');
    await end('b1');
    expect(await Promise.all(plans)).toEqual(['plan of a1', 'plan of b1']);
    expect(counts).toEqual({ waiting: 0, running: 0 });
    expect(queue.isBusy).toBe(false);
  });

  test('of one caller begin in the order in which they came', async () => {
    const queue = open();
    for (const operation of ['a1', 'a2', 'a3']) void ask(queue, 'a', operation);
    await end('a1');
    await end('a2');
    expect(begun).toEqual(['a1', 'a2', 'a3']);
  });

  test('of several callers take turns, however many one of them has', async () => {
    const queue = open();
    for (const operation of ['a1', 'a2', 'a3', 'a4']) void ask(queue, 'a', operation);
    for (const operation of ['b1', 'b2']) void ask(queue, 'b', operation);
    for (const operation of ['a1', 'b1', 'a2', 'b2', 'a3']) await end(operation, 20);
    expect(begun).toEqual(['a1', 'b1', 'a2', 'b2', 'a3', 'a4']);
  });

  test('share planning time, and not turns', async () => {
    const queue = open({ waitMs: 100_000 });
    void ask(queue, 'hard', 'h1');
    for (let one = 1; one <= 4; one += 1) void ask(queue, 'easy', `e${one}`);
    void ask(queue, 'hard', 'h2');
    await end('h1', 500);
    for (let one = 1; one <= 4; one += 1) await end(`e${one}`, 10);
    expect(begun).toEqual(['h1', 'e1', 'e2', 'e3', 'e4', 'h2']);
  });

  test('of a caller whose operations are hard are not put off for ever by others that come anew', async () => {
    const queue = open({ waitMs: 1_000_000 });
    void ask(queue, 'hard', 'h1');
    void ask(queue, 'hard', 'h2');
    await end('h1', 500);
    await end('h2', 500);
    void ask(queue, 'new 0', 'n0');
    void ask(queue, 'hard', 'h3');
    let operations = 0;
    for (; !begun.includes('h3') && operations < 100; operations += 1) {
      void ask(queue, `new ${operations + 1}`, `n${operations + 1}`);
      await end(`n${operations}`, 20);
    }
    // The estimate, and the time beyond its share, in operations of the others.
    expect(operations).toBeLessThan(60);
  });

  test('of one caller leave a place to the others', async () => {
    const queue = open({ places: 3, placesPerCaller: 2 });
    for (const operation of ['a1', 'a2', 'a3']) void ask(queue, 'a', operation);
    expect(begun).toEqual(['a1', 'a2']);
    void ask(queue, 'b', 'b1');
    expect(begun).toEqual(['a1', 'a2', 'b1']);
    await end('b1');
    expect(begun).toHaveLength(3);
  });

  test('are refused once their caller has too many, whatever others have', async () => {
    const queue = open();
    void ask(queue, 'b', 'b0');
    for (const operation of ['a1', 'a2', 'a3', 'a4']) void ask(queue, 'a', operation);
    await expect(ask(queue, 'a', 'a5')).rejects.toMatchObject(refusal('quota'));
    const other = ask(queue, 'c', 'c1');
    for (const operation of ['b0', 'a1', 'c1']) await end(operation);
    expect(await other).toBe('plan of c1');
  });

  test('are refused when their turn does not come in time; those that are planned are not', async () => {
    const queue = open();
    const running = ask(queue, 'a', 'a1');
    const waiting = ask(queue, 'b', 'b1');
    jest.advanceTimersByTime(1000);
    await expect(waiting).rejects.toMatchObject(refusal('wait'));
    await end('a1');
    expect(await running).toBe('plan of a1');
    expect(begun).toEqual(['a1']);
    expect(counts).toEqual({ waiting: 0, running: 0 });
  });

  test('make room for a caller with few where there are too many: the caller with the most loses its last', async () => {
    const queue = open({ waiting: 5 });
    void ask(queue, 'a', 'a0');
    const flood = ['a1', 'a2', 'a3', 'a4'].map((operation) => ask(queue, 'a', operation));
    void ask(queue, 'b', 'b1');
    void ask(queue, 'c', 'c1');
    await expect(flood[3]).rejects.toMatchObject(refusal('full'));
    for (const operation of ['a0', 'b1', 'c1']) await end(operation);
    expect(begun).toEqual(['a0', 'b1', 'c1', 'a1']);
  });

  test('are refused where there are too many, and nobody has more than who asks', async () => {
    const queue = open({ waiting: 2 });
    for (const caller of ['a', 'b', 'c']) void ask(queue, caller, `${caller}1`);
    await expect(ask(queue, 'd', 'd1')).rejects.toMatchObject(refusal('full'));
  });

  test('tell who is refused to come again when about all of its own are planned', async () => {
    const queue = open({ waitMs: 100_000 });
    void ask(queue, 'a', 'a1');
    await end('a1', 4000);
    for (const operation of ['a2', 'a3', 'a4', 'a5', 'a6']) void ask(queue, 'a', operation);
    const refused = await ask(queue, 'a', 'a7').catch((error: unknown) => error as PlannerBusy);
    expect(refused).toMatchObject({ retryAfterSeconds: 5, extensions: { retryAfterSeconds: 5 } });
  });

  test('begin anew where that is said, and are charged from then on', async () => {
    const charges: [string, number][] = [];
    const queue = open({}, (caller, milliseconds) => charges.push([caller, milliseconds]));
    const planned = queue.ask('a', 'a1', async (began) => {
      jest.advanceTimersByTime(500);
      began();
      jest.advanceTimersByTime(30);
      return Promise.resolve('plan');
    });
    expect(await planned).toBe('plan');
    expect(charges).toEqual([['a', 30]]);
  });
});

describe('an operation that several callers ask for', () => {
  test('is planned once, in the first turn that one of them has', async () => {
    const queue = open();
    void ask(queue, 'a', 'a1');
    void ask(queue, 'a', 'a2');
    const shared = [ask(queue, 'a', 'shared'), ask(queue, 'b', 'shared'), ask(queue, 'b', 'shared')];
    await end('a1');
    expect(begun).toEqual(['a1', 'shared']);
    const late = ask(queue, 'c', 'shared');
    await end('shared');
    expect(await Promise.all([...shared, late])).toEqual(Array(4).fill('plan of shared'));
    expect(begun).toEqual(['a1', 'shared', 'a2']);
  });

  test('is refused to no other than who is over the quota', async () => {
    const queue = open({ waitingPerCaller: 1 });
    void ask(queue, 'a', 'a1');
    void ask(queue, 'a', 'a2');
    await expect(ask(queue, 'a', 'shared')).rejects.toBeInstanceOf(PlannerBusy);
    const shared = ask(queue, 'b', 'shared');
    await end('a1');
    await end('shared');
    expect(await shared).toBe('plan of shared');
  });

  test('is refused to no other than who waited too long', async () => {
    const queue = open();
    void ask(queue, 'a', 'a1');
    const first = ask(queue, 'b', 'shared');
    jest.advanceTimersByTime(600);
    const second = ask(queue, 'c', 'shared');
    jest.advanceTimersByTime(600);
    await expect(first).rejects.toMatchObject(refusal('wait'));
    await end('a1');
    await end('shared');
    expect(await second).toBe('plan of shared');
  });

  test('fails for all of them, and is planned anew for who asks then', async () => {
    const queue = open();
    const asked = [ask(queue, 'a', 'shared'), ask(queue, 'b', 'shared')];
    ends.get('shared')?.reject(new Error('no path'));
    for (const one of asked) await expect(one).rejects.toThrow('no path');
    void ask(queue, 'a', 'shared');
    expect(begun).toEqual(['shared', 'shared']);
  });
});

describe('preparation', () => {
  test('waits for all requests, and is refused nothing', async () => {
    const queue = open({ waiting: 2 });
    void ask(queue, 'a', 'a1');
    const prepared = Array.from({ length: 20 }, (_, one) => ask(queue, preparation, `p${one}`));
    void ask(queue, 'a', 'a2');
    jest.advanceTimersByTime(500);
    for (const operation of ['a1', 'a2', ...prepared.map((_, one) => `p${one}`)]) await end(operation, 100);
    expect(begun.slice(0, 3)).toEqual(['a1', 'a2', 'p0']);
    expect(await Promise.all(prepared)).toHaveLength(20);
  });
});

test('a queue that is closed rejects what waits, and what comes', async () => {
  const queue = open();
  void ask(queue, 'a', 'a1');
  const waiting = ask(queue, 'a', 'a2');
  queue.close(new Error('closed'));
  await expect(waiting).rejects.toThrow('closed');
  await expect(ask(queue, 'b', 'b1')).rejects.toThrow('closed');
  await end('a1');
  expect(begun).toEqual(['a1']);
});
