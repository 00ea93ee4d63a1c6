import type { Rejection } from '../import/import-file.js';
import type { Correction } from '../import/import-kind.js';
import { Failure } from './failure.js';
import type { Delivery, OperatorDoor } from './operator-door.js';
import { RejectedRows } from './rejected-rows.js';

/** What became of a file. */
export interface Receipt {
  readonly read: number;
  readonly written: number;
  readonly rejected: number;
  readonly ignoredColumns: readonly string[];
  /** The first of the rejected rows. */
  readonly rejections: readonly Rejection[];
  /** How many values the file corrects, and the first of them. */
  readonly corrected: number;
  readonly corrections: readonly Correction[];
}

/** How many rejected rows are shown, their file has them all, and how many corrections. */
const shown = 10;

export interface HandOverOptions {
  /** Takes the rejected rows; removed when there are none. */
  readonly rejectedFile: string;
  readonly onRead: (rows: number) => void;
}

/**
 * Hands a file to a subgraph and waits until it is in.
 * @throws Failure when the file as a whole was refused, or the subgraph did not confirm it.
 */
export async function handOver(
  door: OperatorDoor,
  delivery: Delivery,
  { rejectedFile, onRead }: HandOverOptions,
): Promise<Receipt> {
  const rejectedRows = await RejectedRows.open(rejectedFile);
  let ignoredColumns: readonly string[] = [];
  const rejections: Rejection[] = [];
  const corrections: Correction[] = [];
  let corrected = 0;
  try {
    for await (const line of door.send(delivery)) {
      switch (line.type) {
        case 'progress':
          onRead(line.read);
          break;
        case 'rejected':
          await rejectedRows.add(line);
          if (rejections.length < shown) rejections.push(line);
          break;
        case 'ignored':
          ignoredColumns = line.columns;
          break;
        case 'corrected':
          corrected += 1;
          if (corrections.length < shown) corrections.push(line);
          break;
        case 'done': {
          onRead(line.read);
          const { read, written, rejected } = line;
          return { read, written, rejected, ignoredColumns, rejections, corrected, corrections };
        }
        case 'failed':
          rejectedRows.forget();
          throw new Failure(`Nothing of ${delivery.path} is in. ${line.message}`);
      }
    }
  } finally {
    await rejectedRows.close();
  }
  throw new Failure(
    `The answer of ${door.organisation} ended before it confirmed ${delivery.path}. Import it again: no row comes in twice.`,
  );
}
