import { FileError, type Spot } from '../file/file-error.js';
import type { TableRow } from '../mapping/table.js';

/** A file's fault, in the form that passes between processes. */
export interface PassedFault {
  readonly message: string;
  readonly at?: Spot | undefined;
  readonly code: FileError['code'];
}

/** Some rows of a file, and its fault, if it has one. */
export interface Batch<Row = TableRow> {
  readonly rows: readonly Row[];
  /** How many bytes of the file were read. */
  readonly bytesRead: number;
  readonly isLast: boolean;
  readonly fault?: PassedFault;
}

/** The most rows, and the most characters of cells, that pass between processes at once. */
const [mostRows, mostCharacters] = [500, 64 * 1024];

/** Takes the next rows of a file. */
export async function nextBatch<Row extends TableRow>(
  rows: AsyncIterator<Row, unknown>,
  bytesRead: () => number,
): Promise<Batch<Row>> {
  const batch: Row[] = [];
  let characters = 0;
  try {
    while (batch.length < mostRows && characters < mostCharacters) {
      const next = await rows.next();
      if (next.done) return { rows: batch, bytesRead: bytesRead(), isLast: true };
      batch.push(next.value);
      for (const cell of next.value.cells) characters += typeof cell === 'string' ? cell.length : cell.text.length;
    }
  } catch (error) {
    return { rows: batch, bytesRead: bytesRead(), isLast: true, fault: passedFault(error) };
  }
  return { rows: batch, bytesRead: bytesRead(), isLast: false };
}

/** Converts a file's fault for passing. @throws the error where it is no fault of a file. */
export function passedFault(error: unknown): PassedFault {
  if (!(error instanceof FileError)) throw error;
  const { message, at, code } = error;
  return { message, at, code };
}

/** Restores a passed fault. */
export function faultOf({ message, at, code }: PassedFault): FileError {
  return new FileError(message, at, code);
}
