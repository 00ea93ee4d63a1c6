import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { until } from '../../support/until.js';
import { chromiumPath } from '../support/chromium.js';
import { signInAs } from '../support/signing-in.js';
import type { TestedPortal } from '../support/tested-portal.js';
import { openPage, type WatchedPage } from '../support/watched-page.js';

/** A session: renewed unseen, and ended kindly. In a browser of its own, whose clock is moved. */
export function testSession(portal: TestedPortal): void {
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

  test('renews a token before it ends, without a word', async () => {
    const before = await token();
    expect(before).toBeDefined();
    await watched.page.clock.fastForward('14:30');
    await until(async () => (await token()) !== before, { what: 'another token', every: 50 });
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

  test('of which the hub knows nothing any more, as where its key was changed, is ended in the same way', async () => {
    await watched.page.route('**/graphql', (route) =>
      route.continue({ headers: { ...route.request().headers(), authorization: `Bearer ${'x'.repeat(40)}` } }),
    );
    await watched.page.reload();
    await watched.page.getByText('Phiên làm việc đã hết hạn').waitFor();
  });
}
