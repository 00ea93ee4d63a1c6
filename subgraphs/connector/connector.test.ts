import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { createServer, type Server } from 'node:net';
import { type HubEndpoint, openHubEndpoint } from './test-hub-endpoint.js';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkTables, draftOf, organisationFromFolder } from '@hub/kit';
import { createKeyPairIfMissing, readPublicKeys } from '@hub/runtime';
import { createDatabase, newDatabase, openTestDatabase } from '../../test/support/database.js';
import { freePort } from '../../test/support/free-port.js';
import { type Linked, startLinked } from '../../test/support/linked.js';
import { until } from '../../test/support/until.js';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { connectorDefinition } from './src/connector-definition.js';
import { readConnector } from './src/settings/read-connector.js';

const organisation = `format: 1
code: elders-association
shortName: the Elders' Association
keepsPeople: true
`;

const member = `name: EldersMember
file: members
description: A member of the association (hội viên).
shown: nobody
key: [person]
columns:
  person: { kind: person, whenErased: delete }
  completed_on: { kind: pastDay, optional: true, names: ['Ngày hoàn thành'], description: When the course ended. }
reaches:
  - { goal: ADULTS_BASIC, on: completed_on }
`;

/** Rows as the association's own database has them. */
const people = (first: number, count: number) =>
  Array.from({ length: count }, (_, index) => [
    String(999_180_000_100 + first + index),
    index % 2 === 0 ? 'Nữ' : 'Nam',
  ]);

const header = 'citizen_number,full_name,sex,birth_year,commune_code,completed_on';
const csv = (rows: readonly (readonly string[])[]) =>
  [
    header,
    ...rows.map(([number, sex]) => `${number},Lê Thị Hoa,${sex === 'Nữ' ? 'FEMALE' : 'MALE'},1950,14845,2026-02-01`),
    '',
  ].join('\n');

// A hanging database is reported after eleven seconds; the rest is for slow machines.
jest.setTimeout(180_000);

