import { expect, test } from '@jest/globals';
import { tokenIn } from '../../support/mail-server.js';
import { until } from '../../support/until.js';
import type { TestedPortal } from '../support/tested-portal.js';
import { violations } from '../support/watched-page.js';

/** Apps of others: registered by anybody, accepted by an operator, and looked after with their secret. */
export function testApps(portal: TestedPortal): void {
  const name = `Xã tôi ${Date.now()}`;
  const row = () => portal.page.locator('.apps tbody tr').filter({ hasText: name });
  const facts = () => portal.page.locator('.own-app .facts');
  let secret = '';

  const show = async (): Promise<void> => {
    await portal.page.getByLabel('Khóa bí mật').fill(secret);
    await portal.page.getByRole('button', { name: 'Xem', exact: true }).click();
    await facts().waitFor();
  };

  test('are registered without an account; what is wrong is said', async () => {
    await portal.leave();
    await portal.open('/apps');
    await portal.page.getByLabel('Tên ứng dụng').fill(name);
    await portal.page.getByLabel('Ứng dụng làm gì với số liệu').fill('Cho mỗi xã biết mình đến đâu');
    await portal.page.getByLabel('Thư điện tử').fill('an@how-far.example');
    await portal.page.getByLabel('Muốn công bố lại').selectOption('DERIVED');
    await portal.page.getByLabel('tiến độ của mọi xã').check();
    await portal.page.getByRole('button', { name: 'Đăng ký ứng dụng' }).click();
    await portal.page.getByRole('alert').getByText('attribution').waitFor();
    await portal.page.getByLabel('Ghi nguồn thế nào').fill('Phong trào Bình dân học vụ số');
    expect(await violations(portal.page, 'main')).toEqual([]);
    await portal.page.getByRole('button', { name: 'Đăng ký ứng dụng' }).click();
    secret = (await portal.page.locator('.made-key .to-copy code').textContent()) ?? '';
    expect(secret).toMatch(/^hubk_\w+_[\da-f]{64}$/);
    const [mail] = portal.mail?.to('an@how-far.example') ?? [];
    if (mail) await fetch(`${portal.url}/mail/app?token=${tokenIn(mail, 'app')}`, { method: 'POST' });
    const isKnown = async () => {
      const headers = { 'content-type': 'application/json', authorization: `Bearer ${secret}` };
      const body = JSON.stringify({ query: '{ goals { code } }' });
      return (await fetch(`${portal.url}/graphql`, { method: 'POST', headers, body })).status === 200;
    };
    await until(isKnown, { what: 'the gateway to know the secret', within: 10_000, every: 100 });
    await show();
    expect(await facts().textContent()).toContain('đang chờ duyệt');
  });

  test('are accepted by an operator on the page', async () => {
    await portal.enter('operator');
    await portal.open('/apps');
    await row().waitFor();
    expect(await row().textContent()).toContain('an@how-far.example');
    expect(await violations(portal.page, 'main')).toEqual([]);
    await row().getByRole('button', { name: 'Chấp nhận' }).click();
    await row().getByText('đã chấp nhận').waitFor();
  });

  test('tell an operator who asks for which field', async () => {
    const uses = portal.page.locator('.client-uses');
    await uses.getByText('Không ai hỏi trường sắp bỏ.').waitFor();
    await uses.getByLabel('Chỉ các trường sắp bỏ').uncheck();
    await uses.getByRole('row').filter({ hasText: 'Query.goals' }).first().waitFor();
    expect(await violations(portal.page, 'main')).toEqual([]);
  });

  test('are looked after with their secret: limits, use, and a second secret', async () => {
    await portal.leave();
    await portal.open('/apps');
    await show();
    expect(await facts().textContent()).toContain('đã chấp nhận');
    const days = portal.page.getByRole('table', { name: 'Truy vấn theo ngày' }).getByRole('row');
    // The registry keeps an app's uses for ten seconds: those of the first look may be from before the first query.
    const isCounted = async () => {
      await show();
      return (await days.count()) > 1;
    };
    await until(isCounted, { what: 'the query to be counted', within: 30_000, every: 1000 });
    expect(await days.nth(1).getByRole('cell').first().textContent()).toMatch(/^[1-9]/);
    await portal.page.getByRole('button', { name: 'Tạo khóa mới' }).click();
    const next = (await portal.page.locator('.own-app .made-key code').textContent()) ?? '';
    expect(next).toMatch(/^hubk_\w+_[\da-f]{64}$/);
    await portal.page.locator('.own-app .facts li').nth(1).waitFor();
    expect(await violations(portal.page, 'main')).toEqual([]);
  });
}
