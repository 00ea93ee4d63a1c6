/**
 * Takes pictures of the portal of a running hub, at three widths: `node test/portal/screenshots.mjs URL FOLDER`. They
 * are to be looked at, and are no part of the repository.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';

const [url = 'http://127.0.0.1:4000', folder = 'portal-shots'] = process.argv.slice(2);
const goal = '/goals/ADULTS_BASIC';
const pages = [
  ['overview', '/'],
  ['overview-en', '/?lang=en'],
  ['goal', goal],
  ['status', '/status'],
  ['league', `${goal}?area=MOUNTAIN&dir=desc&sort=gapPeople`, true],
  ['map', `${goal}?map=1`, true],
];
mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
const context = await browser.newContext();
const page = await context.newPage();
page.on('console', (message) => message.type() === 'error' && console.error(page.url(), message.text()));
page.on('pageerror', (error) => console.error(page.url(), error.message));
let signedIn = false;
for (const [name, address, needsToken] of pages) {
  if (needsToken && !signedIn) {
    await page.goto(url);
    await page.getByRole('button', { name: 'Đăng nhập' }).first().click();
    await page.screenshot({ path: join(folder, 'choose.png') });
    await page.getByRole('button', { name: /analyst/ }).click();
    await page.getByRole('button', { name: 'Đăng xuất' }).waitFor();
    signedIn = true;
  }
  for (const width of [360, 1280, 1920]) {
    await page.setViewportSize({ width, height: width === 360 ? 740 : 900 });
    await page.goto(url + address);
    await page.waitForLoadState('networkidle');
    await page.screenshot({ path: join(folder, `${name}-${width}.png`), fullPage: name !== 'league' });
    const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (over > 0) console.error(`${name} at ${width}: ${over} pixels too wide`);
  }
}
await page.locator('.communes .figure').first().click();
await page.locator('dialog .parts').waitFor();
await page.screenshot({ path: join(folder, 'says-who.png') });
await browser.close();
