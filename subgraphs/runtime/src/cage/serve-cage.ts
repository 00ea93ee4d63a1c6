import { serialize } from 'node:v8';
import { parentPort, workerData } from 'node:worker_threads';
import type { CageAnswer } from './cage.js';

/**
 * Runs the tasks of a cage in its thread: one at a time, each with one answer.
 * @param work its answer must be what `structuredClone` copies.
 */
export function serveCage(work: (task: never) => unknown): void {
  const port = parentPort;
  if (!port) throw new Error('Expected a thread of a cage, got a process.');
  const { bytesOut } = workerData as { readonly bytesOut: number };
  const send = (answer: CageAnswer) => {
    port.postMessage(answer);
  };
  port.on('message', (task: unknown) => {
    void (async () => {
      try {
        const bytes = serialize(await work(task as never));
        send(bytes.length > bytesOut ? { tooLarge: true } : { bytes });
      } catch (error) {
        send({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
      }
    })();
  });
}
