import { type ChangeLogEntry, changeLogEntries } from '@hub/protocol';
import { askRegistry, type RegistryEndpoint } from '../registry/ask-registry.js';
import { EventKind } from './event-kind.js';
import { type Names, titles } from './event-titles.js';
import type { NewEvent } from './new-event.js';

/** How much the registry's change log may have, in bytes. */
const mostBytes = 4 * 1024 * 1024;

/** Asks the registry what published versions changed of the schema. @throws Error where it does not say. */
export async function readSchemaChanges(registry: RegistryEndpoint): Promise<readonly ChangeLogEntry[]> {
  const text = await askRegistry(registry, '/operator/registry/changes', { bytes: mostBytes });
  return changeLogEntries.parse((JSON.parse(text) as { readonly entries: unknown }).entries);
}

/** The changes of the schema as events, the earliest first. */
export function schemaEvents(entries: readonly ChangeLogEntry[], names: Names): NewEvent[] {
  return entries.toReversed().map(({ organisation, version, publishedAt, changes }) => ({
    ...{ key: `schema ${organisation} ${version} ${publishedAt}`, kind: EventKind.SCHEMA, organisation },
    title: titles.schema(
      names.organisation(organisation),
      version,
      changes.some(({ kind }) => kind === 'BREAKING'),
    ),
  }));
}
