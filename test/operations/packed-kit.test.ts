import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createDatabase } from '../support/database.js';
import { documentedBlocks } from '../support/documented-blocks.js';
import { passedOn } from '../support/passed-on.js';
import { installPacked, packed } from './support/packed.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const [record = ''] = documentedBlocks('subgraphs/kit/README.md', 'yaml');
const [program = ''] = documentedBlocks('subgraphs/kit/README.md', 'js');
const token = 'a-token-of-thirty-two-bytes-or-more';

let folder: string;
let databaseUrl: string;

/** Runs the organisation's program to its end. */
const run = (...args: string[]) =>
  execFileSync(process.execPath, ['main.js', ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...passedOn, NODE_ENV: 'test', DATABASE_URL: databaseUrl, OWNER_DATABASE_URL: databaseUrl },
  });

beforeAll(async () => {
  databaseUrl = await createDatabase();
  folder = mkdtempSync(join(tmpdir(), 'hub-packed-'));
  installPacked(folder, packed(folder, ['protocol', 'runtime', 'kit']), ['@hub/kit']);
  writeFileSync(join(folder, 'organisation.yaml'), record);
  writeFileSync(join(folder, 'main.js'), program);
  writeFileSync(join(folder, 'tokens'), `import,release ${token}\n`);
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

test('nothing of composition, launcher, issuer or demonstrations is installed with it', () => {
  const installed = globSync('node_modules/.pnpm/*', { cwd: folder }).map((path) => path.replace(/.*\//, ''));
  expect(installed.filter((name) => /^@hub\+(kit|runtime|protocol)/.test(name))).toHaveLength(3);
  const strange =
    /^(@apollo\+(composition|federation-internals|query-planner|gateway)|oidc-provider|cli-progress)@|@hub\+(hub|issuer|demo|schema)/;
  expect(installed.filter((name) => strange.test(name))).toEqual([]);
  const licences = globSync('node_modules/.pnpm/*/node_modules/{*,@*/*}/package.json', { cwd: folder }).map(
    (path) => (JSON.parse(readFileSync(join(folder, path), 'utf8')) as { readonly license?: string }).license,
  );
  expect(licences.filter((licence) => /elastic/i.test(licence ?? ''))).toEqual([]);
});

test('its types are whole, for who writes TypeScript', () => {
  const options = { module: 'nodenext', target: 'es2023', strict: true, noEmit: true, experimentalDecorators: true };
  const types = { types: ['node'], typeRoots: [join(root, 'node_modules/@types')], skipLibCheck: true };
  writeFileSync(join(folder, 'main.ts'), program);
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ compilerOptions: { ...options, ...types }, files: ['main.ts'] }),
  );
  execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', folder], { stdio: 'inherit' });
});

test('an organisation runs on it: schema, tables, server, and an answer', async () => {
  expect(run('sdl')).toContain('type ReadingClub');
  expect(run('migrate')).toMatch(/^library: \d+ migrations were run/);
  const server = spawn(process.execPath, ['main.js'], {
    cwd: folder,
    env: {
      ...{ ...passedOn, NODE_ENV: 'test', DATABASE_URL: databaseUrl, MIGRATE_AT_START: 'true', PORT: '0' },
      ...{ ALLOW_UNSIGNED: 'true', OPERATOR_TOKEN_FILE: 'tokens' },
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    let url = '';
    for await (const line of createInterface(server.stdout)) {
      const [found] = /http:\/\/127[^"]*/.exec(line) ?? [];
      if (found === undefined) continue;
      url = found;
      break;
    }
    const imported = await fetch(`${url}/operator/imports/reading-clubs?file=clubs.csv`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'text/csv' },
      body: 'code,commune_code,name_vi,name_en,founded_on\nRC-1,14758,Câu lạc bộ,Club,2026-02-01\n',
    });
    expect(await imported.text()).toContain('"rejected":0,"written":1');
    const response = await fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ readingClubs { nodes { code name foundedOn } } }' }),
    });
    expect(await response.json()).toEqual({
      data: { readingClubs: { nodes: [{ code: 'RC-1', name: 'Câu lạc bộ', foundedOn: '2026-02-01' }] } },
    });
  } finally {
    server.kill();
    await once(server, 'exit');
  }
});
