import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { readsPdf, sheetsOf } from '../support/pdf.js';
import type { TestedPortal } from '../support/tested-portal.js';

/** Pages that take one sheet, and pages that take several. */
const addresses = [
  '/',
  '/goals/PUPILS',
  '/communes/14758',
  '/organisations/university',
  '/publications/2026-09_2',
  '/?lang=en',
] as const;

const marks = { vi: 'Dữ liệu minh họa', en: 'Demonstration data' } as const;

/** Tests that each printed sheet shows that its data are made up. */
export function testPrinted(portal: TestedPortal): void {
  (readsPdf ? test : test.skip)('carries the mark of the demonstration on every sheet, on every page', async () => {
    await portal.enter('analyst');
    const folder = await mkdtemp(join(tmpdir(), 'printed-'));
    try {
      for (const address of addresses) {
        await portal.open(address);
        const path = join(folder, 'page.pdf');
        await portal.page.pdf({ path, preferCSSPageSize: true });
        const mark = marks[address.includes('lang=en') ? 'en' : 'vi'];
        const sheets = sheetsOf(path).map((sheet) => sheet.trimStart().startsWith(mark));
        expect([address, sheets.length > 0, sheets.filter((isMarked) => !isMarked)]).toEqual([address, true, []]);
      }
    } finally {
      await rm(folder, { recursive: true });
    }
  });
}
