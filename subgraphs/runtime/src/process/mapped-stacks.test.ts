import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';

const root = join(import.meta.dirname, '../../../..');

test('a program’s stack names the line of the source that threw, though no file names its map', async () => {
  const program = join(root, 'subgraphs/audit/dist/main.js');
  const env = { PATH: process.env['PATH'], LOG_LEVEL: 'debug' };
  const ended = await promisify(execFile)(process.execPath, ['--enable-source-maps', program], { env }).catch(
    (error: unknown) => error as { readonly stderr: string },
  );
  const [, file = '', line = 0] = /at readConfig \((\S+\.ts):(\d+):\d+\)/.exec(ended.stderr) ?? [];
  expect(file).toBe(join(root, 'subgraphs/kit/src/settings/config.ts'));
  expect(readFileSync(file, 'utf8').split('\n')[Number(line) - 1]).toContain('throw new ConfigError(');
  expect(readFileSync(program, 'utf8')).not.toContain('sourceMappingURL');
});
