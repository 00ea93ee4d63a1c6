import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { documentedCommands, documentedIn, manual } from './operations/support/documented-commands.js';

const tests = globSync('{operations,containers}/**/*.test.ts', { cwd: fileURLToPath(new URL('.', import.meta.url)) })
  .map((path) => readFileSync(new URL(path, import.meta.url), 'utf8'))
  .join('\n');

test(`every block of commands in ${documentedIn.join(', ')} has a name, or says why no test runs it`, () => {
  const infos = [...manual().matchAll(/^ *```(sh|bash|shell|console)\b(.*)$/gm)].map(([, , info = '']) => info.trim());
  expect(infos.length).toBeGreaterThan(documentedCommands().size);
  expect(infos.filter((info) => !/^(?:run=[\w-]+|by-hand=\w.{9,})$/.test(info))).toEqual([]);
});

test('no commands are in a block without a fence', () => {
  const fenced = manual().replaceAll(/^( *)```\w[^]*?^\1```$/gm, '');
  expect(fenced.match(/^ {4,}(?:docker|systemctl|node|npx|pnpm|hub|export|psql|git|curl|for|sh) .*$/gm)).toBeNull();
});

test.each([...documentedCommands().keys()])('a test runs %s', (name) => {
  expect(tests).toContain(`'${name}'`);
});
