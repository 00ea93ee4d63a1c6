import { CageFault, type CageLimits, inCage } from '@hub/runtime';
import type { ComposedSubgraph, Composition } from '@hub/schema/compose';
import { repository } from '../repository.js';
import type { CheckedSchema, CheckInput } from './check-schema.js';

const program = new URL('subgraphs/registry/dist/check-thread.js', repository);

/** How much a check may take. */
type CheckLimits = Pick<CageLimits, 'milliseconds' | 'megabytes'>;

/** Room for a supergraph of the largest schemas. */
const bytesOut = 256 * 1024 * 1024;

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
  limits: CheckLimits,
  ended: (message: string) => Result,
): Promise<Result> {
  try {
    return await inCage<Result>(program, task, { ...limits, bytesOut });
  } catch (error) {
    if (!(error instanceof CageFault)) throw error;
    return ended(`expected a schema that can be checked ${error.bound}`);
  }
}

function tooMuch({ organisation, usage }: CheckInput, message: string): CheckedSchema {
  const findings = [{ code: 'SCHEMA_TOO_LARGE' as const, severity: 'ERROR' as const, message }];
  return { report: { organisation, verdict: 'REFUSED', findings, notLookedAt: [...usage.notLookedAt] } };
}
