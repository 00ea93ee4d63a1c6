import { FileError, type Spot } from '../file/file-error.js';
import type { TableRow } from '../mapping/table.js';

/** A file's fault as it passes from a thread to another. */
export interface PassedFault {
  readonly message: string;
  readonly at?: Spot | undefined;
  readonly code: FileError['code'];
}

/** Some rows of a file; then its fault, where it has one. */
export interface Batch<Row = TableRow> {
  readonly rows: readonly Row[];
  /** How many bytes of the file were read. */
  readonly bytesRead: number;
  readonly isLast: boolean;
  readonly fault?: PassedFault;
}

/** How much passes at once, in rows and in characters of cells: threads take turns by that. */
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

/** A file's fault, to be passed. @throws the error where it is no fault of a file. */
export function passedFault(error: unknown): PassedFault {
  if (!(error instanceof FileError)) throw error;
  const { message, at, code } = error;
  return { message, at, code };
}

/** The fault that was passed. */
export function faultOf({ message, at, code }: PassedFault): FileError {
  return new FileError(message, at, code);
}
