import { createContext, Script } from 'node:vm';

const script = new Script('run()');
const context = createContext({ run: undefined });

/** Something took longer than it may. */
export class TookTooLong extends Error {}

/**
 * Runs something that waits for nothing; what it works on must not be used again where it took too long.
 * @param limitMs how long it may take, in milliseconds.
 * @throws TookTooLong
 */
export function withinTime<T>(limitMs: number, run: () => T): T {
  context['run'] = run;
  try {
    return script.runInContext(context, { timeout: limitMs }) as T;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error;
    throw new TookTooLong(`Expected an end within ${limitMs} ms.`);
  } finally {
    context['run'] = undefined;
  }
}
