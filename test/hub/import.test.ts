import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { callerWith, launchedGateway } from '../support/signing-gateway.js';
import { freePort, hub, type Outcome, type RunningCommand, startCommand, temporaryFolder } from './support/hub.js';

const header = 'code,commune_code,name_vi,name_en,member_count';
const good = (code: string) => `${code},14845,Hội Mường Lát,Muong Lat,120`;

describe('hub import', () => {
  const home = temporaryFolder();
  let running: RunningCommand;
  let port: number;
  let folder: string;

  beforeAll(async () => {
    port = await freePort();
    running = startCommand(['start', 'womens-union', '--no-gateway', '--no-demo', '--port', String(port)], {
      folder: home,
    });
    await running.untilItSays('The hub is ready');
  });
  afterAll(async () => {
    running.child.kill('SIGINT');
    await running.ended;
  });
  beforeEach(() => {
    folder = temporaryFolder();
  });

  /** Runs `hub import womens-union …` in the folder of the test. */
  const importing = (...args: readonly string[]): Promise<Outcome> =>
    hub(['import', 'womens-union', ...args], {
      folder,
      environment: { HUB_DATA: join(home, '.data'), GATEWAY_PORT: String(port) },
    });
  const write = (name: string, ...lines: readonly string[]) => {
    writeFileSync(join(folder, name), `${lines.join('\n')}\n`);
  };
  /** The branches that the subgraph has in the commune of these tests. */
  const branches = async (): Promise<unknown> => {
    const gateway = launchedGateway(join(home, '.data'), 'womens-union', `http://127.0.0.1:${port + 2}`);
    const { data } = await gateway.query(
      '{ _entities(representations: [{ __typename: "Commune", code: "14845" }]) { ... on Commune { womensUnionBranches { code } } } }',
      { caller: callerWith('records:read') },
    );
    const [commune] = data['_entities'] as [{ womensUnionBranches: { code: string }[] }];
    return commune.womensUnionBranches.map(({ code }) => code);
  };

  test('lists the kinds that the organisation takes, with their columns', async () => {
    const { exitCode, stdout } = await importing();
    expect(exitCode).toBe(0);
    expect(stdout).toContain(
      `  branches: A branch of the Women's Union in a commune\n    code: a code of letters, digits, - and _ (at most 40)\n    commune_code: the 5-digit code`,
    );
  });

  test('takes a file, and takes it again without adding to it', async () => {
    write('branches.csv', header, good('B1'), good('B2'));
    for (const _ of ['first', 'second']) {
      const { exitCode, stdout } = await importing('branches', 'branches.csv');
      expect(stdout).toBe('2 rows read, 2 rows written, 0 rows rejected.\n');
      expect(exitCode).toBe(0);
    }
    expect(existsSync(join(folder, 'branches.rejected.csv'))).toBe(false);
    expect(await branches()).toEqual(['B1', 'B2']);
  });

  test('writes the rejected rows beside the file, and takes the others', async () => {
    write('branches.csv', `${header},remark`, `${good('B3')},a`, `B4,99999,Hội,Union,1,b`, `B5,14845,Hội,Union,many,c`);
    const { exitCode, stdout } = await importing('branches', 'branches.csv');
    expect(exitCode).toBe(3);
    const rejected = join(folder, 'branches.rejected.csv');
    expect(stdout.split('\n')).toEqual([
      '3 rows read, 1 row written, 2 rows rejected.',
      expect.stringMatching(/^ {2}branches\.csv, row 3, commune_code: expected .*, got "99999"\.$/),
      expect.stringMatching(/^ {2}branches\.csv, row 4, member_count: expected .*, got "many"\.$/),
      'Columns that this kind does not have, ignored: remark.',
      `Which rows were rejected and why: ${rejected}`,
      '',
    ]);
    expect(readFileSync(rejected, 'utf8').split('\n')).toEqual([
      'row,column,reason',
      expect.stringMatching(/^3,commune_code,"expected .*, got ""99999"""$/),
      expect.stringMatching(/^4,member_count,"expected .*, got ""many"""$/),
      '',
    ]);

    write('branches.csv', header, good('B3'));
    expect((await importing('branches', 'branches.csv')).exitCode).toBe(0);
    expect(existsSync(rejected)).toBe(false);
  });

  test('takes nothing of a file that holds only as a whole, and says what would be right', async () => {
    write('audiences.csv', 'code,title_vi,title_en,age_from,age_until,age_on', 'A,Một,One,16,30,', 'B,Hai,Two,30,16,');
    const { exitCode, stdout } = await importing('audiences', 'audiences.csv');
    expect(exitCode).toBe(3);
    expect(stdout.split('\n').slice(0, 3)).toEqual([
      '2 rows read, 0 rows written, 1 row rejected.',
      '  audiences.csv, row 3, age_until: expected an age of at least age_from (30), got 16.',
      'Nothing of the file is in.',
    ]);
  });

  test('writes the rejected rows where it is told to', async () => {
    write('branches.csv', header, 'B4,99999,Hội,Union,1');
    const { exitCode } = await importing('branches', 'branches.csv', '--rejected', 'why.csv');
    expect(exitCode).toBe(3);
    expect(readFileSync(join(folder, 'why.csv'), 'utf8')).toMatch(/^row,column,reason\n2,commune_code,/);
  });

  test('takes nothing of a file when it cannot write down what was rejected', async () => {
    write('branches.csv', header, good('B9'), 'B4,99999,Hội,Union,1');
    const { exitCode, stderr } = await importing('branches', 'branches.csv', '--rejected', 'nowhere/why.csv');
    expect(exitCode).toBe(1);
    expect(stderr).toContain(
      `Cannot write the rejected rows to ${join(folder, 'nowhere/why.csv')}: no such file or directory.`,
    );
    expect(await branches()).not.toContain('B9');
  });

  test('hands over a large file with many rejected rows without either side waiting for the other', async () => {
    const rows = Array.from({ length: 60_000 }, (_, index) => `B${index},99999,${'Hội '.repeat(20)},Union,1`);
    write('branches.csv', header, ...rows);
    const { exitCode, stdout } = await importing('branches', 'branches.csv');
    expect(stdout).toContain('60,000 rows read, 0 rows written, 60,000 rows rejected.');
    expect(exitCode).toBe(3);
    expect(readFileSync(join(folder, 'branches.rejected.csv'), 'utf8').split('\n')).toHaveLength(60_002);
  });

  test.each([
    ['another encoding', Buffer.from(`${header}\nB1,14845,H\xf4i,Union,1\n`, 'latin1'), 'Expected UTF-8'],
    ['a missing column', Buffer.from('code,name_vi\nB1,x\n'), 'missing commune_code, name_en, member_count'],
  ])('says why it refuses a whole file: %s', async (_, content, reason) => {
    writeFileSync(join(folder, 'branches.csv'), content);
    const { exitCode, stderr } = await importing('branches', 'branches.csv');
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`Nothing of ${join(folder, 'branches.csv')} is in.`);
    expect(stderr).toContain(reason);
  });

  test('refuses an unknown kind, and lists those that there are', async () => {
    write('x.csv', 'code');
    const { exitCode, stderr } = await importing('twigs', 'x.csv');
    expect(exitCode).toBe(2);
    expect(stderr).toContain('Expected a kind that womens-union takes, got "twigs".');
    expect(stderr).toContain('  branches: ');
  });

  test('says that there is no such file', async () => {
    const { exitCode, stderr } = await importing('branches', 'none.csv');
    expect(stderr).toBe(`Cannot read ${join(folder, 'none.csv')}: no such file or directory.\n`);
    expect(exitCode).toBe(1);
  });

  test('says that the token is not the subgraph’s', async () => {
    write('token', 'import not-the-token-of-this-subgraph-0123456789');
    write('branches.csv', header, good('B1'));
    const { exitCode, stderr } = await importing('branches', 'branches.csv', '--token-file', 'token');
    expect(stderr).toBe(
      `womens-union at http://127.0.0.1:${port + 2} refuses the operator's token. Give its own with --token-file FILE.\n`,
    );
    expect(exitCode).toBe(1);
  });

  test('says that there is no token', async () => {
    write('branches.csv', header, good('B1'));
    const { exitCode, stderr } = await importing('branches', 'branches.csv', '--data', 'elsewhere');
    expect(stderr).toContain("Cannot read the operator's token of womens-union");
    expect(exitCode).toBe(1);
  });

  test('says that the subgraph cannot be reached', async () => {
    write('branches.csv', header, good('B1'));
    const { exitCode, stderr } = await importing('branches', 'branches.csv', '--url', 'http://127.0.0.1:1');
    expect(stderr).toContain('Cannot reach womens-union at http://127.0.0.1:1 (connection refused, ECONNREFUSED).');
    expect(exitCode).toBe(1);
  });
});
