import { execFileSync } from 'node:child_process';
import { appendFileSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { createDatabase } from '../support/database.js';
import { freePort } from '../support/free-port.js';
import { operatorTokens } from '../support/subgraph.js';
import { until } from '../support/until.js';
import { hub, startCommand, temporaryFolder } from './support/hub.js';

/** An organisation that is in nobody's code: from the header lines of its files to a counted figure, by the commands alone. */

const folder = temporaryFolder();
const own = join(folder, 'farmers-union');
const clubs = [
  'code,commune_code,name_vi,name_en,mood,founded_on',
  'C1,14845,Tổ Một,Club One,GOOD,2026-01-02',
  'C2,14758,"Tổ Hai, Ba",Club Two,GOOD,',
  'C3,14758,Tổ Tư,Club Four,BAD,2026-01-02',
];
const members = 'club_code,citizen_number,full_name,sex,birth_year,commune_code,completed_on';
writeFileSync(join(folder, 'clubs.csv'), `${clubs.join('\n')}\n`);
writeFileSync(join(folder, 'members.csv'), `${members}\n`);
const from = ['--from', 'clubs.csv', '--from', 'members.csv', '--goal', 'ADULTS_BASIC', '--yes'];

test('is written from header lines, with the migration that makes its tables', async () => {
  const made = await hub(['new', 'farmers-union', ...from], { folder });
  expect(made).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('Written: farmers-union') });
  expect(readdirSync(own).toSorted()).toEqual([
    '.gitignore',
    'README.md',
    'agreements.yaml',
    'migrations',
    'organisation.yaml',
    'records',
    'schema.graphql',
  ]);
  expect(readFileSync(join(own, 'records/clubs.yaml'), 'utf8')).toContain(
    'founded_on: { kind: pastDay, description: Founded on., optional: true }',
  );
  expect(readFileSync(join(own, 'schema.graphql'), 'utf8')).toContain('type FarmersUnionClub');
  expect(await hub(['new', 'farmers-union', '--yes'], { folder })).toMatchObject({
    exitCode: 1,
    stderr: expect.stringContaining('an organisation is written whole, or not at all'),
  });
});

test('runs, takes its files, and publishes a counted figure', async () => {
  const port = await freePort(2);
  const environment = { ALLOW_UNSIGNED: 'true' };
  const running = startCommand(['serve', 'farmers-union', '--port', String(port)], { folder, environment });
  await running.untilItSays('farmers-union is ready.');
  const operate = (...args: readonly string[]) => hub([...args, '--port', String(port)], { folder });
  expect(await operate('import', 'farmers-union', 'clubs', 'clubs.csv')).toMatchObject({
    exitCode: 0,
    stdout: expect.stringContaining('3 rows read, 3 rows written'),
  });
  const rows = Array.from(
    { length: 23 },
    (_, one) => `C1,${String(999_180_000_100 + one)},Lê Thị Hoa,FEMALE,1980,14845,2026-02-01\n`,
  );
  appendFileSync(join(folder, 'members.csv'), rows.join(''));
  expect(await operate('import', 'farmers-union', 'members', 'members.csv')).toMatchObject({ exitCode: 0 });
  expect(await operate('release', 'farmers-union', '--through', '2026-03-31')).toMatchObject({ exitCode: 0 });
  const query = `{ farmersUnionMembersCount { people atMost } farmersUnionClubs(commune: "14758") { nodes { code name mood foundedOn } } }`;
  const response = await fetch(`http://127.0.0.1:${String(port)}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  expect(await response.json()).toEqual({
    data: {
      // The total is rounded to steps of twenty.
      farmersUnionMembersCount: { people: 20, atMost: 39 },
      farmersUnionClubs: {
        nodes: [
          { code: 'C2', name: 'Tổ Hai, Ba', mood: 'GOOD', foundedOn: null },
          { code: 'C3', name: 'Tổ Tư', mood: 'BAD', foundedOn: '2026-01-02' },
        ],
      },
    },
  });
  running.child.kill('SIGINT');
  expect((await running.ended).exitCode).toBe(0);
});

test('runs on the database that DATABASE_URL names, as in a container', async () => {
  const tokens = join(folder, 'operator-tokens');
  writeFileSync(tokens, operatorTokens);
  const environment = {
    ...{ DATABASE_URL: await createDatabase(), MIGRATE_AT_START: 'true', ALLOW_UNSIGNED: 'true' },
    OPERATOR_TOKEN_FILE: tokens,
  };
  const running = startCommand(['serve', 'farmers-union', '--port', String(await freePort())], {
    ...{ folder, environment: { ...environment, NODE_ENV: 'development' } },
  });
  await running.untilItSays('"msg":"Server listening at http://127.0.0.1');
  running.child.kill('SIGINT');
  expect((await running.ended).exitCode).toBe(0);
});

test('in development it is one graph with mocks of the others, and is started anew at each save', async () => {
  const port = await freePort(5);
  const running = startCommand(['dev', 'farmers-union', '--port', String(port)], { folder });
  await running.untilItSays('farmers-union runs in development');
  const ask = async (query: string): Promise<any> => {
    const response = await fetch(`http://127.0.0.1:${String(port)}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
    });
    return response.json();
  };
  const { data, errors } = await ask(
    '{ farmersUnionClub(code: "C1") { name commune { name } } learningGroups { nodes { name commune { farmersUnionClubs { totalCount } } } } }',
  );
  expect(errors).toBeUndefined();
  // The organisation's own data are real; mocks make up the others' data from their schema.
  expect(data.farmersUnionClub).toEqual({ name: 'Tổ Một', commune: { name: expect.stringMatching(/^name \d+$/) } });
  expect(data.learningGroups.nodes).toHaveLength(3);
  await running.untilItSays('farmersUnionClub  ');
  await running.untilItSays('"farmers_union_club"');
  const page = await fetch(`http://127.0.0.1:${String(port)}/explorer`, { headers: { accept: 'text/html' } });
  expect(page.status).toBe(200);
  const file = join(own, 'records/clubs.yaml');
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.replace('kind: pastDay', 'kind: someDay'));
  await running.untilItSays('records/clubs.yaml:16: columns.founded_on.kind: ');
  expect((await ask('{ farmersUnionClub(code: "C1") { code } }')).data).toEqual({ farmersUnionClub: { code: 'C1' } });
  writeFileSync(file, text.replace('kind: pastDay,', 'kind: pastDay, field: begun,'));
  const begun = async () => (await ask('{ farmersUnionClub(code: "C1") { begun } }')).data;
  let seen: any;
  await until(async () => (seen = await begun())?.farmersUnionClub?.begun === '2026-01-02', {
    ...{ what: 'the new field to answer', within: 60_000, every: 250, seen: () => seen },
  });
  writeFileSync(file, text);
  running.child.kill('SIGINT');
  expect((await running.ended).exitCode).toBe(0);
});

