import { Failure, Refused } from './failure.js';
import type { Delivery, OperatorEndpoint } from './operator-endpoint.js';
import { RejectedRows } from './rejected-rows.js';
import { tryAgain, type Trying } from './try-again.js';

/** Result of a file's import. */
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
  endpoint: OperatorEndpoint,
  delivery: Delivery,
  { rejectedFile, onRead }: HandOverOptions,
): Promise<Receipt> {
  const rejectedRows = await RejectedRows.open(rejectedFile);
  try {
    for await (const line of endpoint.send(delivery)) {
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
          throw new Refused(`Nothing of ${delivery.path} is in. ${line.message}`, line);
      }
    }
  } finally {
    await rejectedRows.close();
  }
  throw new Failure(
    `The answer of ${endpoint.organisation} ended before it confirmed ${delivery.path}. Import it again: no row comes in twice.`,
  );
}

/**
 * Hands a file over as `handOver` does, and again where the subgraph failed by itself: a start brings in many files at once,
 * and a machine or a database that is too busy for one fails it whole.
 * @throws Failure
 */
export async function handOverAgain(
  endpoint: OperatorEndpoint,
  delivery: Delivery,
  options: HandOverOptions,
  wait?: Trying['wait'],
): Promise<Receipt> {
  return tryAgain(() => handOver(endpoint, delivery, options), {
    ...{ times: 3, pauseAfter: (tries) => tries * 5000, ...(wait && { wait }) },
    mayPass: (error) => error instanceof Refused && error.answer.code === 'INTERNAL_SERVER_ERROR',
  });
}
