import { rmSync } from 'node:fs';
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from '@jest/globals';
import { strFromU8, unzipSync } from 'fflate';
import { whole } from '../support/as-written.js';
import { misfits } from '../support/looks.js';
import { readsPdf, sheetsOf } from '../support/pdf.js';
import type { TestedPortal } from '../support/tested-portal.js';
import { untilShown } from '../support/watched-page.js';

/** Tests the page for a Monday's meeting: two lists, the communes to visit, and the reports that are due. */
export function testMonday(portal: TestedPortal): void {
  const main = () => portal.page.locator('main');

  test('one click from the overview: the ten with most people missing, as the graph has them', async () => {
    await portal.enter('analyst');
    await portal.open('/');
    await portal.page.locator('.reminders a[href="/monday"]').click();
    await portal.page.locator('[data-list=most-missing] tbody tr').first().waitFor();
    await untilShown(portal.page);
    const { goals } = await portal.ask(
      `{ goals { code progress { period } progressByCommune(first: 10, orderBy: { field: GAP_PEOPLE, direction: DESC }) { nodes { communeCode gapPeople } } } }`,
      'analyst',
    );
    const [{ code, progress, progressByCommune }] = goals;
    const rows = portal.page.locator('[data-list=most-missing] tbody tr');
    const shown = await rows.evaluateAll((all) =>
      all.map((row) => [row.getAttribute('data-commune'), row.querySelector('td')?.textContent]),
    );
    const gaps = progressByCommune.nodes.filter(({ gapPeople }: any) => gapPeople > 0);
    expect(shown.map(([, gap]) => gap)).toEqual(gaps.map(({ gapPeople }: any) => whole(gapPeople)));
    for (const sentence of await portal.page.locator('[data-visit]').all()) {
      const commune = await sentence.getAttribute('data-visit');
      const { goal } = await portal.ask(
        `{ goal(code: "${code}") { progress(commune: "${commune}", period: "${progress.period}") { gapPeople } } }`,
        'analyst',
      );
      expect(await sentence.textContent()).toContain(`còn thiếu nhiều nhất ${whole(goal.progress.gapPeople)} người`);
    }
    for (const width of [390, 1280]) expect([width, await misfits(portal.page, width)]).toEqual([width, []]);
  }, 60_000);

  test('of the communes of one kind of area', async () => {
    await portal.page.locator('select[name=area]').selectOption('MOUNTAIN');
    await untilShown(portal.page);
    const { communes } = await portal.ask('{ communes(area: MOUNTAIN, first: 200) { nodes { code } } }');
    const mountain = new Set(communes.nodes.map(({ code }: any) => code));
    const listed = await portal.page.locator('.week [data-commune]').all();
    expect(listed.length).toBeGreaterThan(5);
    for (const row of listed) expect(mountain).toContain(await row.getAttribute('data-commune'));
  });

  test('as one slide that PowerPoint opens, with both lists', async () => {
    const [file] = await Promise.all([
      portal.page.waitForEvent('download'),
      portal.page.getByRole('button', { name: 'Tải một trang chiếu (PPTX)' }).click(),
    ]);
    expect(file.suggestedFilename()).toBe('tuan-nay.pptx');
    const parts = unzipSync(await readFile(await file.path()));
    expect(Object.keys(parts).filter((name) => /^ppt\/slides\/slide\d+\.xml$/.test(name))).toHaveLength(1);
    const said = strFromU8(parts['ppt/slides/slide1.xml'] ?? new Uint8Array());
    for (const name of await portal.page.locator('.week [data-commune] th').allTextContents()) {
      expect(said).toContain(name);
    }
    expect(said).toContain('Dữ liệu minh họa');
    expect(said).toContain('/monday');
  });

  (readsPdf ? test : test.skip)('is printed on one sheet of A4', async () => {
    const path = join(await mkdtemp(join(tmpdir(), 'monday-')), 'monday.pdf');
    await portal.page.pdf({ path, preferCSSPageSize: true });
    expect(sheetsOf(path)).toHaveLength(1);
    rmSync(dirname(path), { recursive: true });
  });

  test('asks a visitor to sign in', async () => {
    await portal.leave();
    await portal.open('/monday');
    expect(await main().textContent()).toContain('Đăng nhập');
  });
}
