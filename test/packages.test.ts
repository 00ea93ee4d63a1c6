import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';

const root = fileURLToPath(new URL('..', import.meta.url));

const read = (path: string) => readFileSync(`${root}/${path}`, 'utf8');

const skipped = (path: string) => /(^|\/)(node_modules|dist|\.data)$/.test(path);

test.each(globSync(['package.json', '*/package.json', '*/**/package.json'], { cwd: root, exclude: skipped }))(
  '%s states the licence of LICENSE',
  (path) => {
    expect(read('LICENSE')).toMatch(/^\s*Apache License\n\s*Version 2\.0, January 2004\n/);
    expect(JSON.parse(read(path))).toMatchObject({ private: true, license: 'Apache-2.0' });
  },
);

test('every command that is written down runs the pnpm that package.json names', () => {
  const { packageManager } = JSON.parse(read('package.json')) as { packageManager: string };
  const texts = ['README.md', 'Dockerfile', '.ci/run', '.ci/clean-clone', 'docs/*.md', 'gateway/README.md'];
  const named = globSync(texts, { cwd: root }).flatMap((path) => read(path).match(/pnpm@[\d.]+\d/g) ?? []);
  expect(named.length).toBeGreaterThan(5);
  expect(new Set(named)).toEqual(new Set([packageManager]));
});
