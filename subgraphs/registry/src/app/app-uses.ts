import type { SubgraphContext } from '@hub/kit';
import { reasonAt } from '../check/deprecations.js';
import { recentDays, recentOperations, type UsedDay, usageSources } from '../check/usage-sources.js';
import { appDocumentsOf } from './app-documents.js';
import type { AppFieldUse, ClientFieldUse } from './app.type.js';

/** Most fields in an answer. */
const maxFields = 500;

/** The fields that an app has used lately, the most used first; null if the audit log does not answer. */
export async function usesOfApp(context: SubgraphContext, app: string): Promise<AppFieldUse[] | null> {
  return usesBy(context, (client) => client === `app ${app}`);
}

/** An app's use on each of the last thirty days, the newest first; null if the audit log does not answer. */
export async function daysOfApp(app: string): Promise<readonly UsedDay[] | null> {
  const { found, problem } = await recentDays(usageSources(process.env), app);
  return problem === undefined ? found : null;
}

/**
 * The fields that clients have used lately, the most used first; null if the audit log does not answer.
 * @param isDeprecated selects deprecated fields, or others; undefined for all.
 */
export async function usesOfClients(
  context: SubgraphContext,
  isDeprecated: boolean | undefined,
): Promise<ClientFieldUse[] | null> {
  return usesBy(context, () => true, isDeprecated);
}

async function usesBy(
  context: SubgraphContext,
  counts: (client: string) => boolean,
  isDeprecated?: boolean,
): Promise<ClientFieldUse[] | null> {
  const { found, problem } = await recentOperations(usageSources(process.env));
  if (problem !== undefined) return null;
  const schema = await appDocumentsOf(context).schema();
  const uses = new Map<
    string,
    { client: string; software: string | null; field: string; operations: number; lastAt: string }
  >();
  for (const { client, software = null, fields, count, lastAt = '' } of found) {
    if (!counts(client)) continue;
    for (const field of fields) {
      const key = JSON.stringify([client, software, field]);
      const use = uses.get(key) ?? { client, software, field, operations: 0, lastAt: '' };
      use.operations += count;
      if (lastAt > use.lastAt) use.lastAt = lastAt;
      uses.set(key, use);
    }
  }
  return [...uses.values()]
    .map(({ lastAt, ...use }) => ({
      ...{ ...use, lastAt: new Date(lastAt), deprecated: reasonAt(schema, use.field) ?? null },
    }))
    .filter(({ deprecated }) => isDeprecated === undefined || (deprecated !== null) === isDeprecated)
    .toSorted((one, other) => other.operations - one.operations || one.field.localeCompare(other.field))
    .slice(0, maxFields);
}
