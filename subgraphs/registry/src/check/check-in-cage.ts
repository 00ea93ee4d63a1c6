import { CageFault, type CageLimits, inCage } from '@hub/runtime';
import type { ComposedSubgraph, Composition } from '@hub/schema/compose';
import { repository } from '../repository.js';
import type { CheckedSchema, CheckInput } from './check-schema.js';

const program = new URL('subgraphs/registry/dist/check-cage.js', repository);

/** The limits of a check. */
type CheckLimits = Pick<CageLimits, 'milliseconds' | 'megabytes'>;

/** Room for a supergraph of the largest schemas. */
const bytesOut = 256 * 1024 * 1024;

/** Many times the need of the largest measured graph. */
const defaultLimits: CheckLimits = { milliseconds: 120_000, megabytes: 2048 };

/** A transaction waits meanwhile: less than the limit of a check, and many times the need of the largest graph. */
const composeLimits: CheckLimits = { milliseconds: 30_000, megabytes: 2048 };

/** The earlier checks: they run one at a time, so that other requests to the registry keep a processor. */
let before: Promise<unknown> = Promise.resolve();

/**
 * Checks a schema in a separate process, since composition would block this one for seconds. A check beyond its limits
 * of time or memory is ended, and its schema refused.
 */
export function checkInCage(input: CheckInput, limits: CheckLimits = defaultLimits): Promise<CheckedSchema> {
  const checked = before.then(() => runInCage<CheckedSchema>(input, limits, (message) => tooMuch(input, message)));
  before = checked.catch(() => undefined);
  return checked;
}

/** A composition that was ended at its limit of time or memory: on a less busy machine it may finish. */
export class Unfinished extends Error {
  override readonly name = 'Unfinished';
}

/**
 * Composes in a separate process, without waiting for the checks: an organisation that has passed one waits for it.
 * @throws Unfinished
 */
export async function composeInCage(subgraphs: readonly ComposedSubgraph[]): Promise<Composition> {
  const ended = (message: string) => new Unfinished(message);
  const composed = await runInCage<Composition | Unfinished>({ subgraphs }, composeLimits, ended);
  if (composed instanceof Unfinished) throw composed;
  return composed;
}

async function runInCage<Result>(
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
