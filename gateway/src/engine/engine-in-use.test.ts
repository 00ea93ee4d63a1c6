import { describe, expect, jest, test } from '@jest/globals';
import { EngineInUse } from './engine-in-use.js';
import type { ReplaceableEngine } from './engine.js';

/** An engine of which only the end matters. */
function engineInUse() {
  const close = jest.fn(() => Promise.resolve());
  return { close, inUse: new EngineInUse({ close } as unknown as ReplaceableEngine) };
}

// eslint-disable-next-line @typescript-eslint/require-await -- a stream of present values
async function* stream(): AsyncGenerator<number, undefined, undefined> {
  yield 1;
  yield 2;
}

const long = 60_000;

describe('an engine that is replaced', () => {
  test('closes at once where nothing is under way', async () => {
    const { inUse, close } = engineInUse();
    await expect(inUse.ask(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(close).not.toHaveBeenCalled();
    inUse.replaced(long);
    await inUse.closed;
    expect(close).toHaveBeenCalledTimes(1);
  });

  test('closes once it has answered', async () => {
    const { inUse, close } = engineInUse();
    const answer = Promise.withResolvers<string>();
    const asked = inUse.ask(() => answer.promise);
    inUse.replaced(long);
    expect(close).not.toHaveBeenCalled();
    answer.resolve('answer');
    expect(await asked).toBe('answer');
    await inUse.closed;
  });

  test.each<[string, (stream: AsyncGenerator<number, undefined>) => Promise<unknown>]>([
    ['ended', async (events) => [await events.next(), await events.next()]],
    ['been left', async (events) => events.return(undefined)],
    ['failed', async (events) => events.throw(new Error('no')).catch(() => undefined)],
  ])('closes once its streams have %s', async (_, end) => {
    const { inUse, close } = engineInUse();
    const events = await inUse.ask(() => Promise.resolve(stream()));
    inUse.replaced(long);
    expect((await events.next()).value).toBe(1);
    expect(close).not.toHaveBeenCalled();
    await end(events);
    await inUse.closed;
    expect(close).toHaveBeenCalledTimes(1);
  });

  test('closes after a grace where a stream goes on', async () => {
    const { inUse, close } = engineInUse();
    await inUse.ask(() => Promise.resolve(stream()), true);
    inUse.replaced(1);
    await inUse.closed;
    expect(close).toHaveBeenCalledTimes(1);
  });

  test('never closes while parts of an answer are to come', async () => {
    const { inUse, close } = engineInUse();
    const parts = await inUse.ask(() => Promise.resolve(stream()));
    const endless = await inUse.ask(() => Promise.resolve(stream()), true);
    jest.useFakeTimers({ doNotFake: ['nextTick'] });
    inUse.replaced(1);
    // The grace of the endless one is over then.
    jest.advanceTimersByTime(2);
    expect(close).not.toHaveBeenCalled();
    jest.useRealTimers();
    await parts.return(undefined);
    await inUse.closed;
    await endless.return(undefined);
  });

  test('tells who waits for its end that it failed', async () => {
    const inUse = new EngineInUse({ close: () => Promise.reject(new Error('no')) } as unknown as ReplaceableEngine);
    inUse.replaced(long);
    await expect(inUse.closed).rejects.toThrow('no');
  });
});
