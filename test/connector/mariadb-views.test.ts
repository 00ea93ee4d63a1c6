import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Linked, startLinked } from '../support/linked.js';
import { associationFiles, type FolderConnector, folderConnector } from './support/folder-connector.js';
import { hasMariadb, type MariadbServer, openMariadb } from './support/mariadb-server.js';

// SQL Server is not tried: it has no package for Debian. What its statements look like, statements.test.ts says.
if (!hasMariadb) console.warn('Skipped: views of MariaDB, for mariadb-server is not on this machine.');

const files = (port: number) => ({
  ...associationFiles('Gardeners', true),
  'secrets/directory': `mysql://doc_gia:m%E1%BA%ADt-kh%E1%BA%A9u@127.0.0.1:${port}/hoi_lam_vuon\n`,
  'secrets/wrong-password': `mysql://doc_gia:khong-phai-mat-khau@127.0.0.1:${port}/hoi_lam_vuon\n`,
  'connector.yaml': `format: 1
figures:
  sources:
    - from: database
      name: directory
      engine: mysql
      urlFile: secrets/directory
      every: 1h
      views:
        - kind: members
          view: xuất_hội_viên
          key: ['Mã chi hội', 'Số thẻ']
          page: 10
          complete: today
          mapping: { columns: { 'Ngày hoàn thành': completed_on, 'Mã chi hội': null, 'Số thẻ': null } }
    - from: database
      name: wrong-password
      engine: mysql
      urlFile: secrets/wrong-password
      every: 1h
      views: [{ kind: members, view: xuất_hội_viên, key: ['Số thẻ'] }]
    - from: database
      name: wants-tls
      engine: mysql
      urlFile: secrets/directory
      tls: verify
      every: 1h
      views: [{ kind: members, view: xuất_hội_viên, key: ['Số thẻ'] }]
    - from: database
      name: wrong-view
      engine: mysql
      urlFile: secrets/directory
      every: 1h
      views: [{ kind: members, view: không_có, key: ['Số thẻ'] }]
`,
});

/** A fictitious association, as its own system has it: three clubs, and numbers of cards that begin again in each. */
const schema = `
create database hoi_lam_vuon character set utf8mb4;
use hoi_lam_vuon;
create table hội_viên (
  \`Mã chi hội\` varchar(20) not null, \`Số thẻ\` int not null, \`Số CCCD\` varchar(12), \`Họ và tên\` varchar(100),
  \`Giới tính\` enum('Nam', 'Nữ'), \`Năm sinh\` year, \`Xã\` varchar(5), kết_thúc timestamp null,
  \`Điện thoại\` varchar(20), primary key (\`Mã chi hội\`, \`Số thẻ\`));
insert into hội_viên
  select concat('Chi hội ', seq mod 3), floor(seq / 3), 999180000100 + seq, 'Lê Thị Hoa', if(seq mod 2, 'Nữ', 'Nam'), 1960,
    '14845', '2026-02-01 20:00:00', '0912345678'
  from seq_0_to_59;
create view xuất_hội_viên as
  select \`Mã chi hội\`, \`Số thẻ\`, \`Số CCCD\`, \`Họ và tên\`, \`Giới tính\`, \`Năm sinh\`, \`Xã\`, kết_thúc as \`Ngày hoàn thành\`
  from hội_viên;
create user doc_gia@127.0.0.1 identified by 'mật-khẩu';
grant select on hoi_lam_vuon.xuất_hội_viên to doc_gia@127.0.0.1;
`;

(hasMariadb ? describe : describe.skip)('views of MariaDB, with Vietnamese names', () => {
  let server: MariadbServer;
  let connector: FolderConnector;
  let linked: Linked;

  beforeAll(async () => {
    server = await openMariadb();
    server.run(`set time_zone = '+00:00';${schema}`);
    connector = await folderConnector(files(server.port));
    linked = await startLinked(connector.definition);
  }, 300_000);
  afterAll(async () => {
    await server.close();
    await linked.stop();
    connector.remove();
  });

  const members = () => linked.organisation.execute('select count(*)::int as count from gardeners_member');

  test('are read in pages by a key of two columns; figures come of them, and no number and no name is kept', async () => {
    await connector.untilShown(/directory: xuất_hội_viên[\s\S]*?60 \/ 60 \/ 0/, 'the view to be read');
    expect(await members()).toEqual([{ count: 60 }]);
    const rows = await linked.organisation.execute('select * from gardeners_member limit 1');
    expect(JSON.stringify(rows)).not.toMatch(/999180|Hoa|0912/);
    // A moment has a zone: the evening of UTC is the next day in the province.
    const days = await linked.organisation.execute('select distinct completed_on::text as day from gardeners_member');
    expect(days).toEqual([{ day: '2026-02-02' }]);
    const { answer } = await linked.organisation.release();
    expect(answer.release).toMatchObject({ number: 1, cells: expect.any(Number) });
    await linked.exchange();
    const taken = await linked.movement.execute('select number from taken_release');
    expect(taken).toEqual([{ number: 1 }]);
  }, 180_000);

  test.each([
    ['wrong-password', 'DATABASE_REFUSES', 'Expected the database wrong-password to let this account read'],
    ['wants-tls', 'DATABASE_TLS', 'Expected an encrypted connection to the database wants-tls; its server has no TLS'],
    ['wrong-view', 'DATABASE_REFUSES', 'Expected the database wrong-view to let this account read'],
  ])('what %s lacks is one line on the page and in the log, without a secret', async (name, code, said) => {
    const seen = await connector.untilShown(new RegExp(`${name}: [^<]*</?[^]*?${code}</strong> ${said}`), code);
    expect(seen).not.toMatch(/khong-phai|mật-khẩu|doc_gia/);
    const lines = connector.logged.filter(({ part }) => String(part).startsWith(`${name}: `));
    expect(lines).toMatchObject([{ code, message: expect.stringContaining(said) }]);
    expect(JSON.stringify(lines)).not.toMatch(/khong-phai|mật-khẩu/);
  });

  test('a row without a number of a citizen is rejected, and the others are in', async () => {
    server.run(
      `use hoi_lam_vuon; insert into hội_viên values ('Chi hội 9', 1, '12', 'Lê', 'Nữ', 1960, '14845', null, '');`,
    );
    await connector.post('/read/directory');
    await connector.untilShown('1 of 61 rows of directory: xuất_hội_viên were rejected', 'the rejected row');
    expect(await members()).toEqual([{ count: 60 }]);
  }, 180_000);
});
