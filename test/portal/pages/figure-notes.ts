import { afterAll, expect, test } from '@jest/globals';
import type { TestedPortal } from '../support/tested-portal.js';
import { violations } from '../support/watched-page.js';

/** Tests notes on figures: an organisation's staff writes them in a figure's panel, and a publisher accepts them. */
export function testFigureNotes(portal: TestedPortal): void {
  const text = 'Ghi chú thử: lớp học nghỉ hai tuần vì mưa lũ.';
  const panel = () => portal.page.getByRole('dialog');
  const openFigure = async (): Promise<void> => {
    await portal.open('/goals/ADULTS_BASIC?period=2026-10');
    await portal.page.locator('.large .figure').click();
    await panel().locator('.parts').waitFor();
  };
  afterAll(() => portal.leave());

  test('an organisation’s person writes one in the panel, and nobody sees it yet', async () => {
    await portal.enter('womens-union-staff');
    await openFigure();
    await panel().locator('textarea[name=note]').fill(text);
    await panel().getByRole('button', { name: 'Gửi ghi chú' }).click();
    await panel().getByText('Đã gửi, chờ duyệt.').waitFor();
    expect(await violations(portal.page, 'dialog')).toEqual([]);
    await portal.page.keyboard.press('Escape');
    await portal.leave();
    await openFigure();
    expect(await panel().getByText(text).count()).toBe(0);
    await portal.page.keyboard.press('Escape');
  });

  test('whoever publishes accepts it, and then everyone sees it with the organisation’s name', async () => {
    await portal.enter('analyst');
    await portal.open('/publishing');
    const note = portal.page.locator('[data-note]', { hasText: text });
    expect(await violations(portal.page, 'main')).toEqual([]);
    await note.getByRole('button', { name: 'Duyệt', exact: true }).click();
    await note.waitFor({ state: 'detached' });
    await portal.leave();
    await openFigure();
    const shown = panel().locator('[data-notes] li', { hasText: text });
    await shown.waitFor();
    const { organisation } = await portal.ask('{ organisation(code: "womens-union") { name } }');
    expect(await shown.textContent()).toContain(organisation.name);
    expect(await panel().locator('textarea').count()).toBe(0);
    await portal.page.keyboard.press('Escape');
  });
}
