import type { SubgraphContext } from '@hub/kit';
import { isInterfaceType, isObjectType } from 'graphql';
import { recentOperations, usageSources } from '../check/usage-sources.js';
import { appDocumentsOf } from './app-documents.js';
import type { AppFieldUse } from './app.type.js';

/** How many fields are told at most. */
const maxFields = 500;

/** Which fields an app asked for of late, the most first; null where the audit log does not answer. */
export async function usesOfApp(context: SubgraphContext, app: string): Promise<AppFieldUse[] | null> {
  const { found, problem } = await recentOperations(usageSources(process.env));
  if (problem !== undefined) return null;
  const uses = new Map<string, { operations: number; lastAt: string }>();
  for (const { client, fields, count, lastAt = '' } of found) {
    if (client !== `app ${app}`) continue;
    for (const field of fields) {
      const use = uses.get(field) ?? { operations: 0, lastAt: '' };
      use.operations += count;
      if (lastAt > use.lastAt) use.lastAt = lastAt;
      uses.set(field, use);
    }
  }
  const schema = await appDocumentsOf(context).schema();
  const reasonOf = (coordinate: string): string | null => {
    const [name = '', field = ''] = coordinate.split('.');
    const type = schema.getType(name);
    if (!isObjectType(type) && !isInterfaceType(type)) return null;
    return type.getFields()[field]?.deprecationReason ?? null;
  };
  return [...uses]
    .map(([field, { operations, lastAt }]) => ({
      ...{ field, operations, lastAt: new Date(lastAt), deprecated: reasonOf(field) },
    }))
    .toSorted((one, other) => other.operations - one.operations || one.field.localeCompare(other.field))
    .slice(0, maxFields);
}
