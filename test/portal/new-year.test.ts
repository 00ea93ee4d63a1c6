import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { chromiumPath } from './support/chromium.js';
import { misfits } from './support/looks.js';
import { type MovedPortal, startMovedPortal } from './support/moved-portal.js';
import { untilShown, violations, type WatchedPage } from './support/watched-page.js';

/** The moment to which the clocks of all programs of the hub are moved, and the browser's. */
const newYear = new Date('2027-01-05T03:00:00Z');

(chromiumPath === undefined ? describe.skip : describe)('the portal on 5 January 2027', () => {
  let portal: MovedPortal;
  let watched: WatchedPage;

  beforeAll(async () => {
    portal = await startMovedPortal(newYear);
    ({ watched } = portal);
    // A hub is started twice: once as it is today, where no other test has, and then in the new year.
  }, 900_000);
  afterAll(async () => {
    await (portal as MovedPortal | undefined)?.stop();
  }, 60_000);

  test('says what was reached by 31 December, what is not known yet and what comes next: no click', async () => {
    const { goals } = await portal.ask(`{ goals { code
      closing { state asOf period lateDataUntil } progress(period: "2026-12") { ratio missing { name } } } }`);
    const late = goals.filter(({ closing }: any) => closing.state === 'LATE_DATA' && closing.asOf === '2026-12-31');
    expect(late.map(({ code }: any) => code).toSorted()).toEqual([
      ...['ADULTS_BASIC', 'ADULTS_CONFIRMED', 'PUBLIC_SECTOR', 'PUPILS'],
    ]);
    await watched.page.goto(portal.url);
    await untilShown(watched.page);
    for (const { code, closing, progress } of late) {
      expect(closing).toMatchObject({ period: '2026-12', lateDataUntil: '2027-01-31' });
      const panel = watched.page.locator(`.goals [data-goal=${code}]`);
      const closes = (await panel.locator('[data-closing=LATE_DATA]').textContent()) ?? '';
      for (const said of ['31/12/2026', '31/01/2027']) expect(closes).toContain(said);
      const then = panel.locator(`[data-at-deadline=${code}]`);
      expect(await then.locator('dt').allTextContents()).toEqual([
        'Đạt được đến hết ngày 31/12/2026',
        'Chưa biết',
        'Tiếp theo',
      ]);
      const [, unknown = '', next = ''] = await then.locator('dd').allTextContents();
      // In the demonstration, nobody has released anything since November.
      expect(progress.missing.length).toBeGreaterThan(0);
      for (const { name } of progress.missing) expect(unknown).toContain(name);
      expect(next).toContain('nhận số liệu muộn đến hết ngày 31/01/2027, sau đó chốt');
      expect(next).toContain('Chưa có mục tiêu tiếp theo');
    }
    expect(await violations(watched.page)).toEqual([]);
    expect(await misfits(watched.page, 390)).toEqual([]);
    await watched.page.setViewportSize({ width: 1280, height: 800 });
  }, 120_000);

  test('and after one click says the same on the goal’s page, whose series ends with December', async () => {
    await watched.page.locator('.goals [data-goal=PUPILS] h2 a').click();
    await untilShown(watched.page);
    const then = watched.page.locator('[data-at-deadline=PUPILS]');
    expect(await then.locator('dt').first().textContent()).toContain('31/12/2026');
    expect(watched.errors).toEqual([]);
    expect(await violations(watched.page)).toEqual([]);
  }, 120_000);
});
