import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { hub, temporaryFolder } from '../../hub/support/hub.js';
import { day } from '../support/as-written.js';
import { downloadedRows } from '../support/downloaded.js';
import { misfits } from '../support/looks.js';
import type { TestedPortal } from '../support/tested-portal.js';
import { untilShown, violations } from '../support/watched-page.js';

/** The organisations: what each shows everyone, its own people, and auditors. */
export function testOrganisations(portal: TestedPortal): void {
  const panel = (id: string) => portal.page.locator(`#${id}`);
  const address = '/organisations/womens-union';

  test('say of their data what the graph says', async () => {
    await portal.leave();
    await portal.open('/organisations');
    const { organisations } = await portal.ask('{ organisations { name dataStatement { text } } }');
    const rows = portal.page.locator('main tbody tr');
    expect(await rows.count()).toBe(organisations.length);
    for (const [index, { name, dataStatement }] of organisations.entries()) {
      expect(await rows.nth(index).textContent()).toContain(name);
      expect(await rows.nth(index).textContent()).toContain(dataStatement.text);
    }
  });

  test('show each release, down to the first', async () => {
    await portal.open(address);
    await panel('releases').locator('tbody tr').first().waitFor();
    await untilShown(portal.page);
    const of = 'contributions { organisation { code } through release { number keyId } }';
    const { goal } = await portal.ask(`{ goal(code: "ADULTS_BASIC") { progress { ${of} } } }`);
    const now = goal.progress.contributions.find(({ organisation }: any) => organisation.code === 'womens-union');
    const numbers = await panel('releases').locator('tbody th').allTextContents();
    expect(numbers).toEqual(
      Array.from({ length: now.release.number }, (_, index) => String(now.release.number - index)),
    );
    const newest = (await panel('releases').locator('tbody tr').first().textContent()) ?? '';
    expect(newest).toContain(day(now.through));
    expect(newest).toContain(now.release.keyId);
  });

  test('show month by month whether they reported in time, and say where no day is due', async () => {
    await portal.open('/organisations/university');
    const shown = panel('punctuality').locator('[data-goal]');
    await shown.first().waitFor();
    // Up to the last month that is over in the province.
    const [year = 0, number = 0] = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Ho_Chi_Minh' })
      .format(new Date())
      .split('-')
      .map(Number);
    const monthsAgo = (count: number) => new Date(Date.UTC(year, number - 1 - count)).toISOString().slice(0, 7);
    const [from, month] = [monthsAgo(12), monthsAgo(1)];
    const { goals } = await portal.ask(`{ goals { code reportDueDays completeness(from: "${from}", to: "${month}") {
      organisations { organisation { code } months { month state late } } } } }`);
    const words: Record<string, string> = { REPORTED: 'đúng hạn', LATE: 'muộn', NOT_YET: 'chưa báo cáo' };
    let compared = 0;
    for (const { code, reportDueDays, completeness } of goals) {
      const own = completeness.organisations.find(({ organisation }: any) => organisation.code === 'university');
      const part = panel('punctuality').locator(`[data-goal=${code}]`);
      expect(await part.count()).toBe(own ? 1 : 0);
      if (!own) continue;
      const said = await part.locator('.report-state').allTextContents();
      expect(said.length).toBe(own.months.length);
      for (const [index, { state, late }] of own.months.entries()) {
        const isNotDue = state === 'NOT_YET' && late === 0;
        const word = late === null && state === 'REPORTED' ? 'đã báo cáo' : words[state];
        expect(said[index]).toContain(isNotDue ? 'Chưa đến hạn báo cáo' : word);
        if (state === 'LATE') expect(said[index]).toContain(`muộn ${late} ngày`);
        compared += 1;
      }
      expect((await part.textContent())?.includes('không đặt hạn')).toBe(reportDueDays === null);
    }
    expect(compared).toBeGreaterThan(12);
  });

  test('put their agreements into words for whoever has signed in, and ask others to do so', async () => {
    await portal.open(address);
    expect(await panel('agreements').textContent()).toContain('Đăng nhập');
    await portal.enter('analyst');
    await portal.ask('{ learningGroups(first: 1) { totalCount } }', 'womens-union-staff', 'audit');
    await portal.open(address);
    const { agreements } = await portal.ask(
      '{ agreements(organisation: "womens-union") { id title legalBasis holds until } }',
      'analyst',
    );
    expect(agreements.length).toBeGreaterThan(3);
    for (const { id, title, legalBasis, holds } of agreements) {
      const said = (await panel('agreements').locator(`[data-agreement="${id}"]`).textContent()) ?? '';
      expect(said).toContain(title);
      expect(said).toContain(legalBasis);
      expect(said.includes('không áp dụng')).toBe(!holds);
    }
    const [first] = await panel('agreements').locator('.agreement').allTextContents();
    expect(first).toContain('chuyên viên phân tích');
    expect(first).toContain('Chỉ đạo, điều hành');
    expect(first).toContain('từng xã, phường');
    expect(await panel('health').textContent()).toContain('đang trả lời');
  });

  test('give completeness and shares as files, of the goal that is chosen', async () => {
    const month = new Date().toISOString().slice(0, 7);
    const rows = await downloadedRows(panel('files'));
    const { goal } = await portal.ask(`{ goal(code: "ADULTS_BASIC") { completeness(from: "${month}", to: "${month}") {
      organisations { organisation { code } } } } }`);
    const codes = goal.completeness.organisations.map(({ organisation }: any) => organisation.code);
    expect([...new Set(rows.map((row) => Object.values(row)[0]))]).toEqual(codes);
    expect(rows.length).toBe(12 * codes.length);
  });

  test('show an analyst neither imports nor what was asked', async () => {
    expect(await panel('imports').count()).toBe(0);
    expect(await panel('audit').count()).toBe(0);
  });

  test('show their own people each import, and each row that was rejected with file, row, column and reason', async () => {
    const file = join(temporaryFolder(), 'wrong-members.csv');
    const head = 'group_code,citizen_number,full_name,sex,birth_year,commune_code,joined_on,completed_on';
    await writeFile(file, `${head}\nLG-NOWHERE,999177000002,Cao Thị Linh,FEMALE,1977,15661,2026-09-16,\n`);
    await portal.importFile('womens-union', 'group-members', file);
    await portal.enter('womens-union-staff');
    await portal.open(address);
    const { organisation } = await portal.ask(
      '{ organisation(code: "womens-union") { imports(first: 10) { totalCount nodes { file rejections { row column message } } } } }',
      'womens-union-staff',
    );
    const { imports } = organisation;
    const files = await panel('imports').locator('.wide').first().locator('tbody th').allTextContents();
    expect(files.length).toBe(10);
    for (const [index, { file: name }] of imports.nodes.entries()) expect(files[index]).toContain(name);
    // The import took no row: it rejected each.
    const runs = panel('imports').locator('.wide').first().locator('tbody tr');
    const run = (await runs.first().textContent()) ?? '';
    for (const said of ['Bị từ chối', 'Thành viên của tổ']) expect(run).toContain(said);
    const receipt = (await panel('receipts').locator('tbody tr').first().textContent()) ?? '';
    for (const said of ['bị từ chối', 'Thành viên của tổ']) expect(receipt).toContain(said);
    const [{ row, column, message }] = imports.nodes[0].rejections;
    expect(message).toMatch(/^expected /);
    const rejected = (await panel('rejections').locator('tbody tr').first().textContent()) ?? '';
    for (const said of ['wrong-members.csv', String(row), column, 'cần ']) expect(rejected).toContain(said);
    expect(rejected).not.toContain('expected'); // in Vietnamese
    const rows = await downloadedRows(panel('imports'));
    expect(rows.length).toBe(imports.totalCount);
    expect(rows[0]).toMatchObject({ 'Kết quả': 'Bị từ chối', 'Loại tệp': 'Thành viên của tổ' });
  });

  test('let their own people drop a file, see each fault, take in the right rows, and take that back', async () => {
    await portal.enter('womens-union-staff');
    await portal.open(address);
    const bring = panel('bring');
    const { learningGroups } = await portal.ask(
      '{ learningGroups(first: 1) { nodes { code branch { code } commune { code } } } }',
      'womens-union-staff',
    );
    const [{ branch, commune }] = learningGroups.nodes;
    const [good, wrong] = [`THU-${Date.now()}`, `SAI-${Date.now()}`];
    const rows = [
      'code;branch_code;commune_code;name_vi;name_en;leader_role;founded_on;team_code',
      `${good};${branch.code};${commune.code};Tổ một;Group one;TEACHER;5/6/2025;`,
      `${wrong};${branch.code};99999;Tổ hai;Group two;TEACHER;31/2/2026;`,
    ];
    await bring.getByLabel('Loại số liệu').selectOption({ label: 'Tổ Bình dân học vụ số' });
    expect(await bring.locator('.choose-file .intro').textContent()).toBe('Mã loại số liệu: learning-groups');
    await bring.locator('input[type=file]').setInputFiles({
      ...{ name: 'tổ học tập.csv', mimeType: 'text/csv', buffer: Buffer.from(`\uFEFF${rows.join('\r\n')}\r\n`) },
    });
    await bring.locator('.checked').waitFor();
    const counted = async (what: string) => bring.locator(`[data-count=${what}] dd`).textContent();
    expect([await counted('added'), await counted('rejected')]).toEqual(['1', '1']);
    const faults = await bring.locator('.rejected-rows tbody tr').allTextContents();
    expect(faults).toEqual([expect.stringContaining('mã 5 số'), expect.stringContaining('ngày có thật')]);
    expect(faults.every((fault) => fault.startsWith('3'))).toBe(true);
    expect(await violations(portal.page, '#bring')).toEqual([]);
    expect(await misfits(portal.page, 390)).toEqual([]);
    await portal.page.setViewportSize({ width: 1280, height: 800 });
    const group = async (code: string) =>
      (await portal.ask(`{ learningGroup(code: "${code}") { name } }`, 'womens-union-staff')).learningGroup;
    expect(await group(good)).toBeNull();
    await bring.getByRole('button', { name: /^Nhập các dòng đúng/ }).click();
    await bring.getByText('Đã nhập: biên nhận số').waitFor();
    expect([await group(good), await group(wrong)]).toEqual([{ name: 'Tổ một' }, null]);
    await bring.locator('#receipts summary').click();
    const receipt = bring.locator('#receipts tbody tr').first();
    expect(await receipt.textContent()).toContain('womens-union-staff');
    await receipt.getByRole('button', { name: /^Hoàn lại/ }).click();
    await receipt.locator('.confirm').getByRole('button', { name: 'Hoàn lại' }).click();
    await receipt.getByText('đã hoàn lại').waitFor();
    expect(await group(good)).toBeNull();
  });

  test('let their own people type in a record, which goes through the same checks', async () => {
    const bring = panel('bring');
    await bring.getByRole('button', { name: 'Nhập tay' }).click();
    await bring.getByLabel('Nhập gì').selectOption('putWomensUnionMeeting');
    const code = `TAY-${Date.now()}`;
    await bring.locator('#put-code').fill(code);
    await bring.locator('#put-titleVi').fill('Hội nghị thử');
    await bring.locator('#put-titleEn').fill('A meeting');
    await bring.locator('#put-level').selectOption('COMMUNE');
    await bring.locator('#put-attendances').fill('40');
    await bring.locator('#put-source').fill('sổ họp');
    await bring.getByRole('button', { name: 'Ghi', exact: true }).click();
    await bring.getByText('Kết quả: bị từ chối').waitFor();
    expect(await bring.locator('#put-commune').getAttribute('aria-invalid')).toBe('true');
    await bring.locator('#put-level').selectOption('PROVINCE');
    await bring.getByRole('button', { name: 'Ghi', exact: true }).click();
    await bring.getByText('Kết quả: thêm mới').waitFor();
    const { womensUnionMeetings } = await portal.ask(
      '{ womensUnionMeetings(first: 100) { nodes { code title } } }',
      'womens-union-staff',
    );
    expect(womensUnionMeetings.nodes).toContainEqual({ code, title: 'Hội nghị thử' });
    expect(await violations(portal.page, '#bring')).toEqual([]);
    await bring
      .locator('#receipts tbody tr')
      .first()
      .getByRole('button', { name: /^Hoàn lại/ })
      .click();
    await bring.locator('#receipts .confirm').getByRole('button', { name: 'Hoàn lại' }).click();
    await bring.locator('#receipts tbody tr').first().getByText('đã hoàn lại').waitFor();
  });

  test('show their own people who asked what, once the purpose is audit, which the page offers', async () => {
    await panel('audit').getByRole('button', { name: 'Kiểm tra' }).click();
    const rows = panel('audit').locator('tbody tr');
    await rows.first().waitFor();
    const { organisation } = await portal.ask(
      '{ organisation(code: "womens-union") { audit(first: 100) { nodes { caller { subject } operationName purpose } } } }',
      'womens-union-staff',
      'audit',
    );
    const shown = await rows.allTextContents();
    expect(shown.length).toBe(20);
    const known = organisation.audit.nodes.map(({ caller }: any) => caller.subject);
    for (const text of shown) expect(known.some((subject: string) => text.includes(subject))).toBe(true);
    const names = organisation.audit.nodes.map(({ operationName }: any) => operationName).filter(Boolean);
    expect(names.some((name: string) => shown.join(' ').includes(name))).toBe(true);
    expect(await violations(portal.page, '#audit')).toEqual([]);
    await portal.page.getByLabel('Mục đích').selectOption('steering');
  });

  test('show the people of one nothing of what is for those of another', async () => {
    await portal.open('/organisations/university');
    await panel('agreements').locator('article').first().waitFor();
    expect(await panel('imports').count()).toBe(0);
    expect(await panel('audit').count()).toBe(0);
    const asked = await portal.ask(
      '{ organisation(code: "university") { audit(first: 1) { totalCount } } }',
      'womens-union-staff',
      'audit',
    );
    expect(asked.organisation.audit).toBe(null);
  });

  test('show auditors what each was asked', async () => {
    for (let i = 0; i < 20; i++) await portal.ask('{ courses(first: 1) { totalCount } }', 'university-staff', 'audit');
    await portal.enter('auditor');
    await portal.open('/organisations/university');
    await panel('audit').locator('tbody tr').first().waitFor();
    expect(await panel('audit').locator('tbody tr').count()).toBe(20);
    expect(await panel('imports').count()).toBe(0);
    await portal.leave();
  });

  test('have operators invite an organisation, whose secret is shown this once, and say who did what when', async () => {
    // A new code in each run: a hub that runs already may have been tested before.
    const code = `veterans-${Date.now().toString(36)}`;
    await portal.enter('operator');
    await portal.open('/organisations');
    const joining = panel('joining');
    await joining.getByLabel('Mã tổ chức').fill('womens-union');
    await joining.getByRole('button', { name: 'Lập mã mời' }).click();
    await joining.getByText('Không mời được').waitFor();
    await joining.getByLabel('Mã tổ chức').fill(code);
    await joining.getByRole('button', { name: 'Lập mã mời' }).click();
    const secret = (await joining.locator('.to-copy code').textContent()) ?? '';
    expect(secret).toMatch(/^[\w-]{43}$/);
    const row = joining.locator('tbody tr').filter({ hasText: code });
    await row.getByText('Đã mời').waitFor();
    expect(await row.textContent()).toContain('mời, ');
    await joining.getByRole('button', { name: 'Tôi đã chép, đóng lại' }).click();
    expect(await joining.textContent()).not.toContain(secret);

    const folder = join(temporaryFolder(), code);
    await mkdir(folder);
    await writeFile(
      join(folder, 'organisation.yaml'),
      `format: 1
code: ${code}
shortName: the Veterans' Union
keepsPeople: true
publishes:
  nameVi: Hội Cựu chiến binh tỉnh
  nameEn: The Veterans' Union
  dataKind: DEMONSTRATION
  linkedBy: figures
  endpoint: null
  signsAnswers: false
  contact: tin-hoc@ccb.example
`,
    );
    await writeFile(
      join(folder, 'agreements.yaml'),
      `format: 1
organisation: ${code}
agreements:
  - { id: VU-01, version: 1, title: { vi: Số liệu của Hội, en: Its figures }, figures: ['*'], combined: ['*'],
      with: [{ role: analyst }], purposes: [steering], granularity: commune, legalBasis: Quy chế,
      from: 2026-01-01, until: 2027-12-31 }
`,
    );
    await writeFile(join(folder, 'secret'), secret);
    const joined = await hub(['join', folder, '--hub', portal.url, '--secret', join(folder, 'secret')], { folder });
    expect(joined).toMatchObject({ exitCode: 0 });

    await portal.open('/organisations');
    await row.getByRole('button', { name: 'Xem' }).click();
    const link = joining.locator('.link-of');
    await link.getByText('tin-hoc@ccb.example').waitFor();
    const shares = link.getByRole('region', { name: 'Chia sẻ gì, với ai, để làm gì' });
    for (const said of [
      'Số liệu của Hội (VU-01)',
      'chuyên viên phân tích',
      'Chỉ đạo, điều hành',
      'từ 01/01/2026 đến 31/12/2027',
    ]) {
      expect(await shares.textContent()).toContain(said);
    }
    expect(await violations(portal.page, '#joining')).toEqual([]);
    const step = async (name: string, state: string, reason = '') => {
      if (reason !== '') await link.getByLabel('Lý do (ghi vào lịch sử)').fill(reason);
      await link.getByRole('button', { name, exact: true }).click();
      await link.getByRole('button', { name: 'Xác nhận', exact: true }).click();
      await row.getByText(state, { exact: true }).waitFor();
    };
    await step('Chấp nhận', 'Đang kết nối', 'Đã xem thỏa thuận');
    await step('Tạm dừng', 'Tạm dừng', 'Kiểm tra');
    await step('Kết nối lại', 'Đang kết nối');
    const history = link.getByRole('region', { name: 'Lịch sử kết nối' });
    await history.locator('tbody tr').nth(4).waitFor();
    const said = await history.locator('tbody tr').allTextContents();
    expect(said.map((text) => /chấp nhận|tạm dừng|gửi khai báo|mời/.exec(text)?.[0])).toEqual([
      ...['chấp nhận', 'tạm dừng', 'chấp nhận', 'gửi khai báo', 'mời'],
    ]);
    expect(said[1]).toContain('Kiểm tra');
    await step('Cho rời', 'Đã rời');
    await portal.leave();
  });

  test('show nobody else how organisations are linked', async () => {
    await portal.enter('analyst');
    await portal.open('/organisations');
    expect(await panel('joining').count()).toBe(0);
    expect(await portal.ask('{ linkedOrganisations { code } }', 'analyst')).toMatchObject({
      linkedOrganisations: null,
    });
    await portal.leave();
  });
}
