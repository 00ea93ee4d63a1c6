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

/** How many rows of the last month stay out of its file, for a file of a day's work that comes in later. */
const laterRows = 300;

/** The folder of the files that no release waits for. */
export const laterFolder = 'later';

/** A row, and the month whose file it stands in. */
export type MonthlyRow = readonly [month: string, row: DemoRow];

/**
 * Writes a kind's rows into a file for each month, `FOLDER/YYYY-MM/KIND.csv`: a few rows are in memory at a time. Of a month
 * without rows there is no file. Some rows of the last month stand in `FOLDER/later/KIND.csv`.
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

  /** @returns false where the file is to be waited for. */
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
 * Writes which releases an organisation makes: one for each month, after the month's files.
 * @param place its place among the organisations, which release one after another.
 */
export async function writeMonthlyReleases(folder: string, place: number): Promise<void> {
  for (const month of scaleMonths) mkdirSync(join(folder, month), { recursive: true });
  const rows = scaleMonths.map((month) => [lastDayOf(month), releaseDayOf(month, place), '', month, '']);
  const text = stringify([['through', 'made_on', 'note', 'files', 'withdraws'], ...rows]);
  await writeFile(join(folder, 'releases.csv'), text);
}
