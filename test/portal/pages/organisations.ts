import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { temporaryFolder } from '../../hub/support/hub.js';
import { day } from '../support/as-written.js';
import { downloadedRows } from '../support/downloaded.js';
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
    const now = new Date();
    const month = now.toISOString().slice(0, 7);
    const from = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 11)).toISOString().slice(0, 7);
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
        const word = reportDueDays === null && state === 'REPORTED' ? 'đã báo cáo' : words[state];
        expect(said[index]).toContain(word);
        if (state === 'LATE') expect(said[index]).toContain(String(late));
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
    expect(await violations(portal.page)).toEqual([]);
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
    const [{ row, column, message }] = imports.nodes[0].rejections;
    const rejected = (await panel('rejections').locator('tbody tr').first().textContent()) ?? '';
    for (const said of ['wrong-members.csv', String(row), column, message]) expect(rejected).toContain(said);
    const rows = await downloadedRows(panel('imports'));
    expect(rows.length).toBe(imports.totalCount);
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
    expect(await violations(portal.page)).toEqual([]);
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
    await portal.enter('auditor');
    await portal.open('/organisations/university');
    await panel('audit').locator('tbody tr').first().waitFor();
    expect(await panel('audit').locator('tbody tr').count()).toBe(20);
    expect(await panel('imports').count()).toBe(0);
    await portal.leave();
  });
}
