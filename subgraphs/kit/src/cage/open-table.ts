import { createHash } from 'node:crypto';
import { Cage, CageFault, type CageLimits, CagePlaces } from '@hub/runtime';
import { csvItems } from '../file/csv.js';
import type { CsvRow } from '../file/csv-rows.js';
import { FileError } from '../file/file-error.js';
import type { RowsOfFile } from '../file/rows-of-file.js';
import type { Table, TableRow } from '../mapping/table.js';
import { type Batch, faultOf } from './batches.js';
import type { FileInCage } from './read-table.js';
import type { Opened, TableTask } from './table-tasks.js';

const program = new URL(
  import.meta.url.endsWith('.ts') ? '../../dist/table-cage.js' : './table-cage.js',
  import.meta.url,
);

/** Many times the need of a sheet of 1,048,576 rows; only the time of the cage counts. */
const limits: CageLimits = { megabytes: 256, milliseconds: 10 * 60_000, bytesOut: 8 * 1024 ** 3 };

/**
 * How many files a server reads at once; others wait. A caller that takes rows slowly only occupies a place of
 * `giving`.
 */
const places = { reading: new CagePlaces(4), giving: new CagePlaces(2) };

/** The caller that a file is read for. */
export interface TableCaller {
  /** The most characters of a cell of a CSV file; default: the limit of spreadsheets. */
  readonly longest?: number | undefined;
  /** Ends the reading when the caller disconnects. */
  readonly signal?: AbortSignal | undefined;
  /** Whether the caller takes the rows directly, as slowly as its connection. */
  readonly isGiven?: boolean;
}

/**
 * Opens a file. It is read in a cage.
 * @throws FileError where it is neither a workbook nor a text, or exceeds what a cage may use.
 */
export async function openTable(
  { path, bytes, form }: FileInCage,
  { longest, signal, isGiven = false }: TableCaller = {},
): Promise<Table> {
  const caged = await openCage(signal, isGiven ? places.giving : places.reading);
  try {
    const opened = await caged.ask<Opened>({ open: { path, bytes, form, longest } });
    if ('fault' in opened) throw faultOf(opened.fault);
    let bytesRead = 0;
    async function* rows(sheet: string | undefined): AsyncGenerator<TableRow> {
      bytesRead = 0;
      await caged.ask({ begin: sheet });
      let asked = caged.ask<Batch>({ next: true });
      for (;;) {
        const batch = await asked;
        if (!batch.isLast) {
          // The cage reads the next batch meanwhile.
          asked = caged.ask<Batch>({ next: true });
          asked.catch(() => undefined);
        }
        ({ bytesRead } = batch);
        yield* batch.rows;
        if (batch.fault) throw faultOf(batch.fault);
        if (batch.isLast) return;
      }
    }
    return { ...opened, rows, bytesRead: () => bytesRead, close: caged.close };
  } catch (error) {
    caged.close();
    throw error;
  }
}

/** How many bytes of a stream are read at once: requests can run between two pieces. */
const pieceBytes = 64 * 1024;

/** The rows of a streamed CSV file in the columns' native form. They are read in a cage. */
export function cagedRowsOfCsv(
  content: AsyncIterable<Uint8Array>,
  columns: readonly string[],
  { longest, signal }: TableCaller = {},
): RowsOfFile {
  const digest = createHash('sha256');
  async function* rows(): AsyncGenerator<CsvRow> {
    const caged = await openCage(signal, places.reading);
    try {
      let asked: Promise<Batch<CsvRow>> | undefined;
      const readOn = async function* (piece: Uint8Array) {
        const former = await asked;
        asked = former?.fault ? undefined : caged.ask<Batch<CsvRow>>({ piece, longest });
        asked?.catch(() => undefined);
        if (!former) return;
        yield* former.rows;
        if (former.fault) throw faultOf(former.fault);
      };
      for await (const chunk of content) {
        digest.update(chunk);
        for (let from = 0; from < chunk.length; from += pieceBytes)
          yield* readOn(chunk.subarray(from, from + pieceBytes));
      }
      const end = new Uint8Array();
      yield* readOn(end);
      yield* readOn(end);
    } finally {
      caged.close();
    }
  }
  return { items: csvItems(rows(), columns), sha256: () => digest.digest('hex') };
}

interface OpenCage {
  readonly ask: <Answer>(task: TableTask) => Promise<Answer>;
  readonly close: () => void;
}

/** Opens a cage for a file, once a place is free. */
async function openCage(signal: AbortSignal | undefined, free: CagePlaces): Promise<OpenCage> {
  const giveBack = await free.take(signal);
  const cage = new Cage(program, limits, signal);
  let former: Promise<unknown> = Promise.resolve();
  return {
    ask: <Answer>(task: TableTask) => {
      const asked = former.then(() => cage.ask<Answer>(task)).catch(throwFileError);
      former = asked.catch(() => undefined);
      return asked;
    },
    close: () => {
      cage.close();
      giveBack();
    },
  };
}

/** @throws FileError where a cage exceeded a limit; otherwise the error itself. */
export function throwFileError(error: unknown): never {
  if (error instanceof CageFault && error.limit !== 'LEFT')
    throw new FileError(
      `Expected a file that can be read ${error.bound}; this one takes more. Save it in parts, or as "CSV UTF-8".`,
    );
  throw error;
}
