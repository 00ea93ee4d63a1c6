import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { freePort, hub, type Outcome, type RunningCommand, startCommand, temporaryFolder } from './support/hub.js';

const number = '001180000007';

/** The organisation's files: a group, and the person in it. */
const files = {
  branches: 'code,commune_code,name_vi,name_en,member_count\nB,14845,Hội,Union,120\n',
  'learning-groups':
    'code,branch_code,commune_code,name_vi,name_en,leader_role,founded_on,team_code\nG,B,14845,Tổ,Group,TEACHER,2025-06-01,\n',
  'group-members': `group_code,citizen_number,full_name,sex,birth_year,commune_code,joined_on,completed_on\nG,${number},Lê Thị Mai,FEMALE,1980,14845,2026-01-01,2026-02-01\n`,
};

describe('hub subject', () => {
  const home = temporaryFolder();
  let running: RunningCommand;
  let port: number;
  const outcomes: Outcome[] = [];

  beforeAll(async () => {
    port = await freePort();
    running = startCommand(['start', 'womens-union', 'movement', '--no-gateway', '--no-demo', '--port', String(port)], {
      folder: home,
      environment: { LOG_LEVEL: 'debug' },
    });
    await running.untilItSays('The hub is ready');
    for (const [kind, content] of Object.entries(files)) {
      writeFileSync(join(home, `${kind}.csv`), content);
      expect(await asked(['import', 'womens-union', kind, `${kind}.csv`])).toMatchObject({ exitCode: 0 });
    }
  });
  afterAll(async () => {
    running.child.kill('SIGINT');
    await running.ended;
  });

  const asked = async (args: readonly string[], input = '') => {
    const outcome = await hub([...args, '--port', String(port)], { folder: home, input });
    outcomes.push(outcome);
    return outcome;
  };
  const subject = (...args: readonly string[]) => asked(['subject', 'womens-union', ...args], `${number}\n`);

  test('shows what is held', async () => {
    const { exitCode, stdout } = await subject();
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^womens-union holds about this person:\n {2}group_member\n {4}.*group_code: G/);
    expect(stdout).toMatch(/ {2}ledger_entry\n {4}.*reached_on: 2026-02-01/);
  });

  test('exports it to a new file that only its owner can read', async () => {
    const file = join(home, 'export.json');
    const { exitCode, stdout } = await subject('--export', 'export.json');
    expect({ exitCode, stdout }).toEqual({
      exitCode: 0,
      stdout: expect.stringContaining(`4 rows about this person: ${file}`),
    });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
      organisation: 'womens-union',
      tables: { group_member: [{ group_code: 'G', joined_on: '2026-01-01', completed_on: '2026-02-01' }] },
    });
    expect(await subject('--export', 'export.json')).toMatchObject({
      exitCode: 1,
      stderr: `Cannot write a new file ${file}: file already exists.\n`,
    });
  });

  test('erases only when told so, where there is no terminal to ask on', async () => {
    expect(await subject('--erase')).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('Expected --yes') });
    expect(await subject()).toMatchObject({ stdout: expect.stringContaining('group_member') });
  });

  test('erases with a receipt, once; the old file does not bring her back until she is readmitted', async () => {
    const erased = await subject('--erase', '--yes', '--by', 'Trần Văn An');
    expect(erased).toMatchObject({ exitCode: 0, stderr: '' });
    expect(erased.stdout).toMatch(
      /^Erased: 1 row of group_member, 1 row of ledger_entry, 2 rows of import_image\. Receipt [0-9a-f-]{36}, \S+, by Trần Văn An\.\n$/,
    );
    expect(await subject('--erase', '--yes')).toMatchObject({
      exitCode: 0,
      stdout: 'Nothing is held about this person, and files are refused already.\n',
    });
    expect((await subject()).stdout).toMatch(/^womens-union holds nothing about this person\.\nFiles with this person/);

    expect(await asked(['import', 'womens-union', 'group-members', 'group-members.csv'])).toMatchObject({
      exitCode: 3,
    });
    expect(statSync(join(home, 'group-members.rejected.csv')).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(home, 'group-members.rejected.csv'), 'utf8')).toContain(
      '"citizen_number: expected a person who may be kept',
    );
    expect((await subject('--readmit')).stdout).toMatch(/^Files may bring this person in again\. Receipt /);
    expect(await asked(['import', 'womens-union', 'group-members', 'group-members.csv'])).toMatchObject({
      exitCode: 0,
    });
    expect((await subject()).stdout).toContain('group_member');
  });

  test.each([
    ['a number on the command line', [number], ''],
    ['a number in the place of the organisation', [], ''],
    ['no number', [], 'Mai\n'],
    ['two numbers', [], `${number}\n${number}\n`],
  ])('refuses %s without repeating it', async (name, args, input) => {
    const organisation = name.endsWith('organisation') ? number : 'womens-union';
    const { exitCode, stdout, stderr } = await asked(['subject', organisation, ...args], input);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(/^Expected .*standard input/);
  });

  test('says that an organisation keeps no people', async () => {
    expect(await asked(['subject', 'movement'], number)).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('movement keeps no data about people.'),
    });
  });

  test('repeats the number nowhere: neither a command nor a log, not even of each statement', () => {
    const logs = readdirSync(join(home, '.data'))
      .map((part) => join(home, '.data', part, 'log'))
      .flatMap((file) => (statSync(file, { throwIfNoEntry: false }) ? [readFileSync(file, 'utf8')] : []));
    expect(logs.join('\n')).toContain('/operator/subject');
    expect(logs.join('\n')).toContain('subject_request');
    expect(logs.join('\n')).not.toContain(number);
    expect(JSON.stringify(outcomes)).not.toContain(number);
  });
});