test('development is refused in production', async () => {
  const refused = await hub(['dev', 'farmers-union'], { folder, environment: { NODE_ENV: 'production' } });
  expect(refused).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('for development alone') });
});

test('changed records are refused until the migration that is drafted for them has run', async () => {
  const file = join(own, 'records/clubs.yaml');
  writeFileSync(
    file,
    readFileSync(file, 'utf8')
      .replace('lists:', '  seats: { kind: integer, description: How many seats it has. }\nlists:')
      .replace(/(one:\n {2}field: \w+\n)( {2}seats: .*\n)/, '$2$1'),
  );
  const refused = await hub(['serve', 'farmers-union', '--port', String(await freePort(2))], { folder });
  expect(refused.exitCode).toBe(1);
  expect(refused.stderr).toContain('farmers_union_club.seats: expected this column (integer), got none');
  expect(refused.stderr).toContain('pnpm hub migrate draft');
  const fill = ['--fill', 'farmers_union_club.seats=0'];
  const drafted = await hub(['migrate', 'draft', 'farmers-union', '--name', 'seats', ...fill], { folder });
  expect(drafted.stdout).toMatch(/Written: farmers-union\/migrations\/\d{14}-seats\.sql\./);
  const [written = ''] = readdirSync(join(own, 'migrations')).filter((name) => name.endsWith('-seats.sql'));
  expect(readFileSync(join(own, 'migrations', written), 'utf8')).toBe(
    `alter table farmers_union_club add column seats integer not null default '0'::integer check (seats >= 0);\n\n` +
      'alter table farmers_union_club alter column seats drop default;\n',
  );
});

test('the same as a package of TypeScript runs as it is written, and passes its own tests', async () => {
  const made = await hub(['new', 'farmers-league', ...from, '--code'], { folder });
  expect(made).toMatchObject({ exitCode: 0, stderr: '' });
  const league = join(folder, 'farmers-league');
  mkdirSync(join(league, 'node_modules'));
  symlinkSync(fileURLToPath(new URL('../node_modules/@hub', import.meta.url)), join(league, 'node_modules/@hub'));
  const said = execFileSync(process.execPath, ['--test', 'src/farmers-league.test.ts'], {
    ...{ cwd: league, encoding: 'utf8' },
    env: { PATH: process.env['PATH'], NODE_ENV: 'test' },
  });
  expect(said).toContain('pass 1');
  const drafted = await hub(['migrate', 'draft', 'farmers-league'], { folder });
  expect(drafted).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('nothing to do') });
});
