import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import { createWriteStream } from 'node:fs';
import { stringify } from 'csv-stringify';
import type { ImportKind } from '@hub/kit/service';
import { createRandom, type Random } from './random.js';
import { type DemoRow, writeDemoFile } from './write-csv.js';

/** Share of citizens' numbers in a file that are wrong or missing. */
const wrongShare = 0.004;

/** Typical mistakes in a number of 12 digits; an import refuses each. */
const mistakes: readonly ((number: string) => string)[] = [
  // Missing: the number was not at hand.
  () => '',
  // The number of the former identity card.
  (number) => number.slice(3),
  // A digit is missing or doubled.
  (number) => number.slice(0, -1),
  (number) => `${number.slice(0, 7)}${number.slice(6)}`,
  // A letter for a digit, typical of a scan.
  (number) => number.replace('0', 'O'),
];

/** The demonstration's file with the expected number of refused rows in its other files; not an import. */
export const rejectionsFile = 'rejections.csv';

/** Expected number of refused rows in a kind's file. */
export interface DemoRejections {
  readonly kind: string;
  readonly rows: number;
}

/**
 * Writes the demonstration file of a kind like `writeDemoFile`, with mistakes in a few citizens' numbers.
 * @returns the number of mistakes.
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

/** Writes the expected numbers of refused rows. */
export async function writeDemoRejections(folder: string, rejections: readonly DemoRejections[]): Promise<void> {
  const format = stringify({ header: true, columns: ['kind', 'rows'] });
  const rows = rejections.map(({ kind, rows }) => [kind, rows]);
  await pipeline(Readable.from(rows), format, createWriteStream(join(folder, rejectionsFile)));
}
