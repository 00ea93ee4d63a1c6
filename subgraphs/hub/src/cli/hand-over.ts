import { Failure } from './failure.js';
import type { Delivery, OperatorDoor } from './operator-door.js';
import { RejectedRows } from './rejected-rows.js';

/** What became of a file. */
export interface Receipt {
  readonly read: number;
  readonly rejected: number;
}

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
  try {
    for await (const line of door.send(delivery)) {
      switch (line.type) {
        case 'progress':
          onRead(line.read);
          break;
        case 'rejected':
          await rejectedRows.add(line);
          break;
        case 'ignored':
        case 'corrected':
          break;
        case 'done': {
          onRead(line.read);
          const { read, rejected } = line;
          return { read, rejected };
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
