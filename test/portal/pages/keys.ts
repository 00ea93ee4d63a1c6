import { expect, test } from '@jest/globals';
import { until } from '../../support/until.js';
import type { TestedPortal } from '../support/tested-portal.js';
import { violations } from '../support/watched-page.js';

/** Keys for programs: made, used and revoked by an analyst, and what others read. */
export function testKeys(portal: TestedPortal): void {
  const name = `Lan, báo cáo tháng ${Date.now()}`;
  const row = () => portal.page.locator('.keys tbody tr').filter({ hasText: name });
  const file = (key: string) =>
    fetch(`${portal.url}/export/league-table.csv?goal=ADULTS_BASIC&header=keys&lang=en`, {
      headers: { authorization: `Basic ${Buffer.from(`excel:${key}`).toString('base64')}` },
    });
  let key = '';

  test('are for people who have signed in, and say why where one may make none', async () => {
    await portal.leave();
    await portal.open('/keys');
    expect(await portal.page.locator('main .notice').textContent()).toContain('Hãy đăng nhập');
    await portal.enter('auditor');
    await portal.page.locator('.top').getByRole('link', { name: 'Khóa', exact: true }).click();
    await portal.page.getByText('keys:manage').waitFor();
    expect(await portal.page.locator('.make-key').count()).toBe(0);
  });

  test('are made on the page, shown once, with the two steps for Excel and a real address', async () => {
    await portal.enter('analyst');
    await portal.page.locator('.top').getByRole('link', { name: 'Khóa', exact: true }).click();
    await portal.page.getByLabel('Ai chịu trách nhiệm').fill(name);
    await portal.page.getByText('Chỉ những bảng được chọn').click();
    await portal.page.getByRole('checkbox', { name: 'Bảng xếp hạng các xã' }).check();
    await portal.page.getByRole('button', { name: 'Lập khóa', exact: true }).click();
    key = (await portal.page.locator('.made-key .to-copy code').textContent()) ?? '';
    expect(key).toMatch(/^hubk_\w+_[\da-f]{64}$/);
    expect(await portal.page.locator('.use-key li').count()).toBe(2);
    await row().waitFor();
    expect(await violations(portal.page, 'main')).toEqual([]);
    const address = (await portal.page.locator('.use-key .to-copy code').textContent()) ?? '';
    expect(address).toContain(`${new URL(portal.page.url()).origin}/export/league-table.xlsx?goal=`);
    const workbook = await fetch(address, { headers: { authorization: `Bearer ${key}` } });
    expect([workbook.status, workbook.headers.get('content-type')]).toEqual([
      200,
      'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    ]);
    await portal.open('/keys');
    expect(await portal.page.content()).not.toContain(key);
  });

  test('refresh a table, and are listed as the graph has them', async () => {
    const answer = await file(key);
    expect(answer.status).toBe(200);
    expect((await answer.text()).trim().split('\n').length).toBeGreaterThan(166);
    const { programKeys } = await portal.ask(
      '{ programKeys(first: 500) { nodes { id name role tables until } } }',
      'analyst',
    );
    const known = programKeys.nodes.find((one: any) => one.name === name);
    expect(known).toMatchObject({ role: 'analyst', tables: ['league-table'] });
    const said = (await row().textContent()) ?? '';
    for (const part of [known.id, 'league-table', 'chuyên viên phân tích', 'đang dùng được'])
      expect(said).toContain(part);
    const [year, month, day] = known.until.split('-').map(Number);
    expect(said).toContain(`${day}/${month}/${year}`);
  });

  test('are revoked on the page, once confirmed, and open nothing any more', async () => {
    await row().getByRole('button', { name: 'Thu hồi' }).click();
    await row().getByRole('button', { name: 'Giữ lại' }).click();
    expect((await file(key)).status).toBe(200);
    await row().getByRole('button', { name: 'Thu hồi' }).click();
    expect(await violations(portal.page, 'main')).toEqual([]);
    await row().getByRole('button', { name: 'Thu hồi', exact: true }).click();
    await row().getByText('đã thu hồi').waitFor();
    let status = 200;
    const isClosed = async () => (status = (await file(key)).status) !== 200;
    await until(isClosed, { what: 'the key to open nothing', within: 5000, every: 100 });
    expect(status).toBe(401);
    expect(await row().getByRole('button').count()).toBe(0);
  });
}
