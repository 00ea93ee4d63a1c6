import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dayInProvince } from '@hub/protocol';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { temporaryFolder } from '../hub/support/hub.js';
import { endingOn } from '../support/ending-agreements.js';
import { whole } from './support/as-written.js';
import { chromiumPath } from './support/chromium.js';
import { misfits } from './support/looks.js';
import { type MovedPortal, startMovedPortal } from './support/moved-portal.js';
import { signInAs } from './support/signing-in.js';
import { untilShown, violations } from './support/watched-page.js';

/** The moment to which the clocks of all programs of the hub are moved, and the browser's: days before the deadline. */
const december = new Date('2026-12-20T03:00:00Z');

/** A folder with the shipped agreements, of which the Women's Union's end with the year. */
function endingAgreements(): string {
  const [shipped, folder] = [new URL('../../subgraphs/', import.meta.url), temporaryFolder()];
  for (const file of globSync('*/agreements.yaml', { cwd: shipped })) {
    const text = readFileSync(new URL(file, shipped), 'utf8');
    const [code = ''] = file.split('/');
    writeFileSync(join(folder, `${code}.yaml`), code === 'womens-union' ? endingOn('2026-12-31', text) : text);
  }
  return folder;
}

(chromiumPath === undefined ? describe.skip : describe)('the portal in December 2026', () => {
  let portal: MovedPortal;

  beforeAll(async () => {
    portal = await startMovedPortal(december, { AGREEMENTS: endingAgreements() });
    // The limit allows two starts of a hub: one for the shared folder, unless another test has made it, and one in
    // December.
  }, 900_000);
  afterAll(async () => {
    await (portal as MovedPortal | undefined)?.stop();
  }, 60_000);

  test('each goal whose time ends says how many days are left, and which pace is needed', async () => {
    const { page } = portal.watched;
    const { goals } = await portal.ask(
      '{ goals { code closing { state asOf daysLeft } progress { requiredPace { peoplePerMonth } } } }',
    );
    const ending = goals.filter(({ closing }: any) => closing.state === 'ENDING');
    expect(ending.map(({ code }: any) => code)).toEqual(expect.arrayContaining(['ADULTS_BASIC', 'PUPILS']));
    await page.goto(portal.url);
    await untilShown(page);
    let paces = 0;
    for (const { code, closing, progress } of ending) {
      const said = await page.locator(`.goals [data-goal=${code}] [data-closing=ENDING]`).textContent();
      expect(closing.daysLeft).toBeLessThan(31);
      expect(said).toContain(`${closing.daysLeft} ngày nữa là hết hạn (31/12/2026)`);
      if (progress.requiredPace === null) continue;
      paces += 1;
      expect(said).toContain(`Cần thêm mỗi tháng: ${whole(progress.requiredPace.peoplePerMonth)} người`);
    }
    expect(paces).toBeGreaterThan(0);
    expect(await misfits(page, 390)).toEqual([]);
    await page.setViewportSize({ width: 1280, height: 800 });
  }, 120_000);

  test('agreements that end with the year are told to the organisation whose they are', async () => {
    const { page } = portal.watched;
    await signInAs(page, 'womens-union-staff');
    await page.goto(portal.url);
    await untilShown(page);
    const { agreements } = await portal.ask(
      '{ agreements(endingWithin: 56) { id title until daysLeft concernsCaller } }',
      'womens-union-staff',
    );
    const own = agreements.filter(({ concernsCaller }: any) => concernsCaller);
    expect(own.length).toBeGreaterThan(0);
    expect(await page.locator('.reminders [data-ending]').count()).toBe(own.length);
    for (const { id, title, daysLeft } of own) {
      const said = await page.locator(`.reminders [data-ending="${id}"]`).first().textContent();
      for (const part of [title, `${daysLeft} ngày`]) expect(said).toContain(part);
    }
    expect(await violations(page)).toEqual([]);
  }, 120_000);

  test('publications that are due are told to whoever publishes', async () => {
    const { page } = portal.watched;
    await signInAs(page, 'analyst');
    await page.goto(portal.url);
    await untilShown(page);
    const { releaseCalendar } = await portal.ask('{ releaseCalendar { kind dueOn goal { code } } }', 'analyst');
    const soon = dayInProvince(new Date(december.getTime() + 7 * 86_400_000));
    const due = releaseCalendar.filter(
      ({ kind, dueOn }: any) => kind === 'PUBLICATION' && dueOn !== null && dueOn <= soon,
    );
    expect(due.length).toBeGreaterThan(0);
    const told = await page
      .locator('.reminders [data-due]')
      .evaluateAll((all) => all.map((one) => one.getAttribute('data-due')));
    expect(told.toSorted()).toEqual(due.map(({ kind, goal }: any) => `${kind} ${goal.code}`).toSorted());
    expect(await violations(page)).toEqual([]);
    expect(portal.watched.errors).toEqual([]);
  }, 120_000);
});
