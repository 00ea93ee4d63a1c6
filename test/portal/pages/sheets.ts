import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { day, share, whole } from '../support/as-written.js';
import { readsPdf, sheetsOf } from '../support/pdf.js';
import type { TestedPortal } from '../support/tested-portal.js';
import { untilShown } from '../support/watched-page.js';

/** A commune on one sheet of A4, and all communes in one file. */
export function testSheets(portal: TestedPortal): void {
  const code = '16438';
  const printed = async (): Promise<readonly string[]> => {
    const folder = await mkdtemp(join(tmpdir(), 'sheets-'));
    const path = join(folder, 'sheets.pdf');
    await portal.page.pdf({ path, preferCSSPageSize: true });
    const sheets = sheetsOf(path);
    rmSync(folder, { recursive: true });
    return sheets;
  };

  test('one commune from its page with one click, as the graph has it', async () => {
    await portal.enter('analyst');
    await portal.open(`/communes/${code}`);
    await portal.page.getByRole('link', { name: 'Tờ A4 của xã, phường' }).click();
    await portal.page.locator('.sheet').waitFor();
    await untilShown(portal.page);
    expect(new URL(portal.page.url()).pathname).toBe(`/sheets/${code}`);
    const { commune } = await portal.ask(
      `{ commune(code: "${code}") { name goalProgress { goal { code } ratio target gapPeople period people { estimate lower } } } }`,
      'analyst',
    );
    expect(await portal.page.locator('.sheet h2').textContent()).toBe(commune.name);
    expect(commune.goalProgress.length).toBeGreaterThan(3);
    for (const { goal, ratio, target, gapPeople, people } of commune.goalProgress) {
      const row = (await portal.page.locator(`.sheet [data-goal=${goal.code}]`).textContent()) ?? '';
      expect(row).toContain(share(target));
      if (ratio === null) continue;
      for (const part of [share(ratio), whole(people.estimate ?? people.lower), whole(gapPeople)]) {
        expect(row).toContain(part);
      }
    }
  }, 60_000);

  (readsPdf ? test : test.skip)(
    'is printed on one sheet, with date, period, source and the mark of what is made up',
    async () => {
      const sheets = await printed();
      expect(sheets).toHaveLength(1);
      const today = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Ho_Chi_Minh' }).format(new Date());
      const { goals } = await portal.ask(
        '{ goals { progress { period contributions { release { number } organisation { name } } } } }',
      );
      const text = (sheets[0] ?? '').replaceAll(/\s+/g, ' ');
      expect(text).toContain(`Lập ngày ${day(today)}`);
      expect(text).toContain('Dữ liệu minh họa');
      for (const { progress } of goals) {
        const [year, month] = progress.period.split('-');
        expect(text).toContain(`${Number(month)}/${year}`);
        for (const { release } of progress.contributions) if (release) expect(text).toContain(`đợt ${release.number}`);
      }
    },
    60_000,
  );

  (readsPdf ? test : test.skip)(
    'all communes are one file: a sheet each, in the order of their names',
    async () => {
      await portal.open('/sheets');
      const shown = await portal.page.locator('.sheet h2').allTextContents();
      expect(shown).toHaveLength(166);
      const sheets = await printed();
      expect(sheets).toHaveLength(166);
      sheets.forEach((sheet, index) => {
        expect(sheet).toContain(shown[index]);
        expect(sheet).toContain('Dữ liệu minh họa');
      });
    },
    180_000,
  );
}
