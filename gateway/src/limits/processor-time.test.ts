import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { threadCpuUsage } from 'node:process';
import { elapse } from '../../../test/support/until.js';
import { FairOrder } from './fair-order.js';
import { ProcessorTime } from './processor-time.js';

/** Keeps the processor busy for a while. */
function work(milliseconds: number): void {
  const { user, system } = threadCpuUsage();
  for (;;) {
    const now = threadCpuUsage();
    if (now.user + now.system - user - system >= milliseconds * 1000) return;
  }
}

/** A loop without other work, however busy the machine is. */
const calm = { loopTime: () => ({ active: 0, idle: 0 }) };

describe('work on the event loop', () => {
  let done: string[];

  beforeEach(() => {
    done = [];
  });

  const ask = (processor: ProcessorTime, callerId: string, name: string, milliseconds = 0, bytes = 0) =>
    processor.run(callerId, bytes, () => {
      work(milliseconds);
      done.push(name);
      return name;
    });

  test('is done one piece at a time, and the loop takes what has arrived between two', async () => {
    const processor = new ProcessorTime({ share: 1 });
    const all = ['1', '2', '3'].map((name) => ask(processor, 'known as a', name));
    expect(done).toEqual([]);
    await new Promise(setImmediate);
    expect(done).toEqual(['1']);
    expect(await Promise.all(all)).toEqual(['1', '2', '3']);
  });

  test('is fair between callers in time, and all of whom nothing is known are one', async () => {
    const processor = new ProcessorTime({ share: 1 });
    const all = [
      ...Array.from({ length: 10 }, (_, index) => ask(processor, `anonymous ${index}`, 'unknown', 3)),
      ...Array.from({ length: 5 }, () => ask(processor, 'known as a', 'a', 3)),
      ask(processor, 'known as b', 'b', 3),
    ];
    await Promise.all(all);
    // One of the many comes first, and then each of the three has its turn.
    expect(done.indexOf('b')).toBeLessThan(4);
    expect(done.slice(0, 10).filter((name) => name === 'a').length).toBeGreaterThanOrEqual(4);
  });

  test('is charged before it is done, by its bytes: what is large comes after what is small', async () => {
    const processor = new ProcessorTime({ share: 1 });
    await Promise.all([
      ask(processor, 'known as a', 'large', 0, 100_000),
      ask(processor, 'known as b', 'small', 0, 100),
    ]);
    expect(done).toEqual(['small', 'large']);
  });

  test('takes no more than its share of the loop, however much there is', async () => {
    const processor = new ProcessorTime({ ...calm, share: 0.25, burstMs: 10 });
    const began = performance.now();
    const all = Array.from({ length: 20 }, (_, index) => ask(processor, `anonymous ${index}`, 'x', 10));
    await Promise.all(all);
    // 200 ms of work, all but the burst in a quarter of the time.
    expect(performance.now() - began).toBeGreaterThan(600);
  });

  test('that was charged for otherwise counts, too', async () => {
    const processor = new ProcessorTime({ ...calm, share: 0.25, burstMs: 10 });
    const began = performance.now();
    expect(
      processor.measured('known as a', () => {
        work(60);
        return 7;
      }),
    ).toBe(7);
    await ask(processor, 'known as b', 'b');
    expect(performance.now() - began).toBeGreaterThan(150);
  });

  test('of nobody is done at once', async () => {
    const processor = new ProcessorTime({ ...calm, share: 0.01, burstMs: 0 });
    expect(processor.measured(undefined, () => 1)).toBe(1);
    expect(await processor.run(undefined, 10, () => 2)).toBe(2);
  });

  test('is refused where one caller has too much of it, or all have, but for those that have least', async () => {
    const refused: string[] = [];
    const processor = new ProcessorTime({
      ...calm,
      share: 0.0001,
      burstMs: 0,
      refused: (reason) => refused.push(reason),
    });
    const waiting = (callerId: string) => {
      const asked = ask(processor, callerId, callerId);
      asked.catch(() => undefined);
      return asked;
    };
    processor.measured('known as z', () => {
      work(5);
    });
    for (let count = 0; count < 32; count += 1) void waiting('known as a');
    await expect(waiting('known as a')).rejects.toMatchObject({
      reason: 'quota',
      extensions: { code: 'PLANNER_BUSY' },
    });
    const unknown = Array.from({ length: 468 }, (_, index) => waiting(`anonymous ${index % 30}`));
    void waiting('known as b');
    expect(refused).toEqual(['quota', 'full']);
    await expect(Promise.race([...unknown, elapse(5000, 'none was refused')])).rejects.toMatchObject({
      reason: 'full',
    });
  });

  test('waits, however much there is, where it may take all of the loop', async () => {
    const processor = new ProcessorTime({ share: 1 });
    const asked = Array.from({ length: 600 }, (_, index) => ask(processor, 'known as a', String(index)));
    expect((await Promise.all(asked)).length).toBe(600);
  });

  test('that fails, fails for who asked alone', async () => {
    const processor = new ProcessorTime({ share: 1 });
    const failing = processor.run('known as a', 0, () => {
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await ask(processor, 'known as a', 'next')).toBe('next');
  });
});

describe('work on a loop that is busy with what is known', () => {
  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate'] });
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  test('takes less of it where several ask, and its share once that is over', async () => {
    let [active, idle, isBusy] = [0, 0, false];
    const pass = (milliseconds: number, isActive = isBusy) => {
      if (isActive) active += milliseconds;
      else idle += milliseconds;
      jest.advanceTimersByTime(milliseconds);
    };
    const processor = new ProcessorTime({ share: 0.3, burstMs: 1, loopTime: () => ({ active, idle }) });
    /** The time of four pieces of 15 ms, while some callers send requests. */
    const taking = async (...callers: string[]) => {
      for (let measured = 0; measured < 20; measured += 1) {
        for (const callerId of callers) processor.asks(callerId);
        pass(100);
        processor.measured('known as a', () => undefined);
      }
      let left = 4;
      const piece = () => {
        pass(15, true);
        left -= 1;
      };
      const [began, all] = [performance.now(), Array.from({ length: left }, () => processor.run('a', 0, piece))];
      while (left > 0) {
        await new Promise(setImmediate);
        pass(1);
      }
      await Promise.all(all);
      return performance.now() - began;
    };
    isBusy = true;
    const alone = await taking('a');
    const busy = await taking('a', 'known as b');
    isBusy = false;
    const after = await taking('a', 'known as b');
    // 45 ms of work come before the last piece: in a tenth of the time, and in about three tenths.
    expect(busy).toBeGreaterThan(400);
    for (const sooner of [alone, after]) {
      expect(sooner).toBeLessThan(busy / 2);
      expect(sooner).toBeGreaterThan(140);
    }
  });
});

describe('work whose turn does not come in time', () => {
  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate'] });
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  test('is refused', async () => {
    const processor = new ProcessorTime({ ...calm, share: 0.000_001, burstMs: 0 });
    processor.measured('known as z', () => {
      work(5);
    });
    const asked = processor.run('known as a', 0, () => 1);
    const refused = expect(asked).rejects.toMatchObject({ reason: 'wait' });
    jest.advanceTimersByTime(10_000);
    await refused;
  });
});

test('an order forgets whoever has nothing that waits', () => {
  const order = new FairOrder<{ estimate: number }>();
  for (let caller = 0; caller < 5000; caller += 1) order.begin(String(caller), { estimate: 1 });
  order.enter('last', { estimate: 1 });
  expect(order.next()?.callerId).toBe('last');
  expect(order.largest).toMatchObject({ callerId: 'last', count: 1 });
});
