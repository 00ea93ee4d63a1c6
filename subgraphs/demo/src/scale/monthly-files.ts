import { once } from 'node:events';
import { createWriteStream, mkdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import type { ImportKind } from '@hub/kit/service';
import { lastDayOf } from '@hub/protocol';
import { stringify } from 'csv-stringify/sync';
import type { DemoRow } from '../write-csv.js';
import { releaseDayOf, scaleMonths } from './months.js';

/** How many rows are written together. */
const batchSize = 1_000;

/** Number of rows of the last month that are left for a later file of one day's work. */
const laterRows = 300;

/** The folder of files outside every release. */
export const laterFolder = 'later';

/** A row with the month of its file. */
export type MonthlyRow = readonly [month: string, row: DemoRow];

/**
 * Writes a kind's rows into a file for each month, `FOLDER/YYYY-MM/KIND.csv`, with few rows in memory. A month without
 * rows has no file. Some rows of the last month are in `FOLDER/later/KIND.csv`.
 */
export async function writeMonthlyFiles(
  folder: string,
  { kind, columns }: Pick<ImportKind, 'kind' | 'columns'>,
  rows: Iterable<MonthlyRow>,
): Promise<void> {
  const header = Object.keys(columns);
  const files = new Map<string, MonthFile>();
  let later = 0;
  for (const [month, row] of rows) {
    const isLater = month === scaleMonths.at(-1) && later < laterRows;
    if (isLater) later += 1;
    const name = isLater ? laterFolder : month;
    let file = files.get(name);
    if (!file) files.set(name, (file = new MonthFile(join(folder, name), kind, header)));
    if (!file.add(row)) await file.drained();
  }
  for (const file of files.values()) await file.end();
}

class MonthFile {
  readonly #stream;
  #batch: DemoRow[];

  constructor(folder: string, kind: string, header: DemoRow) {
    mkdirSync(folder, { recursive: true });
    this.#stream = createWriteStream(join(folder, `${kind}.csv`));
    this.#batch = [header];
  }

  /** @returns false if the caller must wait for the file. */
  add(row: DemoRow): boolean {
    this.#batch.push(row);
    return this.#batch.length < batchSize || this.#write();
  }

  async drained(): Promise<void> {
    await once(this.#stream, 'drain');
  }

  async end(): Promise<void> {
    this.#write();
    this.#stream.end();
    await finished(this.#stream);
  }

  #write(): boolean {
    const text = stringify(this.#batch, { cast: { boolean: String } });
    this.#batch = [];
    return this.#stream.write(text);
  }
}

/**
 * Writes the list of an organisation's releases: one for each month, after the month's files.
 * @param place its position in the order in which organisations release.
 */
export async function writeMonthlyReleases(folder: string, place: number): Promise<void> {
  for (const month of scaleMonths) mkdirSync(join(folder, month), { recursive: true });
  const rows = scaleMonths.map((month) => [lastDayOf(month), releaseDayOf(month, place), '', month, '']);
  const text = stringify([['through', 'made_on', 'note', 'files', 'withdraws'], ...rows]);
  await writeFile(join(folder, 'releases.csv'), text);
}
