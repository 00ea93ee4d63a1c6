/**
 * Takes pictures of the portal of a running hub: each page at three widths, in Vietnamese, and at one in English:
 * `node test/portal/screenshots.mjs URL FOLDER [NAMES OF PAGES]`. They are to be looked at, and are no part of the
 * repository.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { inLanguage, shownPages, widths } from './support/shown-pages.ts';
import { followRequests, untilShown } from './support/watched-page.ts';

const [url = 'http://127.0.0.1:4000', folder = 'portal-shots', ...names] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });

async function openAs(person) {
  const page = await (await browser.newContext()).newPage();
  followRequests(page);
  page.on('console', (message) => message.type() === 'error' && console.error(page.url(), message.text()));
  page.on('pageerror', (error) => console.error(page.url(), error.message));
  await page.goto(url);
  if (person === undefined) return page;
  await page.locator('.top').getByRole('button', { name: 'Đăng nhập' }).click();
  await page.locator(`form[action$="person=${person}"] button`).click();
  await page.getByRole('button', { name: 'Đăng xuất' }).waitFor();
  return page;
}

const wanted = shownPages.filter(({ name }) => names.length === 0 || names.includes(name));
for (const person of new Set(wanted.map((shown) => shown.person))) {
  const page = await openAs(person);
  for (const { name, address } of wanted.filter((shown) => shown.person === person)) {
    for (const [language, width] of [...widths.map((one) => ['vi', one]), ['en', 1280]]) {
      await page.setViewportSize({ width, height: width === 360 ? 740 : 900 });
      await page.goto(url + inLanguage(address, language));
      await untilShown(page);
      // Of a long page, what a picture can still show; rows out of sight are not drawn, so all of it is in sight.
      const height = Math.min(await page.evaluate(() => document.documentElement.scrollHeight), 6000);
      await page.setViewportSize({ width, height });
      await untilShown(page);
      const path = join(folder, `${name}-${width}${language === 'en' ? '-en' : ''}.png`);
      await page.screenshot({ path });
      const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (over > 0) console.error(`${name} at ${width}: ${over} pixels too wide`);
    }
  }
  await page.context().close();
}
await browser.close();
