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
      `  branches: A branch of the Women's Union in one commune (Hội Liên hiệp Phụ nữ cơ sở)\n    code: a code of letters, digits, - and _ (at most 40)\n    commune_code: the 5-digit code`,
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
      `The rejected rows, to be corrected and imported: ${rejected}`,
      '',
    ]);
    expect(readFileSync(rejected, 'utf8').split('\r\n')).toEqual([
      `${header},remark,Lý do từ chối (reason)`,
      expect.stringMatching(/^B4,99999,Hội,Union,1,b,"commune_code: expected .*, got ""99999"""$/),
      expect.stringMatching(/^B5,14845,Hội,Union,many,c,"member_count: expected .*, got ""many"""$/),
      '',
    ]);

    // The corrected file needs no other change.
    writeFileSync(rejected, readFileSync(rejected, 'utf8').replace('99999', '14845').replace('many', '7'));
    expect(await importing('branches', 'branches.rejected.csv')).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/^2 rows read, 2 rows written, 0 rows rejected\./m),
    });
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
    expect(readFileSync(join(folder, 'why.csv'), 'utf8')).toMatch(/^code,.*\r\nB4,99999,.*commune_code: /);
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
    expect(readFileSync(join(folder, 'branches.rejected.csv'), 'utf8').split('\r\n')).toHaveLength(60_002);
  });

  test.each([
    ['cut off', Buffer.from(`${header}\nB1,14845,Hội`), 'Row 2: expected as many values'],
    ['of another kind', Buffer.from('tổ,ngày\nB1,x\n'), 'Expected a row that names the columns'],
  ])('says why it refuses a whole file: %s', async (_, content, reason) => {
    writeFileSync(join(folder, 'branches.csv'), content);
    const { exitCode, stderr } = await importing('branches', 'branches.csv');
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`Nothing of ${join(folder, 'branches.csv')} is in.`);
    expect(stderr).toContain(reason);
  });

  test('says how it reads a file of others, asks what that leaves open, and takes it back', async () => {
    const lines = ['Mã;Xã;Tên;Tên tiếng Anh;Số hội viên', 'B7;Xã Mường Lát;Hội;Union;1.200', ''];
    writeFileSync(join(folder, 'chi-hoi.csv'), `\uFEFF${lines.join('\r\n')}`);
    const mapping = {
      columns: { Mã: 'code', Tên: 'name_vi', 'Tên tiếng Anh': 'name_en', 'Số hội viên': 'member_count' },
    };
    writeFileSync(join(folder, 'mapping.json'), JSON.stringify(mapping));
    const args = ['branches', 'chi-hoi.csv', '--mapping', 'mapping.json'];
    const asked = await importing(...args);
    expect(asked.exitCode).toBe(1);
    expect(asked.stdout).toContain('  B (Xã) → commune_code\n');
    expect(asked.stderr).toContain('  --answer "decimal=,"   the decimal sign is ,');
    const checked = await importing(...args, '--answer', 'decimal=,', '--dry-run');
    expect(checked).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('1 new, 0 changed, 0 as they are') });
    expect(checked.stdout).toContain('Nothing is in: this was a dry run.');
    expect(await branches()).not.toContain('B7');
    expect((await importing(...args, '--answer', 'decimal=,', '--save-mapping')).exitCode).toBe(0);
    expect(await branches()).toContain('B7');

    const imports = (...more: readonly string[]) =>
      hub(['imports', 'womens-union', ...more], {
        ...{ folder, environment: { HUB_DATA: join(home, '.data'), GATEWAY_PORT: String(port) } },
      });
    const listed = await imports('--first', '1');
    expect(listed).toMatchObject({ stderr: '', exitCode: 0, stdout: expect.stringMatching(/^\d+ .*chi-hoi\.csv/m) });
    const [run = ''] = /^\d+(?= .*chi-hoi\.csv)/m.exec(listed.stdout) ?? [];
    expect(await imports('undo', run)).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('1 rows taken out'),
    });
    expect(await branches()).not.toContain('B7');
    expect(await imports('undo', run)).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining('taken back before'),
    });
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
