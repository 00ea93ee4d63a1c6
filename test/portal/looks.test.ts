import { describe, expect, test } from '@jest/globals';
import { testAlerts } from './pages/alerts.js';
import { testApps } from './pages/apps.js';
import { testBroken } from './pages/broken.js';
import { testColourBlind } from './pages/colour-blind.js';
import { testKeys } from './pages/keys.js';
import { testLooks } from './pages/looks.js';
import { testMenu } from './pages/menu.js';
import { describePortal } from './support/tested-portal.js';

describePortal('how the portal looks, with what people have there of their own', (portal) => {
  test('is for browsers, and for programs that take anything: others hear what they did before', async () => {
    expect(await (await fetch(portal.url)).text()).toBe('GraphQL is at /graphql.\n');
    expect((await fetch(`${portal.url}/status`, { headers: { accept: 'application/json' } })).status).toBe(404);
    expect((await fetch(`${portal.url}/apps`)).headers.get('content-type')).toBe('text/html; charset=utf-8');
    const opened = await fetch(`${portal.url}/graphql`, { headers: { accept: 'text/html,*/*' }, redirect: 'manual' });
    expect([opened.status, opened.headers.get('location')]).toEqual([303, '/']);
  });

  test('is sent compressed, for ever under one name, with a policy that allows nothing inline', async () => {
    const page = await fetch(portal.url, { headers: { accept: 'text/html', 'accept-encoding': 'br' } });
    expect(page.headers.get('content-encoding')).toBe('br');
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("script-src 'self';");
    expect(policy).not.toContain('unsafe');
    const [, script = ''] = /<script type="module" src="([^"]+)"/.exec(await page.text()) ?? [];
    const asset = await fetch(`${portal.url}${script}`, { headers: { 'accept-encoding': 'br' } });
    expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(asset.headers.get('content-encoding')).toBe('br');
    expect(Number(asset.headers.get('content-length'))).toBeLessThan(150_000);
    expect((await fetch(`${portal.url}/assets/..%2Findex.html`)).status).toBe(404);
  });

  describe('the menu', () => {
    testMenu(portal);
  });
  describe('a page', () => {
    testBroken(portal);
  });
  // Before the pages are looked at, so that there are keys and apps on them.
  describe('keys', () => {
    testKeys(portal);
  });
  describe('apps', () => {
    testApps(portal);
  });
  describe('alerts by mail', () => {
    testAlerts(portal);
  });
  describe('map and chart, by who tells fewer colours apart', () => {
    testColourBlind(portal);
  });
  testLooks(portal);
});
