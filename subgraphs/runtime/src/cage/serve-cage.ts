import { serialize } from 'node:v8';
import type { CageAnswer } from './cage.js';

/**
 * Runs the tasks of a cage in its process: one at a time, each with one answer.
 * @param work its answer must be what `structuredClone` copies.
 */
export function serveCage(work: (task: never) => unknown): void {
  const bytesOut = Number(process.argv[2]);
  if (!process.send || !Number.isFinite(bytesOut)) throw new Error('Expected a process of a cage.');
  const send = (answer: CageAnswer) => {
    process.send?.(answer);
  };
  process.on('message', (task: unknown) => {
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
