import { tmpdir } from 'node:os';
import { expect, test } from '@jest/globals';
import { UsageError } from './failure.js';
import { state } from './state.command.js';

const surroundings = { folder: tmpdir() } as Parameters<typeof state>[1];

test.each([
  [['farmers-union', 'add-key', '--hub', 'http://127.0.0.1:1'], /^Expected add-key FILE: the private key/],
  [['farmers-union', 'add-key', 'new.key'], /^Expected FOLDER, one of .*add-key, and --hub ADDRESS\.$/],
])('%j is refused with what is expected', async (args, message) => {
  const refused = state(args, surroundings);
  await expect(refused).rejects.toThrow(UsageError);
  await expect(refused).rejects.toThrow(message);
});
