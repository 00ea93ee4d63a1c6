import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { subgraphs } from '@hub/runtime';
import { expect, test } from '@jest/globals';
import { hub, temporaryFolder } from './support/hub.js';

/** The ids that a table names, in its order. */
const idsIn = (table: string) => table.match(/\b[A-Z]+(-\d{4})?-\d{2}\b|\bMV-[A-Z]+\b/g);

test('hub agreements shows all that organisations share, as a table', async () => {
  const { exitCode, stdout } = await hub(['agreements']);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^ORGANISATION +SHARES +WITH +FOR +LEVEL +LEGAL BASIS +UNTIL +AGREEMENT\n/);
  for (const { code } of subgraphs) expect(stdout).toMatch(new RegExp(`^${code} `, 'm'));
});

test.each([
  [['womens-union'], ['WU-2026-01', 'WU-2026-02', 'WU-2026-03', 'WU-2026-04', 'WU-2026-05']],
  [
    ['womens-union', 'university', '--role', 'app'],
    ['HDU-2026-03', 'HDU-2026-04', 'HDU-2026-05', 'WU-2026-03', 'WU-2026-04', 'WU-2026-05'],
  ],
  [
    ['--for', 'youth-union', 'public-sector'],
    ['PS-2026-02', 'PS-2026-04'],
  ],
  [
    ['movement', '--app', 'reader'],
    ['MV-PUBLIC', 'MV-LISTS', 'MV-EVENTS', 'MV-LINKS'],
  ],
])('hub agreements %j', async (args, ids) => {
  expect(idsIn((await hub(['agreements', ...args])).stdout)).toEqual(ids);
});

test('hub agreements says that nothing is shared', async () => {
  expect((await hub(['agreements', 'audit', '--role', 'app'])).stdout).toBe('Nothing is shared so.\n');
});

test('hub agreements names what is wrong with files, with the line', async () => {
  const folder = temporaryFolder();
  for (const { code } of subgraphs) {
    const text = readFileSync(new URL(`../../subgraphs/${code}/agreements.yaml`, import.meta.url), 'utf8');
    writeFileSync(join(folder, `${code}.yaml`), code === 'university' ? text.replace('[steering,', '[fun,') : text);
  }
  const { exitCode, stdout, stderr } = await hub(['agreements', '--folder', '.'], { folder });
  expect({ exitCode, stdout, stderr }).toEqual({
    exitCode: 1,
    stdout: '',
    stderr: `The agreements cannot be used:\n  ${join(folder, 'university.yaml')}: HDU-2026-01: expected one of the purposes steering, statistics, coordination, research, audit, got fun\n`,
  });
});
