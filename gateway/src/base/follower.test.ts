import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { FollowedFile, Follower } from './follower.js';

const turns = async () => {
  for (let turn = 0; turn < 5; turn += 1) await new Promise(setImmediate);
};

describe('what is followed', () => {
  let follower: Follower;
  let looks: boolean[];
  let faults: unknown[];
  let fail: string | undefined;

  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate'] });
    follower = new Follower();
    [looks, faults, fail] = [[], [], undefined];
  });
  afterEach(() => {
    follower.stop();
    jest.useRealTimers();
  });

  const follow = (onlyAsked = false) => {
    follower.follow({
      look: (isAsked) => {
        looks.push(isAsked);
        return fail === undefined ? Promise.resolve() : Promise.reject(new Error(fail));
      },
      fault: 'cannot be read',
      log: { error: (...told: unknown[]) => faults.push(told[1]) } as never,
      onlyAsked,
    });
  };
  const pass = async (milliseconds: number) => {
    jest.advanceTimersByTime(milliseconds);
    await turns();
  };
  const hangUp = async () => {
    process.emit('SIGHUP');
    await turns();
  };

  test('is looked at at once, for it may have changed before, each second, and on SIGHUP, until that ends', async () => {
    follow();
    await turns();
    expect(looks).toEqual([false]);
    await pass(2000);
    expect(looks).toEqual([false, false, false]);
    await hangUp();
    expect(looks).toEqual([false, false, false, true]);
    follower.stop();
    await pass(2000);
    expect(looks).toHaveLength(4);
  });

  test('where nobody replaces it without asking is looked at at once and on SIGHUP', async () => {
    follow(true);
    await pass(5000);
    await hangUp();
    expect(looks).toEqual([false, true]);
  });

  test('that fails is told once of the same fault, and again to who asks', async () => {
    fail = 'gone';
    follow();
    await pass(1000);
    await pass(1000);
    expect(faults).toEqual(['cannot be read']);
    await hangUp();
    expect(faults).toHaveLength(2);
    fail = undefined;
    await pass(1000);
    fail = 'gone';
    await pass(1000);
    expect(faults).toHaveLength(3);
  });
});

test('a file is read where it looks as it did not before, also where another takes its place', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'hub-followed-'));
  const path = join(folder, 'file');
  const file = new FollowedFile(path);
  writeFileSync(path, 'one');
  expect(await file.read(false)).toBe('one');
  expect(await file.read(false)).toBeUndefined();
  expect(await file.read(true)).toBe('one');
  writeFileSync(join(folder, 'next'), 'two');
  renameSync(join(folder, 'next'), path);
  expect(await file.read(false)).toBe('two');
  rmSync(path);
  await expect(file.read(false)).rejects.toMatchObject({ code: 'ENOENT' });
  rmSync(folder, { recursive: true });
});
