import { expect, test } from '@jest/globals';
import type { TestedPortal } from '../support/tested-portal.js';

/** The menu: calm on a phone, and the page that is shown marked. */
export function testMenu(portal: TestedPortal): void {
  test('is behind one button on a phone, opens by keyboard, and closes on the page that is chosen', async () => {
    await portal.page.setViewportSize({ width: 360, height: 740 });
    await portal.open('/');
    const button = portal.page.locator('.menu');
    const entries = portal.page.locator('nav a');
    expect(await entries.first().isVisible()).toBe(false);
    await button.focus();
    await portal.page.keyboard.press('Enter');
    expect(await button.getAttribute('aria-expanded')).toBe('true');
    expect(await portal.page.locator('nav a[aria-current=page]').textContent()).toBe('Tổng quan');
    await entries.filter({ hasText: 'Trạng thái' }).click();
    expect(new URL(portal.page.url()).pathname).toBe('/status');
    expect(await button.getAttribute('aria-expanded')).toBe('false');
    expect(await button.textContent()).toContain('Trạng thái');
    await portal.page.setViewportSize({ width: 1280, height: 800 });
    expect(await entries.first().isVisible()).toBe(true);
    expect(await button.isVisible()).toBe(false);
  });
}
