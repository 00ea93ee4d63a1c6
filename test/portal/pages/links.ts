import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { share } from '../support/as-written.js';
import type { TestedPortal } from '../support/tested-portal.js';
import { violations } from '../support/watched-page.js';

/** Tests permanent links, and the list that a user keeps in the browser. */
export function testLinks(portal: TestedPortal): void {
  const goal = '/goals/ADULTS_BASIC';
  let published: { readonly id: string; readonly period: string };

  beforeAll(async () => {
    const { publications } = await portal.ask('{ publications { id period standing } }');
    published = publications.find(({ standing }: any) => standing === 'CURRENT');
    await portal.enter('analyst');
  });
  afterAll(async () => {
    await portal.page.evaluate('localStorage.clear()');
    await portal.leave();
  });

  const kept = () => portal.page.evaluate<string | null>("localStorage.getItem('hub-links')");

  test('a link that stays has period, publication and what was chosen, and shows what was published', async () => {
    await portal.open(`${goal}?period=${published.period}&area=MOUNTAIN&sort=gapPeople&dir=desc`);
    const link = portal.page.locator('[data-pin]').getByRole('link', { name: 'Liên kết cố định' });
    const address = (await link.getAttribute('href')) ?? '';
    expect(Object.fromEntries(new URL(address, portal.url).searchParams)).toEqual({
      ...{ period: published.period, publication: published.id },
      ...{ area: 'MOUNTAIN', sort: 'gapPeople', dir: 'desc' },
    });
    await portal.open(address);
    const { goal: asked } = await portal.ask(
      `{ goal(code: "ADULTS_BASIC") { progress(period: "${published.period}", publication: "${published.id}") { ratio }
        progressByCommune(first: 500, area: MOUNTAIN, period: "${published.period}", publication: "${published.id}",
          orderBy: { field: GAP_PEOPLE, direction: DESC }) { nodes { commune { name } ratio } } } }`,
      'analyst',
    );
    expect(await portal.page.locator('[data-published]').getAttribute('data-published')).toBe(published.id);
    expect(await portal.page.locator('.large .figure').textContent()).toBe(share(asked.progress.ratio));
    const first = portal.page.locator('.league tr[id^=commune-]').first();
    expect(await first.textContent()).toContain(asked.progressByCommune.nodes[0].commune.name);
    await portal.page.getByRole('button', { name: 'Xem số liệu hiện nay' }).click();
    await portal.page.locator('[data-published]').waitFor({ state: 'detached' });
  });

  test('what is saved is in the list of this browser after a new start, newest first, and can be removed', async () => {
    await portal.open(`${goal}?period=${published.period}&area=MOUNTAIN`);
    await portal.page.getByRole('button', { name: 'Lưu liên kết cố định' }).click();
    await portal.page.locator('[data-pin]').getByText('Đã lưu vào danh sách.').waitFor();
    await portal.open('/communes/16438');
    await portal.page.locator('footer').getByRole('button', { name: 'Lưu trang này' }).click();
    await portal.page.locator('footer').getByText('Đã lưu vào danh sách.').waitFor();
    await portal.open('/links');
    const rows = portal.page.locator('main tbody tr');
    expect(await rows.count()).toBe(2);
    expect(await rows.nth(0).locator('a').getAttribute('href')).toBe('/communes/16438');
    expect(await rows.nth(1).textContent()).toContain(`theo bản công bố ${published.id}`);
    expect(await violations(portal.page, 'main')).toEqual([]);
    await rows.nth(1).locator('a').click();
    await portal.page.locator('[data-published]').waitFor();
    await portal.open('/links');
    await rows.nth(0).getByRole('button').click();
    await rows.nth(1).waitFor({ state: 'detached' });
    expect(await kept()).toContain(published.id);
    await portal.page.getByRole('button', { name: 'Bỏ tất cả' }).click();
    await portal.page.locator('[data-none]').waitFor();
    expect(await kept()).toBeNull();
  });
}

/** Tests charts in pages of other sites: only sites that the operator names may embed them. */
export function testEmbedding(portal: TestedPortal): void {
  let site: Server;
  /** A page of another site with one of the portal's charts in it. */
  const siteUrl = (): string => `http://localhost:${(site.address() as AddressInfo).port}`;

  beforeAll(async () => {
    site = createServer((_request, response) => {
      response.setHeader('content-type', 'text/html');
      response.end(
        `<!doctype html><html lang="vi"><title>Site</title><iframe title="Biểu đồ" src="${portal.url}/embed/PUPILS?chart=series" width="800" height="420"></iframe></html>`,
      );
    }).listen(0, 'localhost');
    await once(site, 'listening');
  });
  afterAll(() => {
    site.close();
  });

  test('no site may show a page of the portal, unless the operator names it', async () => {
    for (const path of ['/', '/goals/PUPILS', '/embed/PUPILS', '/explorer']) {
      const { headers } = await fetch(portal.url + path, { headers: { accept: 'text/html' } });
      expect([path, headers.get('content-security-policy')]).toEqual([
        path,
        expect.stringContaining("frame-ancestors 'none'"),
      ]);
    }
    const context = await portal.watched.browser.newContext();
    try {
      const page = await context.newPage();
      const refused = page.waitForEvent('console', (message) => message.text().includes('frame-ancestors'));
      await page.goto(siteUrl());
      await refused;
      expect(await page.frameLocator('iframe').locator('.series').count()).toBe(0);
    } finally {
      await context.close();
    }
  });

  test('what is made to be shown elsewhere is the chart, its mark and a way to the portal, for everyone', async () => {
    const { goal } = await portal.ask('{ goal(code: "PUPILS") { title progress { ratio } } }');
    for (const chart of ['series', 'breakdown', 'figure']) {
      await portal.open(`/embed/PUPILS?chart=${chart}`);
      expect(await portal.page.locator('h1').textContent()).toBe(goal.title);
      // Neither the portal's header, where people sign in, nor its footer.
      expect(await portal.page.locator('.person, footer').count()).toBe(0);
      expect(await portal.page.locator('.demonstration').count()).toBe(1);
      expect(await portal.page.getByRole('link', { name: 'Bình dân học vụ số' }).getAttribute('href')).toBe(
        '/goals/PUPILS',
      );
      expect(await violations(portal.page)).toEqual([]);
    }
    expect(await portal.page.locator('.large .figure').textContent()).toBe(share(goal.progress.ratio));
    // The operator names no site, so the page offers no code.
    await portal.open('/goals/PUPILS');
    expect(await portal.page.locator('[data-embed]').count()).toBe(0);
  });
}
