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
  /** File for the rejected rows; removed if there are none. */
  readonly rejectedFile: string;
  readonly onRead: (rows: number) => void;
}

/**
 * Hands a file to a subgraph and waits for the end of the import.
 * @throws Failure if the subgraph refuses the whole file, or does not confirm it.
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
 * Like `handOver`, but tries again after an internal error of the subgraph: a start imports many files at once, and an
 * overloaded machine or database fails whole files.
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
