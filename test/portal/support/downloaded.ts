import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import type { Locator } from 'playwright-core';

/** The rows of the CSV file that a part of the page offers, by the names of its columns. */
export async function downloadedRows(part: Locator): Promise<readonly Readonly<Record<string, string>>[]> {
  const [download] = await Promise.all([
    part.page().waitForEvent('download'),
    part.getByRole('button', { name: 'CSV', exact: true }).first().click(),
  ]);
  const text = await readFile(await download.path(), 'utf8');
  return parse(text, { delimiter: ';', bom: true, relax_column_count: true, columns: true });
}
