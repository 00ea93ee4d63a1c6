import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, expect, test } from '@jest/globals';
import { type RunningProgram, startProgram } from '../support/program.js';
import { until } from '../support/until.js';

const fixture = fileURLToPath(new URL('../../gateway/src/fixtures/supergraph.graphql', import.meta.url));
const mapping = `
title: { vi: Đội, en: Teams }
description: { vi: Các đội., en: The teams. }
rows: teams
columns: [{ key: code, title: { vi: Mã, en: Code }, value: code }]
`;

const folder = mkdtempSync(join(tmpdir(), 'tables-'));
let gateway: RunningProgram;
afterEach(async () => {
  await gateway.stop();
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const file = (name: string) => join(folder, name);
const json = async (path: string) => (await (await fetch(`${gateway.url}${path}`)).json()) as any;
const named = async () => ((await json('/export')) as { tables: { name: string }[] }).tables.map(({ name }) => name);

/** Waits until the gateway names these tables and no others. */
async function untilNamed(...tables: readonly string[]): Promise<void> {
  let seen: string[] = [];
  const isSo = async () => (seen = await named()).toSorted().join() === tables.join();
  await until(isSo, { what: `the tables ${tables.join(', ') || 'none'}`, seen: () => seen });
}

test('a running gateway takes up tables that are added, broken and mended, and what a new supergraph does to them', async () => {
  writeFileSync(file('supergraph.sdl'), readFileSync(fixture));
  writeFileSync(file('teams.graphql'), 'query Teams { teams { code } }');
  writeFileSync(file('teams.yaml'), mapping);
  writeFileSync(file('alone.graphql'), 'query Alone { teams { code } }');
  const args = ['--supergraph', file('supergraph.sdl'), '--foreign', '--tables', folder];
  gateway = await startProgram('gateway/dist/main.js', args, {}, /^ready$/);
  expect(await named()).toEqual(['teams']);
  // `/readyz` names the incomplete table; only the log says the problem.
  expect((await json('/readyz')).leftOut).toEqual([{ table: 'alone', code: 'TABLE_UNUSABLE' }]);
  const told = gateway.log.find(({ table }) => table === 'alone');
  expect(told).toMatchObject({ level: 50, problem: expect.stringContaining('alone.yaml') });

  writeFileSync(file('alone.yaml'), mapping);
  await untilNamed('alone', 'teams');
  await until(async () => (await json('/readyz')).leftOut === undefined, { what: 'no table to be left out' });

  writeFileSync(file('teams.yaml'), mapping.replace('value: code', 'value: size'));
  await untilNamed('alone');
  expect((await fetch(`${gateway.url}/export/teams.csv`)).status).toBe(503);
  writeFileSync(file('teams.yaml'), mapping);
  await untilNamed('alone', 'teams');

  const supergraph = readFileSync(fixture, 'utf8');
  writeFileSync(file('supergraph.sdl'), supergraph.replaceAll(/\bteams\b/g, 'crews'));
  await untilNamed();
  writeFileSync(file('supergraph.sdl'), supergraph);
  await untilNamed('alone', 'teams');
});

test('a gateway does not start with tables that are no folder', async () => {
  writeFileSync(join(tmpdir(), 'no-folder'), '');
  await expect(
    startProgram(
      'gateway/dist/main.js',
      ['--supergraph', fixture, '--foreign', '--tables', join(tmpdir(), 'no-folder')],
      {},
      /^ready$/,
    ),
  ).rejects.toThrow('--tables or TABLES: expected a folder');
});
