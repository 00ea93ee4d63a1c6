import { type ChildProcess, spawn } from 'node:child_process';
import { deserialize } from 'node:v8';
import { CageFault } from './cage-fault.js';

/** The resources of a cage. */
export interface CageLimits {
  /** The largest heap of its process. */
  readonly megabytes: number;
  /** How long its caller waits for all answers together. */
  readonly milliseconds: number;
  /** The size of all answers together, in bytes that leave the process. */
  readonly bytesOut: number;
}

/** A process's answer: the value's bytes, or its error. */
export type CageAnswer = { readonly bytes: Uint8Array } | { readonly error: string } | { readonly tooLarge: true };

/** The processes of all open cages: none outlives this process. */
const running = new Set<ChildProcess>();
process.on('exit', () => {
  for (const one of running) one.kill('SIGKILL');
});

/**
 * A process that reads hostile input: its heap, its time and its output are limited, and it ends with its caller. Not a
 * worker thread: V8 ends the whole process when one allocation of a thread exceeds the thread's limit by far. The
 * process's program is made with `serveCage`. One task at a time.
 */
export class Cage {
  readonly #process: ChildProcess;
  readonly #limits: CageLimits;
  readonly #signal: AbortSignal | undefined;
  #waiting: PromiseWithResolvers<CageAnswer> | undefined;
  #fault: Error | undefined;
  #leftMs: number;
  #leftBytes: number;

  /**
   * @param program the process's program, built.
   * @param signal ends the process.
   */
  constructor(program: URL, limits: CageLimits, signal?: AbortSignal) {
    this.#limits = limits;
    this.#leftMs = limits.milliseconds;
    this.#leftBytes = limits.bytesOut;
    this.#signal = signal;
    const caged = (this.#process = spawn(
      process.execPath,
      [
        ...[`--max-old-space-size=${limits.megabytes}`, '--input-type=module'],
        ...['--eval', 'await import(process.argv[1])', program.href, String(limits.bytesOut)],
      ],
      // V8's report of a full heap would fill this process's log.
      { stdio: ['ignore', 'ignore', 'ignore', 'ipc'], serialization: 'advanced', windowsHide: true },
    ));
    running.add(caged);
    caged.on('message', (answer: CageAnswer) => this.#waiting?.resolve(answer));
    caged.on('error', (error) => {
      this.#end(error);
    });
    caged.on('exit', (code, by) => {
      running.delete(caged);
      this.#end(
        isFull(code, by)
          ? new CageFault('MEMORY', `with ${limits.megabytes} MiB of memory`)
          : new Error(`Expected the cage of ${program.pathname} to answer; it ended with ${by ?? String(code)}.`),
      );
    });
    this.#keepsRunning(false);
    signal?.addEventListener('abort', this.#leave);
    if (signal?.aborted) this.#leave();
  }

  /**
   * Runs a task in the process.
   * @throws CageFault where the process exceeds a limit, or its caller has left; Error where the task fails.
   */
  async ask<Answer>(task: object): Promise<Answer> {
    if (this.#fault) throw this.#fault;
    if (this.#waiting) throw new Error('Expected one task of a cage at a time, got two.');
    const waiting = (this.#waiting = Promise.withResolvers<CageAnswer>());
    const began = performance.now();
    const { milliseconds, bytesOut } = this.#limits;
    const deadline = setTimeout(() => {
      this.#end(new CageFault('TIME', `within ${milliseconds / 1000} s`));
    }, this.#leftMs);
    try {
      this.#keepsRunning(true);
      // A process that has ended takes no task: its exit is the answer.
      this.#process.send(task, () => undefined);
      const answer = await waiting.promise;
      if ('tooLarge' in answer) throw this.#end(new CageFault('OUTPUT', `with ${bytesOut} bytes of output`));
      if ('error' in answer) throw new Error(answer.error);
      this.#leftBytes -= answer.bytes.length;
      if (this.#leftBytes < 0) throw this.#end(new CageFault('OUTPUT', `with ${bytesOut} bytes of output`));
      return deserialize(answer.bytes) as Answer;
    } finally {
      clearTimeout(deadline);
      this.#keepsRunning(false);
      this.#leftMs -= performance.now() - began;
      this.#waiting = undefined;
    }
  }

  /** Ends the process, even during a task. */
  close(): void {
    this.#end(new CageFault('LEFT', 'while its caller waits'));
  }

  readonly #leave = () => {
    this.close();
  };

  /** Whether the cage keeps this process from ending: only while it has a task. */
  #keepsRunning(does: boolean): void {
    const { channel } = this.#process;
    for (const handle of [this.#process, channel]) {
      if (does) handle?.ref();
      else handle?.unref();
    }
  }

  #end(fault: Error): Error {
    if (this.#fault) return this.#fault;
    this.#fault = fault;
    this.#signal?.removeEventListener('abort', this.#leave);
    this.#waiting?.reject(fault);
    this.#process.kill('SIGKILL');
    return fault;
  }
}

/** Whether a process ended by its full heap (V8 aborts), or since the machine had no memory left. */
function isFull(code: number | null, by: NodeJS.Signals | null): boolean {
  return code === 134 || (by !== null && ['SIGABRT', 'SIGTRAP', 'SIGILL', 'SIGKILL'].includes(by));
}

/** Runs one task in a separate process. @throws as `Cage.ask`. */
export async function inCage<Answer>(
  program: URL,
  task: object,
  limits: CageLimits,
  signal?: AbortSignal,
): Promise<Answer> {
  const cage = new Cage(program, limits, signal);
  try {
    return await cage.ask<Answer>(task);
  } finally {
    cage.close();
  }
}
