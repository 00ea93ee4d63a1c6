import { spawn } from 'node:child_process';
import { expect, test } from '@jest/globals';
import { untilWith } from './child.js';
import { startProgram } from './program.js';

const node = (script: string) => spawn(process.execPath, ['-e', script], { stdio: 'ignore' });

test.each([
  ['by itself', 'process.exit(3)', 'ended with 3 before. what it said'],
  ['by a signal', 'process.kill(process.pid, "SIGKILL")', 'ended with SIGKILL before. what it said'],
])('who waits for a process that ends %s hears of it', async (_, script, message) => {
  await expect(
    untilWith(
      node(script),
      () => false,
      () => 'what it said',
    ),
  ).rejects.toThrow(message);
});

test('a program that cannot start fails whoever starts it, with what it said', async () => {
  await expect(startProgram('gateway/dist/main.js', ['--no-such-flag'], {})).rejects.toThrow(
    /gateway\/dist\/main\.js ended with \d+.*no-such-flag/s,
  );
});
