import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import { createWriteStream } from 'node:fs';
import { stringify } from 'csv-stringify';
import type { ImportKind } from '@hub/kit/service';
import { createRandom, type Random } from './random.js';
import { type DemoRow, writeDemoFile } from './write-csv.js';

/** How many of a file's citizens' numbers are written down wrong, or not at all. */
const wrongShare = 0.004;

/** What people write instead of a number of 12 digits. Each is refused. */
const mistakes: readonly ((number: string) => string)[] = [
  // Nothing: the number was not at hand.
  () => '',
  // The number of the former identity card.
  (number) => number.slice(3),
  // A digit is missing, or there twice.
  (number) => number.slice(0, -1),
  (number) => `${number.slice(0, 7)}${number.slice(6)}`,
  // The letter for the digit, as from a scan.
  (number) => number.replace('0', 'O'),
];

/** The file of a demonstration that says how many rows of its other files are to be refused; it is no kind. */
export const rejectionsFile = 'rejections.csv';

/** How many rows of a kind's file are to be refused. */
export interface DemoRejections {
  readonly kind: string;
  readonly rows: number;
}

/**
 * Writes the demonstration file of a kind as `writeDemoFile`, with a few citizens' numbers as people get them wrong.
 * @returns how many.
 */
export async function writeDemoFileByHand(
  folder: string,
  kind: Pick<ImportKind, 'kind' | 'columns'>,
  rows: Iterable<DemoRow>,
): Promise<DemoRejections> {
  const random = createRandom(`wrong numbers of ${kind.kind}`);
  const column = Object.keys(kind.columns).indexOf('citizen_number');
  let wrong = 0;
  function* written() {
    for (const row of rows) {
      if (!random.chance(wrongShare)) yield row;
      else {
        wrong += 1;
        yield row.with(column, mistaken(String(row[column]), random));
      }
    }
  }
  await writeDemoFile(folder, kind, written());
  return { kind: kind.kind, rows: wrong };
}

function mistaken(number: string, random: Random): string {
  const wrong = random.pick(mistakes)(number);
  return wrong === number ? '' : wrong;
}

/** Writes how many rows of which files are to be refused. */
export async function writeDemoRejections(folder: string, rejections: readonly DemoRejections[]): Promise<void> {
  const format = stringify({ header: true, columns: ['kind', 'rows'] });
  const rows = rejections.map(({ kind, rows }) => [kind, rows]);
  await pipeline(Readable.from(rows), format, createWriteStream(join(folder, rejectionsFile)));
}
