import { deserialize } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { CageFault } from './cage-fault.js';

/** The resources of a cage. */
export interface CageLimits {
  /** The largest heap of its thread. */
  readonly megabytes: number;
  /** How long its caller waits for all answers together. */
  readonly milliseconds: number;
  /** The size of all answers together, in bytes that leave the thread. */
  readonly bytesOut: number;
}

/** A thread's answer: the value's bytes, or its error. */
export type CageAnswer = { readonly bytes: Uint8Array } | { readonly error: string } | { readonly tooLarge: true };

/**
 * A thread that reads hostile input: its heap, its time and its output are limited, and it ends with its caller. The
 * thread's program is made with `serveCage`. One task at a time.
 */
export class Cage {
  readonly #worker: Worker;
  readonly #limits: CageLimits;
  readonly #signal: AbortSignal | undefined;
  #waiting: PromiseWithResolvers<CageAnswer> | undefined;
  #fault: Error | undefined;
  #leftMs: number;
  #leftBytes: number;

  /**
   * @param program the thread's program, built.
   * @param signal ends the thread.
   */
  constructor(program: URL, limits: CageLimits, signal?: AbortSignal) {
    this.#limits = limits;
    this.#leftMs = limits.milliseconds;
    this.#leftBytes = limits.bytesOut;
    this.#signal = signal;
    this.#worker = new Worker(program, {
      resourceLimits: { maxOldGenerationSizeMb: limits.megabytes },
      workerData: { bytesOut: limits.bytesOut },
    });
    this.#worker.on('message', (answer: CageAnswer) => this.#waiting?.resolve(answer));
    this.#worker.on('error', (error: NodeJS.ErrnoException) => {
      const isFull = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      this.#end(isFull ? new CageFault('MEMORY', `with ${limits.megabytes} MiB of memory`) : error);
    });
    this.#worker.on('exit', (code) => {
      this.#end(new Error(`Expected the thread of ${program.pathname} to answer; it ended with ${code}.`));
    });
    this.#worker.unref();
    signal?.addEventListener('abort', this.#leave);
    if (signal?.aborted) this.#leave();
  }

  /**
   * Runs a task in the thread.
   * @throws CageFault where the thread exceeds a limit, or its caller has left; Error where the task fails.
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
      this.#worker.ref();
      this.#worker.postMessage(task);
      const answer = await waiting.promise;
      if ('tooLarge' in answer) throw this.#end(new CageFault('OUTPUT', `with ${bytesOut} bytes of output`));
      if ('error' in answer) throw new Error(answer.error);
      this.#leftBytes -= answer.bytes.length;
      if (this.#leftBytes < 0) throw this.#end(new CageFault('OUTPUT', `with ${bytesOut} bytes of output`));
      return deserialize(answer.bytes) as Answer;
    } finally {
      clearTimeout(deadline);
      this.#worker.unref();
      this.#leftMs -= performance.now() - began;
      this.#waiting = undefined;
    }
  }

  /** Ends the thread, even during a task. */
  close(): void {
    this.#end(new CageFault('LEFT', 'while its caller waits'));
  }

  readonly #leave = () => {
    this.close();
  };

  #end(fault: Error): Error {
    if (this.#fault) return this.#fault;
    this.#fault = fault;
    this.#signal?.removeEventListener('abort', this.#leave);
    this.#waiting?.reject(fault);
    void this.#worker.terminate();
    return fault;
  }
}

/** Runs one task in a separate thread. @throws as `Cage.ask`. */
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
