import { expect, test } from '@jest/globals';
import { tokenIn } from '../../support/mail-server.js';
import type { TestedPortal } from '../support/tested-portal.js';
import { violations } from '../support/watched-page.js';

/** Alerts by mail: made from the page of a goal, confirmed by the link of a mail, listed and deleted. */
export function testAlerts(portal: TestedPortal): void {
  const address = `lan.${Date.now()}@example.vn`;
  const row = () => portal.page.locator('.alerts tbody tr').filter({ hasText: address });
  const box = (name: string) => portal.page.getByRole('checkbox', { name, exact: true });
  const make = async (to: string): Promise<void> => {
    await portal.page.getByLabel('Địa chỉ thư điện tử').fill(to);
    await portal.page.getByRole('button', { name: 'Đăng ký', exact: true }).click();
  };
  const known = async () =>
    (
      await portal.ask('{ mailAlerts { address kinds goalCodes communeCodes language state } }', 'analyst')
    ).mailAlerts.filter((one: any) => one.address === address);

  test('are for people who have signed in, and may see what is told', async () => {
    await portal.leave();
    await portal.open('/alerts');
    expect(await portal.page.locator('main .notice').textContent()).toContain('Hãy đăng nhập');
    await portal.enter('operator');
    await portal.open('/alerts');
    expect(await portal.page.locator('main .notice').textContent()).toContain('không được xem');
    expect(await portal.page.locator('main form').count()).toBe(0);
  });

  test('are asked for from where one reads: the goal and the commune are ticked', async () => {
    await portal.enter('analyst');
    await portal.open('/goals/ADULTS_BASIC');
    await portal.page.locator('[data-feeds]').getByRole('link', { name: 'qua thư' }).click();
    await portal.page.waitForURL(/\/alerts\?goal=ADULTS_BASIC$/);
    const { goal } = await portal.ask('{ goal(code: "ADULTS_BASIC") { title } }');
    await box(goal.title).waitFor();
    expect(await box(goal.title).isChecked()).toBe(true);
    const ticked = await portal.page
      .locator('input[name=kinds]:checked')
      .evaluateAll((all: any) => all.map((one: any) => one.value));
    expect(ticked.toSorted()).toEqual(['ANOMALY', 'LATE', 'PUBLICATION', 'REVISION']);
    expect(await portal.page.locator('input[name=communes]').count()).toBe(0);
    await portal.open('/alerts?commune=16438');
    const { commune } = await portal.ask('{ commune(code: "16438") { name } }');
    expect(await box(commune.name).isChecked()).toBe(true);
  });

  test('say in words what is wrong', async () => {
    await portal.open('/alerts?goal=ADULTS_BASIC');
    const fault = portal.page.locator('main form').getByRole('alert');
    await make('lan@localhost');
    await fault.getByText('Địa chỉ thư điện tử chưa đúng').waitFor();
    for (const one of await portal.page.locator('input[name=kinds]').all()) await one.uncheck();
    await make(address);
    await fault.getByText('ít nhất một loại tin').waitFor();
    expect(await violations(portal.page, 'main')).toEqual([]);
  });

  // A hub that runs already may send no mail.
  const testByMail = process.env['PORTAL_URL'] ? test.skip : test;

  testByMail('wait for the link in a mail, then tell what was chosen', async () => {
    await box('công bố').check();
    await portal.page.getByLabel('Thêm xã, phường').fill('muong lat');
    await portal.page.locator('.matches button').first().waitFor();
    expect(await violations(portal.page, 'main')).toEqual([]);
    await portal.page.keyboard.press('Enter');
    await box('Xã Mường Lát').waitFor();
    await make(address);
    await portal.page.getByRole('status').getByText(`Đã gửi thư xác nhận đến ${address}`).waitFor();
    await row().getByText('chờ xác nhận').waitFor();
    expect(await violations(portal.page, 'main')).toEqual([]);
    expect(await known()).toEqual([
      {
        ...{ address, kinds: ['PUBLICATION'], goalCodes: ['ADULTS_BASIC'], communeCodes: ['14845'] },
        ...{ language: 'VI', state: 'PENDING' },
      },
    ]);
    const [mail] = portal.mail?.to(address) ?? [];
    expect(mail?.text).toContain(portal.url);
    const confirmed = await fetch(`${portal.url}/mail/confirm?token=${mail ? tokenIn(mail, 'confirm') : ''}`, {
      method: 'POST',
    });
    expect(await confirmed.text()).toContain('Đã xác nhận');
    await portal.open('/alerts');
    const said = (await row().textContent()) ?? '';
    for (const part of ['công bố', 'Xã Mường Lát', 'tiếng Việt', 'đang hoạt động']) expect(said).toContain(part);
  });

  testByMail('are deleted on the page, once confirmed', async () => {
    await row().getByRole('button', { name: 'Xóa' }).click();
    await row().getByRole('button', { name: 'Giữ lại' }).click();
    expect(await known()).toHaveLength(1);
    await row().getByRole('button', { name: 'Xóa' }).click();
    expect(await violations(portal.page, 'main')).toEqual([]);
    await row().getByRole('button', { name: 'Xóa', exact: true }).click();
    await row().waitFor({ state: 'detached' });
    expect(await known()).toEqual([]);
  });
}
