import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { until } from '../../support/until.js';
import { chromiumPath } from '../support/chromium.js';
import { signInAs, signOut } from '../support/signing-in.js';
import type { TestedPortal } from '../support/tested-portal.js';
import { openPage, type WatchedPage } from '../support/watched-page.js';

/** Tests sessions, which are renewed unseen and ended kindly, in a separate browser with a moved clock. */
export function testSession(portal: TestedPortal): void {
  test('leaves nothing of a person who has signed out', async () => {
    await portal.enter('analyst');
    await portal.leave();
    const kept = await portal.page.evaluate('[sessionStorage.length, localStorage.length, document.cookie]');
    expect(kept).toEqual([0, 0, '']);
    await portal.open('/goals/ADULTS_BASIC');
    expect(await portal.page.locator('.communes').count()).toBe(0);
  });

  const goal = '/goals/ADULTS_BASIC?area=URBAN';
  let watched: WatchedPage;
  const token = () =>
    watched.page.evaluate<string | undefined>(
      "JSON.parse(Object.entries(sessionStorage).find(([key]) => key.startsWith('oidc.user:'))?.[1] ?? '{}').access_token",
    );

  beforeAll(async () => {
    watched = await openPage(chromiumPath ?? '');
    await watched.page.clock.install();
    await watched.page.goto(portal.url + goal);
    await signInAs(watched.page, 'analyst');
  });
  afterAll(() => watched.browser.close());

  test('renews a token before it ends, without a word, and loads nothing again', async () => {
    const before = await token();
    expect(before).toBeDefined();
    const asked: string[] = [];
    const hear = (request: { url: () => string }) => asked.push(new URL(request.url()).pathname);
    await watched.page.waitForLoadState('networkidle');
    watched.page.on('request', hear);
    await watched.page.clock.fastForward('14:30');
    await until(async () => (await token()) !== before, { what: 'another token', every: 50 });
    await watched.page.waitForLoadState('networkidle');
    watched.page.off('request', hear);
    // The renewal asks only the issuer: the page does not load its data again.
    expect(asked).toContain('/token');
    expect(asked).not.toContain('/graphql');
    await watched.page.getByRole('button', { name: 'Thiếu (người)' }).click();
    await watched.page.locator('.communes tbody tr').first().waitFor();
    expect(await watched.page.getByText('đã hết hạn').count()).toBe(0);
  });

  test('says kindly that a session has ended, shows what is for everyone, and leads back after a sign-in', async () => {
    await watched.page.route('**/token', (route) => route.abort());
    // A night.
    await watched.page.clock.fastForward('12:00:00');
    await watched.page.getByText('Phiên làm việc đã hết hạn').waitFor();
    await watched.page.locator('.large .figure').waitFor();
    expect(await watched.page.locator('.communes').count()).toBe(0);
    await watched.page.unroute('**/token');
    const left = watched.page.url();
    await signInAs(watched.page, 'analyst');
    expect(watched.page.url()).toBe(left);
    await watched.page.locator('.communes tbody tr').first().waitFor();
  });

  test('is begun again where the issuer hangs, once it has been said that it does', async () => {
    await signOut(watched.page);
    await watched.page.route('**/.well-known/*', () => new Promise(() => undefined));
    const button = watched.page.locator('.person').getByRole('button', { name: 'Đăng nhập' });
    await button.click();
    await watched.page.getByText('Đang đăng nhập…').waitFor();
    await watched.page.clock.fastForward('00:11');
    await watched.page.getByText('Hệ thống đăng nhập không trả lời').waitFor();
    await watched.page.unrouteAll({ behavior: 'ignoreErrors' });
    await watched.page.goto(portal.url + goal);
    await signInAs(watched.page, 'analyst');
  });

  test('offers the purposes that the hub lets the person name, as it says them', async () => {
    const { me } = await portal.ask('{ me { purposes } }', 'analyst');
    const offered = await watched.page.evaluate<string[]>(
      "[...document.querySelectorAll('.person option')].map(({ value }) => value)",
    );
    expect(offered).toEqual(me.purposes);
    expect(await watched.page.locator('.person select').inputValue()).toBe('steering');
  });

  test('of which the hub knows nothing any more, as where its key was changed, is ended in the same way', async () => {
    await watched.page.route('**/graphql', (route) =>
      route.continue({ headers: { ...route.request().headers(), authorization: `Bearer ${'x'.repeat(40)}` } }),
    );
    await watched.page.reload();
    await watched.page.getByText('Phiên làm việc đã hết hạn').waitFor();
  });
}