describe('a connector that is a folder', () => {
  let folder: string;
  let linked: Linked;
  let page: string;
  let silent: Server;
  let hub: HubEndpoint;
  let erp: Awaited<ReturnType<typeof openTestDatabase>>;
  const logged: Record<string, unknown>[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'elders-'));
    const write = (name: string, text: string) => {
      mkdirSync(join(folder, name, '..'), { recursive: true });
      writeFileSync(join(folder, name), text);
    };
    const url = await createDatabase();
    erp = await openTestDatabase(url, { entities: [], migrations: [] });
    await erp.em.execute(`
      create schema danh_ba;
      create table danh_ba.hoi_vien (ma_hv bigint primary key, "Số CCCD" bigint, "Họ và tên" text, "Giới tính" text,
        "Năm sinh" int, "Xã" text, ngay_hoan_thanh timestamptz, "Số điện thoại" text);
      create view danh_ba.xuat_hoi_vien as select * from danh_ba.hoi_vien;
    `);
    for (const [index, [number, sex]] of people(0, 12).entries())
      await erp.em.execute('insert into danh_ba.hoi_vien values (?, ?, ?, ?, ?, ?, ?, ?)', [
        ...[index + 1, number, 'Lê Thị Hoa', sex, 1950, '14845', '2026-02-01T20:00:00Z', '0912345678'],
      ]);
    // A server that takes connections and says nothing.
    hub = await openHubEndpoint();
    silent = createServer(() => undefined).listen(0, '127.0.0.1');
    const port = await freePort();
    page = `http://127.0.0.1:${port}`;
    const silentPort = (silent.address() as { port: number }).port;
    write('organisation.yaml', organisation);
    write('records/member.yaml', member);
    write('secrets/erp-url', `${url}\n`);
    write('secrets/silent-url', `mysql://u:p@127.0.0.1:${silentPort}/db\n`);
    createKeyPairIfMissing(join(folder, 'signing.key'));
    // Where the program that serves a folder has it.
    process.env['SIGNING_KEY_FILE'] = join(folder, 'signing.key');
    write('secrets/post-token', 'the-token-of-the-program\n');
    mkdirSync(join(folder, 'inbox'));
    write(
      'connector.yaml',
      `format: 1
hub: ${hub.url}
page: { port: ${port} }
figures:
  sources:
    - from: database
      name: directory
      engine: postgresql
      urlFile: secrets/erp-url
      every: 1h
      views:
        - kind: members
          view: danh_ba.xuat_hoi_vien
          key: [ma_hv]
          page: 10
          complete: today
          mapping: { columns: { ngay_hoan_thanh: completed_on } }
    - from: folder
      name: inbox
      path: inbox
      every: 1s
      steady: 1s
      files: [{ kind: members, names: 'Hội viên*', complete: today }]
    - from: post
      name: own-program
      tokenFile: secrets/post-token
      rows: [{ kind: members }]
    - from: database
      name: silent
      engine: mysql
      urlFile: secrets/silent-url
      every: 1h
      within: 1s
      views: [{ kind: members, view: hoi_vien, key: [id] }]
`,
    );
    const empty = await openTestDatabase(newDatabase(), { entities: [], migrations: [] });
    const drafted = draftOf(await checkTables(empty.em, organisationFromFolder(folder).records ?? []));
    await empty.close();
    write('migrations/20270131120000-records.sql', drafted.map((one) => `${one};\n`).join('\n'));
    const definition = connectorDefinition(organisationFromFolder(folder), readConnector(folder));
    const watched: typeof definition = {
      ...definition,
      beside: (parts) => {
        const note = (details: object, message?: string) => logged.push({ ...details, message });
        const log = { info: note, warn: note, error: note };
        const server = Object.assign(Object.create(parts.server) as typeof parts.server, { log });
        definition.beside?.({ ...parts, server });
      },
    };
    linked = await startLinked(watched, { hubUrl: hub.url });
    hub.target = linked.movement.url;
  });
  afterAll(async () => {
    delete process.env['SIGNING_KEY_FILE'];
    await linked.stop();
    await erp.close();
    silent.close();
    await hub.close();
    rmSync(folder, { recursive: true });
  });

  const shown = async (language = '') => (await fetch(`${page}/${language}`)).text();
  const readNow = (source: string) =>
    fetch(`${page}/read/${source}`, {
      method: 'POST',
      redirect: 'manual',
      headers: { origin: page, 'content-type': 'application/x-www-form-urlencoded' },
    });
  const untilShown = async (text: string | RegExp, what: string) => {
    let seen = '';
    await until(async () => (seen = await shown('?lang=en')).search(text) >= 0, {
      what,
      within: 170_000,
      seen: () => seen,
    });
    return seen;
  };
  const untilAgain = (isSo: () => Promise<boolean>, what: string) => until(isSo, { what, within: 170_000, every: 500 });
  /** Numbers of the hub's releases, in the order of arrival. */
  const taken = async () => {
    const rows = await linked.movement.execute('select number from taken_release order by taken_at, number');
    return rows.map(({ number }) => number);
  };
  const members = () => linked.organisation.execute('select count(*)::int as count from elders_member');

  test('reads a view with Vietnamese columns in pages by key, and keeps no number and no name', async () => {
    await untilShown(/directory: danh_ba\.xuat_hoi_vien[\s\S]*12 \/ 12 \/ 0/, 'the view to be read');
    expect(await members()).toEqual([{ count: 12 }]);
    const rows = await linked.organisation.execute('select * from elders_member limit 1');
    expect(JSON.stringify(rows)).not.toMatch(/999180|Hoa|0912/);
    // The evening of UTC is the next day in the province.
    expect(await linked.organisation.execute('select distinct completed_on::text as day from elders_member')).toEqual([
      { day: '2026-02-02' },
    ]);
  });

  test('leaves one receipt of a view in which nothing changed, however often it is read', async () => {
    const runs = async () => {
      const [row] = await linked.organisation.execute(
        `select (select count(*)::int from import_run) as noted, (select last_value::int from import_run_id_seq) as begun`,
      );
      return row as { noted: number; begun: number };
    };
    const before = await runs();
    for (const more of [1, 2]) {
      await readNow('directory');
      await untilAgain(async () => (await runs()).begun >= before.begun + more, 'the view to be read again');
    }
    await untilShown(/directory: danh_ba\.xuat_hoi_vien[\s\S]*12 \/ 12 \/ 0/, 'the view to be read');
    expect(await runs()).toMatchObject({ noted: before.noted });
  });

  test('hands figures over to the hub, which counts them', async () => {
    const { answer } = await linked.organisation.release();
    expect(answer.release).toMatchObject({ number: 1, cells: expect.any(Number) });
    await linked.exchange();
    expect(await taken()).toEqual([1]);
  });

  test('takes a file once nobody writes to it, and moves it away; rejected rows are a file beside', async () => {
    const inbox = join(folder, 'inbox');
    const file = join(inbox, 'Hội viên tháng 3.csv');
    const text = csv([...people(100, 3), ['123', 'Nữ']]);
    // Half of it, then the other half, and last the name that it has.
    writeFileSync(`${file}.part`, text.slice(0, 150));
    writeFileSync(`${file}.part`, text);
    renameSync(`${file}.part`, file);
    await until(() => readdirSync(inbox).includes('taken') && readdirSync(join(inbox, 'taken')).length === 1, {
      ...{ what: 'the file to be taken', within: 170_000, seen: () => readdirSync(inbox, { recursive: true }) },
    });
    expect(await members()).toEqual([{ count: 15 }]);
    const [rejected = ''] = readdirSync(join(inbox, 'rejected'));
    const said = readFileSync(join(inbox, 'rejected', rejected), 'utf8');
    expect(said.trim().split(/\r?\n/)).toHaveLength(2);
    expect(said).toContain('citizen_number: expected');
    const seen = await untilShown('1 of 4 rows of Hội viên tháng 3.csv were rejected', 'the rejected row to be shown');
    expect(seen).not.toContain('999180');
  });

  test('puts a file that cannot be read into rejected, and says why beside it; others are left, and named', async () => {
    const inbox = join(folder, 'inbox');
    writeFileSync(join(inbox, 'Hội viên.xlsx'), '%PDF-1.7 no table');
    const reasons = () => readdirSync(join(inbox, 'rejected')).filter((name) => name.endsWith('.txt'));
    await until(() => reasons().length === 1, { what: 'the file to be refused', within: 170_000 });
    expect(readFileSync(join(inbox, 'rejected', reasons()[0] ?? ''), 'utf8')).toContain('got a PDF');
    writeFileSync(join(inbox, 'other.csv'), 'a,b\n1,2\n');
    await untilShown('other.csv fits none', 'the file without a kind to be named');
    rmSync(join(inbox, 'other.csv'));
  });

  test('says that the folder is gone, and goes on when it is back', async () => {
    renameSync(join(folder, 'inbox'), join(folder, 'away'));
    await untilShown('FOLDER_GONE', 'the folder to be missed');
    renameSync(join(folder, 'away'), join(folder, 'inbox'));
    await until(async () => !(await shown()).includes('FOLDER_GONE'), {
      what: 'the folder to be back',
      within: 170_000,
    });
    expect(logged.filter(({ code }) => code === 'FOLDER_GONE')).toHaveLength(1);
  });

  const post = (body: string, headers: Record<string, string> = {}, query = '') =>
    fetch(`${page}/rows/members${query}`, {
      method: 'POST',
      headers: { authorization: 'Bearer the-token-of-the-program', 'content-type': 'application/json', ...headers },
      body,
    });
  const row = {
    'Số CCCD': '999180000300',
    'Họ và tên': 'Lê Thị Hoa',
    'Giới tính': 'Nữ',
    'Năm sinh': 1951,
    Xã: '14845',
  };

  test('takes rows that its own program posts, as JSON and as a file', async () => {
    const rows = [
      { ...row, 'Ngày hoàn thành': '2026-02-03' },
      { ...row, 'Số CCCD': '1', 'Ngày hoàn thành': null },
    ];
    const checked = await post(JSON.stringify(rows), {}, '?check=true');
    expect([checked.status, await checked.json()]).toMatchObject([200, { run: null, read: 2, added: 1, rejected: 1 }]);
    const answer = await post(JSON.stringify(rows));
    expect([answer.status, await answer.json()]).toMatchObject([
      200,
      { read: 2, added: 1, rejected: 1, faults: [{ row: 2, column: 'citizen_number' }] },
    ]);
    const file = await post(csv(people(400, 2)), { 'content-type': 'text/csv' });
    expect([file.status, await file.json()]).toMatchObject([200, { read: 2, written: 2, rejected: 0 }]);
  });

  test.each<[string, () => Promise<Response>, number, string]>([
    ['another token', () => post('[]', { authorization: 'Bearer x' }), 401, 'UNAUTHENTICATED'],
    ['no rows', () => post('[]'), 400, 'BAD_REQUEST'],
    ['rows of nothing it knows', () => post('[{"a":1}]'), 422, 'UNREADABLE_FILE'],
    ['another site’s request', () => post('[]', { origin: 'https://evil.example' }), 403, 'FORBIDDEN'],
  ])('refuses %s', async (_what, ask, status, code) => {
    const response = await ask();
    expect([response.status, await response.json()]).toMatchObject([status, { code }]);
  });

  test('refuses other hosts and other sites’ forms', async () => {
    const asOther = await new Promise<number | undefined>((resolve, reject) => {
      request(`${page}/`, { headers: { host: 'rebound.example' } }, ({ statusCode }) => {
        resolve(statusCode);
      })
        .on('error', reject)
        .end();
    });
    expect(asOther).toBe(421);
    const forms = await Promise.all(
      [{}, { origin: 'https://evil.example' }, { origin: page, 'sec-fetch-site': 'cross-site' }].map((headers) =>
        fetch(`${page}/test`, { method: 'POST', headers: headers as Record<string, string> }),
      ),
    );
    expect(forms.map(({ status }) => status)).toEqual([403, 403, 403]);
    const allowed = await fetch(`${page}/`);
    expect(allowed.headers.get('access-control-allow-origin')).toBeNull();
    expect(allowed.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  test('says in one line that a database hangs', async () => {
    await untilShown(/silent: hoi_vien[\s\S]*DATABASE_(SLOW|UNREACHABLE)/, 'the silent database to be told');
  });

  test('loses and doubles nothing while the hub is away, and tells a wrong clock by how much', async () => {
    hub.isAway = true;
    for (const day of [1, 2, 3, 4, 5, 6, 7]) {
      await post(csv(people(500 + 30 * day, 12)), { 'content-type': 'text/csv' });
      const { answer } = await linked.organisation.release({ note: `Day ${day}` });
      expect(answer.release).toMatchObject({ number: 1 + day });
    }
    const testNow = () => fetch(`${page}/test`, { method: 'POST', redirect: 'manual', headers: { origin: page } });
    expect((await testNow()).status).toBe(303);
    await untilShown(/hub<\/td>\s*<td><strong class="fault">HUB_UNREACHABLE/, 'the absence of the hub');
    expect(await taken()).toEqual([1]);
    hub.isAway = false;
    await linked.exchange();
    expect(await taken()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    hub.aheadMs = 3_600_000;
    await testNow();
    await untilShown(
      'WRONG_CLOCK</strong> Expected this machine&#39;s clock to agree with the hub&#39;s; it is 60 min behind',
      'the wrong clock',
    );
    hub.aheadMs = 0;
    await testNow();
    expect((await shown()).match(/WRONG_CLOCK.*|HUB_UNREACHABLE.*/g)).toBeNull();
  });

  test('says until when its signing key is good, that it ends soon, and that it has ended', async () => {
    const { file, times } = linked.keys;
    const id = readPublicKeys(file)[0]?.id ?? '';
    const testNow = () => fetch(`${page}/test`, { method: 'POST', redirect: 'manual', headers: { origin: page } });
    const untilTold = async (moment: Date, text: string | RegExp, what: string) => {
      writeFileSync(times, JSON.stringify({ [id]: { from: '2020-01-01T00:00:00Z', until: moment.toISOString() } }));
      await untilAgain(async () => {
        await testNow();
        return (await shown('?lang=en')).search(text) >= 0;
      }, what);
    };
    const daysOn = (days: number) => new Date(Date.now() + days * 86_400_000);
    const keyRow = (state: string) =>
      new RegExp(
        `signing key</td>\\s*<td><code>[\\w-]+</code></td>\\s*<td>20[\\d-]+</td>\\s*<td>(<strong class="fault">)?${state}`,
      );
    await untilTold(daysOn(90), keyRow('Works'), 'the end of the key to be told');
    await untilTold(daysOn(5), keyRow('It ends soon'), 'the end of the key to be near');
    await untilTold(daysOn(-1), /hub<\/td>\s*<td><strong class="fault">KEY_ENDED/, 'the key to have ended');
    expect(await taken()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    const warnings = linked.organisation.takeWarnings().filter(({ fault }) => fault === 'UNAUTHENTICATED');
    expect(warnings).toHaveLength(1);
    rmSync(times);
    await untilAgain(async () => {
      await testNow();
      return !(await shown()).includes('KEY_ENDED');
    }, 'the key to be good again');
  });

  test('tells a column of another type, one that is gone, a key that comes twice, and a view that is gone', async () => {
    const told = async (change: string, code: string, said: string) => {
      await erp.em.execute(change);
      expect((await readNow('directory')).status).toBe(303);
      const seen = await untilShown(new RegExp(`${code}</strong>[^<]*${said}`), code);
      expect(seen).not.toMatch(/999180000/);
    };
    const view = (columns: string) =>
      `drop view if exists danh_ba.xuat_hoi_vien; create view danh_ba.xuat_hoi_vien as select ${columns} from danh_ba.hoi_vien`;
    const all = 'ma_hv, "Số CCCD", "Họ và tên", "Giới tính", "Năm sinh", "Xã"';
    await told(
      view(`${all}, 'hôm qua'::text as ngay_hoan_thanh`),
      'COLUMN_CHANGED',
      'Columns have another type: ngay_hoan_thanh \\(text',
    );
    expect(
      await (await fetch(`${page}/rejected?part=${encodeURIComponent('directory: danh_ba.xuat_hoi_vien')}`)).text(),
    ).toContain('\r\n2,1,"completed_on: expected');
    await told(view(all), 'COLUMN_GONE', 'Expected the column ngay_hoan_thanh in danh_ba.xuat_hoi_vien of directory');
    await told(view(`1 as ${all}, ngay_hoan_thanh`), 'KEY_NOT_UNIQUE', 'Expected the key \\(ma_hv\\)');
    await told('drop view danh_ba.xuat_hoi_vien', 'VIEW_GONE', 'Expected the view danh_ba.xuat_hoi_vien');
    await erp.em.execute(view(`${all}, ngay_hoan_thanh`));
    await readNow('directory');
    await until(async () => !(await shown()).includes('VIEW_GONE'), { what: 'the view to be back', within: 170_000 });
    // No row was removed meanwhile.
    expect(await members()).toEqual([{ count: 102 }]);
  });
});

describe('a broken folder', () => {
  const right = `format: 1
figures:
  sources:
    - { from: folder, name: inbox, path: inbox, files: [{ kind: members, names: '*' }] }
`;
  test.each<[string, string, string, string]>([
    ['an unknown member', 'format: 1', 'format: 1\nhubb: x', 'connector.yaml:1: Unrecognized key'],
    [
      'a kind',
      'kind: members',
      'kind: clubs',
      "connector.yaml:4: figures.sources.0.files.0.kind: expected one of the records' files",
    ],
    [
      'a source',
      'from: folder',
      'from: ftp',
      'connector.yaml:4: figures.sources.0.from: expected database, folder or post',
    ],
    [
      'a time',
      'path: inbox',
      'path: inbox, every: soon',
      'connector.yaml:4: figures.sources.0.every: expected a time from 1s to 1d',
    ],
    [
      'a column',
      "names: '*'",
      "names: '*', mapping: { columns: { Ngày: finished } }",
      'connector.yaml:4: figures.sources.0.files.0.mapping.columns.Ngày: expected one of the columns of members',
    ],
    [
      'rows of one kind that two bring, of which one replaces',
      "names: '*' }",
      "names: '*.csv', replace: {} }, { kind: members, names: '*' }",
      'connector.yaml:4: figures.sources.0.files.0.replace: expected none where members come from several places',
    ],
    [
      'a secret',
      'format: 1',
      'format: 1\ndatabase: { urlFile: secrets/none }',
      'connector.yaml:2: database.urlFile: expected a file at secrets/none',
    ],
  ])('%s: names file and line, and what was expected', (_what, from, to, said) => {
    const folder = mkdtempSync(join(tmpdir(), 'elders-'));
    try {
      mkdirSync(join(folder, 'records'));
      writeFileSync(join(folder, 'organisation.yaml'), organisation.replace('elders', 'broken'));
      writeFileSync(join(folder, 'records/member.yaml'), member.replaceAll('EldersMember', 'BrokenMember'));
      expect(right).toContain(from);
      writeFileSync(join(folder, 'connector.yaml'), right.replace(from, to));
      expect(() => connectorDefinition(organisationFromFolder(folder), readConnector(folder))).toThrow(said);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
