import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';

const root = fileURLToPath(new URL('../', import.meta.url));

test('no program asks the database for a day: its session’s is not the province’s', () => {
  const files = ['subgraphs', 'gateway', 'schema'].flatMap((part) =>
    readdirSync(`${root}${part}`, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && /(^|\/)src\//.test(name) && !name.includes('node_modules'))
      .map((name) => `${part}/${name}`),
  );
  expect(files.length).toBeGreaterThan(500);
  const words = /\b(current_date|localtimestamp|localtime|now\(\)::date|current_timestamp::date)\b/i;
  const wrong = files.filter((file) => {
    const code = readFileSync(`${root}${file}`, 'utf8').replaceAll(/\/\*\*[^]*?\*\/|\/\/.*/g, '');
    return words.test(code);
  });
  expect(wrong).toEqual([]);
});
