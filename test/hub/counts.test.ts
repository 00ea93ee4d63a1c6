import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { freePort, hub, type RunningCommand, startCommand, temporaryFolder } from './support/hub.js';

const home = temporaryFolder();
const header = 'commune_code,month,adults_confirmed,accounts_level_1,accounts_level_2,digital_signatures';
let running: RunningCommand;
let port: number;

beforeAll(async () => {
  port = await freePort();
  running = startCommand(['start', 'identity', '--no-gateway', '--no-demo', '--port', String(port)], { folder: home });
  await running.untilItSays('The hub is ready');
});
afterAll(async () => {
  running.child.kill('SIGINT');
  await running.ended;
});

const run = (args: readonly string[], input?: string) =>
  hub(args, {
    folder: home,
    environment: { GATEWAY_PORT: String(port) },
    ...(input !== undefined && { input }),
  });
const importing = async (kind: string, ...lines: readonly string[]) => {
  writeFileSync(join(home, `${kind}.csv`), `${lines.join('\n')}\n`);
  const { exitCode, stdout } = await run(['import', 'identity', kind, `${kind}.csv`]);
  return { exitCode, lines: stdout.split('\n') };
};

test('hub import says what a later file of a month corrects', async () => {
  expect(
    await importing(
      'adults',
      'commune_code,adults,as_of,source',
      ...['14845', '14848'].map((code) => `${code},900,2025-07-01,Census`),
    ),
  ).toMatchObject({ exitCode: 0 });
  expect(
    await importing('identity-counts', header, '14845,2026-01,100,300,250,40', '14848,2026-01,50,200,150,30'),
  ).toEqual({ exitCode: 0, lines: ['2 rows read, 2 rows written, 0 rows rejected.', ''] });
  expect(await importing('identity-counts', header, '14845,2026-01,90,300,250,40')).toEqual({
    exitCode: 0,
    lines: [
      '1 row read, 1 row written, 0 rows rejected.',
      '1 row taken out, which the file does not have.',
      '5 values are not what they were:',
      '  14845/2026-01, adults_confirmed: 100 → 90',
      '  14848/2026-01, adults_confirmed: 50 → none',
      '  14848/2026-01, accounts_level_1: 200 → none',
      '  14848/2026-01, accounts_level_2: 150 → none',
      '  14848/2026-01, digital_signatures: 30 → none',
      '',
    ],
  });
});

test('hub import takes nothing of a file with one count that falls', async () => {
  const { exitCode, lines } = await importing(
    'identity-counts',
    header,
    '14845,2026-02,95,300,250,40',
    '14845,2026-03,94,300,250,40',
  );
  expect(exitCode).toBe(3);
  expect(lines.slice(0, 3)).toEqual([
    '2 rows read, 0 rows written, 1 row rejected.',
    '  identity-counts.csv, row 3, adults_confirmed: expected at least 95, the count to date of 2026-02, got 94: it falls.',
    'Nothing of the file is in.',
  ]);
});

test('hub subject says that no person’s record is there', async () => {
  const { exitCode, stderr } = await run(['subject', 'identity'], '001180000007\n');
  expect(exitCode).toBe(1);
  expect(stderr).toContain('identity keeps no data about people.');
});
