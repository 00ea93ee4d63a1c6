import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { lockFolder } from './folder-lock.js';

let folder: string;
const owner = () => join(folder, 'owner.pid');

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hub-lock-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe('a locked folder', () => {
  test('is made when it is not there, and can be had again once given back', () => {
    const inside = join(folder, 'not', 'there');
    lockFolder(inside)();
    const unlock = lockFolder(inside);
    expect(existsSync(join(inside, 'owner.pid'))).toBe(true);
    unlock();
    expect(existsSync(join(inside, 'owner.pid'))).toBe(false);
  });

  test('is refused to a second opener, naming the process that has it', () => {
    const holder = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    try {
      writeFileSync(owner(), String(holder.pid));
      expect(() => lockFolder(folder)).toThrow(`is in use by process ${holder.pid}; stop it first.`);
      expect(existsSync(owner())).toBe(true);
    } finally {
      holder.kill();
    }
  });

  test('is refused to a second opener in the same process', () => {
    const unlock = lockFolder(folder);
    expect(() => lockFolder(folder)).toThrow(`is in use by process ${process.pid}`);
    unlock();
  });

  test.each([
    ['a process that is gone', () => String(spawnSync(process.execPath, ['-e', '']).pid)],
    ['a process whose number another has meanwhile', () => `${process.ppid}\nanother beginning\n`],
    ['an earlier process with this one’s number, as in a container', () => String(process.pid)],
    ['a process that died before it wrote its number', () => ''],
    ['no process at all', () => 'not a number'],
  ])('left by %s is taken over', (_name, left) => {
    writeFileSync(owner(), left());
    lockFolder(folder)();
    expect(existsSync(owner())).toBe(false);
  });
});
