import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { PostgresServer, postgresPrograms } from '../operations/support/postgres-server.js';
import { createAuthority } from '../support/certificates.js';
import { newDatabase } from '../support/database.js';
import { type RunningSubgraph, startSubgraph } from '../support/subgraph.js';
import { associationFiles, type FolderConnector, folderConnector } from './support/folder-connector.js';

if (postgresPrograms === undefined)
  console.warn('Skipped: TLS and passwords of a database, for no PostgreSQL is here.');

const source = (name: string, file: string, more = '') => `    - from: database
      name: ${name}
      engine: postgresql
      urlFile: secrets/${file}
      every: 1h${more}
      views: [{ kind: members, view: xuat_hoi_vien, key: [ma_hv] }]
`;

/** The settings of a database that takes only encrypted connections with a password. */
const filesOf = (port: number, ca: string) => ({
  ...associationFiles('Beekeepers', true),
  'secrets/right': `postgresql://reader:right-secret@localhost:${port}/bees\n`,
  'secrets/wrong': `postgresql://reader:wrong-secret@localhost:${port}/bees\n`,
  'secrets/authority.pem': ca,
  'connector.yaml': `format: 1
figures:
  sources:
${source('right', 'right', '\n      tls: verify\n      caFile: secrets/authority.pem')}\
${source('wrong-password', 'wrong', '\n      tls: verify\n      caFile: secrets/authority.pem')}\
${source('unknown-authority', 'right', '\n      tls: verify')}\
${source('not-encrypted', 'right', '\n      tls: off')}`,
});

(postgresPrograms === undefined ? describe.skip : describe)('a database that demands TLS and a password', () => {
  let server: PostgresServer;
  let connector: FolderConnector;
  let subgraph: RunningSubgraph;

  beforeAll(async () => {
    const authority = await createAuthority();
    const access = 'hostssl all all 127.0.0.1/32 scram-sha-256';
    const tls = { ...(await authority.certify('localhost')), access };
    server = await PostgresServer.open(postgresPrograms ?? '', { tls });
    server.run('createdb', ['bees']);
    server.run(
      'psql',
      ['-d', 'bees', '-v', 'ON_ERROR_STOP=1'],
      `create role reader login password 'right-secret';
       create view xuat_hoi_vien as select 1 as ma_hv, '999180000101' as "Số CCCD", 'Lê Thị Hoa' as "Họ và tên",
         'Nữ' as "Giới tính", 1960 as "Năm sinh", '14845' as "Xã", date '2026-02-01' as completed_on;
       grant select on xuat_hoi_vien to reader;`,
    );
    connector = await folderConnector(filesOf(server.port, authority.ca));
    subgraph = await startSubgraph(connector.definition, newDatabase());
  }, 300_000);
  afterAll(async () => {
    await subgraph.stop();
    await server.close();
    connector.remove();
  });

  test('is read with its password, encrypted, once its authority is named', async () => {
    await connector.untilShown(/right: xuat_hoi_vien[\s\S]*?1 \/ 1 \/ 0/, 'the view to be read');
  }, 180_000);

  test.each([
    ['wrong-password', 'DATABASE_REFUSES', 'Expected the database wrong-password to let this account read'],
    ['unknown-authority', 'DATABASE_TLS', 'Expected the certificate of the database unknown-authority to be verified'],
    ['not-encrypted', 'DATABASE_TLS', 'The database not-encrypted refuses this connection, which is not encrypted'],
  ])(
    '%s: one line on the page and in the log, without a secret',
    async (name, code, said) => {
      const seen = await connector.untilShown(new RegExp(`${name}: [^]*?${code}</strong> ${said}`), code);
      expect(seen).not.toMatch(/right-secret|wrong-secret/);
      const lines = connector.logged.filter(({ part }) => String(part).startsWith(`${name}: `));
      expect(lines).toMatchObject([{ code, message: expect.stringContaining(said) }]);
      expect(JSON.stringify(lines)).not.toMatch(/right-secret|wrong-secret/);
    },
    180_000,
  );

  test('the next reading tells the same once', async () => {
    await connector.post('/test');
    const lines = () => connector.logged.filter(({ part }) => part === 'test of wrong-password');
    const before = lines().length;
    await connector.post('/test');
    expect(lines()).toHaveLength(before);
  });
});
