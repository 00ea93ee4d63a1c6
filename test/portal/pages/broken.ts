import { expect, test } from '@jest/globals';
import { pageAddresses } from '../../../gateway/src/portal-files/page-addresses.js';
import { shownPages } from '../support/shown-pages.js';
import type { TestedPortal } from '../support/tested-portal.js';
import { violations } from '../support/watched-page.js';

/** Tests pages that do not exist or fail: they still have a way out. */
export function testBroken(portal: TestedPortal): void {
  test('has its address looked at in every test of pages, whichever page it is', () => {
    const shown = shownPages.map(({ address }) => new URL(address, 'http://hub.test').pathname);
    const isShown = (page: string) =>
      shown.some((path) => new RegExp(`^${page.replace(':code', '[^/]+')}$`).test(path));
    expect(pageAddresses.filter((page) => !isShown(page))).toEqual(['/signed-in']);
  });

  test.each([
    ['/no-such-page', 404],
    ['/goals/%E0%A4%A', 400],
  ])('says that there is none at a broken address: %s', async (address, status) => {
    const response = await portal.page.goto(portal.url + address);
    expect(response?.status()).toBe(status);
    expect(await portal.page.locator('h1').textContent()).toBe('Không có trang này.');
    expect(await violations(portal.page)).toEqual([]);
    await portal.page.locator('main').getByRole('link', { name: 'Về trang tổng quan' }).click();
    await portal.page.locator('.goals .figure').first().waitFor();
    // The browser itself logs an answer with such a status as an error.
    portal.watched.errors.splice(0);
    const program = await fetch(portal.url + address);
    expect([program.status, program.headers.get('content-type')]).toEqual([status, 'application/json; charset=utf-8']);
  });

  test('says so where it fails, and leaves the menu there', async () => {
    await portal.page.route('**/graphql', (route) => route.fulfill({ json: { data: { goals: [null] } } }));
    await portal.page.goto(portal.url);
    await portal.page.getByRole('heading', { name: 'Trang này gặp lỗi.' }).waitFor();
    await portal.page.unroute('**/graphql');
    expect(portal.watched.errors.splice(0).length).toBeGreaterThan(0);
    expect(await violations(portal.page)).toEqual([]);
    await portal.page.locator('nav a').filter({ hasText: 'Trạng thái' }).click();
    await portal.page.getByRole('heading', { name: 'Trạng thái' }).waitFor();
    await portal.page.goto(portal.url);
    await portal.page.locator('.goals .figure').first().waitFor();
  });
}
