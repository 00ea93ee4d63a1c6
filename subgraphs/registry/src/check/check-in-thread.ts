import { Worker } from 'node:worker_threads';
import type { ComposedSubgraph, Composition } from '@hub/schema/compose';
import { repository } from '../repository.js';
import type { CheckedSchema, CheckInput } from './check-schema.js';

/** How much a check may take. */
export interface CheckLimits {
  readonly milliseconds: number;
  readonly megabytes: number;
}

/** Many times what the largest graph that we measured takes. */
const defaultLimits: CheckLimits = { milliseconds: 120_000, megabytes: 2048 };

/** A transaction waits meanwhile: less than a check may take, and many times what the largest graph takes. */
const composeLimits: CheckLimits = { milliseconds: 30_000, megabytes: 2048 };

/** The checks before: they run one at a time, so that they leave processors to those who ask the registry. */
let before: Promise<unknown> = Promise.resolve();

/**
 * Checks a schema in a thread of its own, which composition would otherwise hold up for seconds. A check that takes more
 * time or memory than it may is ended, and its schema refused.
 */
export function checkInThread(input: CheckInput, limits: CheckLimits = defaultLimits): Promise<CheckedSchema> {
  const checked = before.then(() => runInThread<CheckedSchema>(input, limits, (message) => tooMuch(input, message)));
  before = checked.catch(() => undefined);
  return checked;
}

/** A composition was ended, for it took more time or memory than it may: on a machine that is less busy it may be done. */
export class Unfinished extends Error {
  override readonly name = 'Unfinished';
}

/**
 * Composes in a thread of its own, beside the checks: somebody waits for it who has passed one.
 * @throws Unfinished
 */
export async function composeInThread(subgraphs: readonly ComposedSubgraph[]): Promise<Composition> {
  const ended = (message: string) => new Unfinished(message);
  const composed = await runInThread<Composition | Unfinished>({ subgraphs }, composeLimits, ended);
  if (composed instanceof Unfinished) throw composed;
  return composed;
}

async function runInThread<Result>(
  task: object,
  { milliseconds, megabytes }: CheckLimits,
  ended: (message: string) => Result,
): Promise<Result> {
  const worker = new Worker(new URL('subgraphs/registry/dist/check-thread.js', repository), {
    workerData: task,
    resourceLimits: { maxOldGenerationSizeMb: megabytes },
  });
  const { promise, resolve, reject } = Promise.withResolvers<Result>();
  const timer = setTimeout(() => {
    resolve(ended(`expected a schema that can be checked within ${milliseconds / 1000} s`));
  }, milliseconds);
  worker.once('message', resolve);
  worker.once('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'ERR_WORKER_OUT_OF_MEMORY') reject(error);
    else resolve(ended(`expected a schema that can be checked with ${megabytes} MiB of memory`));
  });
  worker.once('exit', (code) => {
    reject(new Error(`Expected the thread of a check to say what it found; it ended with ${code}.`));
  });
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}

function tooMuch({ organisation, usage }: CheckInput, message: string): CheckedSchema {
  const findings = [{ code: 'SCHEMA_TOO_LARGE' as const, severity: 'ERROR' as const, message }];
  return { report: { organisation, verdict: 'REFUSED', findings, notLookedAt: [...usage.notLookedAt] } };
}
