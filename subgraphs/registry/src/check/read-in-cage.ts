import { createHash } from 'node:crypto';
import { CageFault, type CageLimits, CagePlaces, inCage } from '@hub/runtime';
import { clientError } from '@hub/protocol';
import { repository } from '../repository.js';

/** The tasks of the cage that reads organisations' texts. */
export type ReadingTask =
  | { readonly agreements: string; readonly organisation: string }
  | { readonly schema: string }
  | { readonly published: string; readonly served: string };

const program = new URL('subgraphs/registry/dist/reading-cage.js', repository);

/** Many times the need of the largest schema. */
const limits: CageLimits = { megabytes: 256, milliseconds: 20_000, bytesOut: 1024 * 1024 };

/** They run one at a time, so that other requests to the registry keep a processor. */
const places = new CagePlaces(1);

async function read<Answer>(task: ReadingTask, signal?: AbortSignal): Promise<Answer> {
  const giveBack = await places.take(signal);
  try {
    return await inCage<Answer>(program, task, limits, signal);
  } finally {
    giveBack();
  }
}

/** @throws GraphQLError `BAD_USER_INPUT` if a text is no file of an organisation's agreements. */
export function checkAgreements(agreements: string, organisation: string): Promise<void> {
  return refuse({ agreements, organisation }, 'agreements.yaml');
}

/** @throws GraphQLError `BAD_USER_INPUT` if a text is no SDL. */
export function checkSyntax(schema: string): Promise<void> {
  return refuse({ schema }, 'schema');
}

async function refuse(task: ReadingTask, file: string): Promise<void> {
  const problem = await read<string | undefined>(task).catch((error: unknown) => {
    if (error instanceof CageFault) return `${file}: ${error.message}`;
    throw error;
  });
  if (problem !== undefined) throw clientError('BAD_USER_INPUT', problem);
}

/** Recent results, by the two schemas: waiting schemas are compared twice a second. */
const found = new Map<string, readonly string[]>();
const mostFound = 100;

/** The parts of a published schema that the served one lacks. @throws CageFault, or Error if one is no schema. */
export async function differencesInCage(published: string, served: string): Promise<readonly string[]> {
  const key = createHash('sha256')
    .update(JSON.stringify([published, served]))
    .digest('base64');
  const known = found.get(key);
  if (known) return known;
  const missing = await read<readonly string[]>({ published, served });
  const [oldest] = found.keys();
  if (found.size >= mostFound && oldest !== undefined) found.delete(oldest);
  found.set(key, missing);
  return missing;
}
