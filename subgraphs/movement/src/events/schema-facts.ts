import { type ChangeLogEntry, changeLogEntries } from '@hub/protocol';
import { EventKind } from './event-kind.js';
import { type Names, titles } from './event-titles.js';
import type { NewEvent } from './new-event.js';

/** Where the registry answers, and what opens it. */
export interface RegistryEndpoint {
  readonly url: string;
  readonly token: string;
}

/** How long the registry may take, in milliseconds, and how much it may say. */
const [patienceMs, mostCharacters] = [30_000, 4 * 1024 * 1024];

/** Asks the registry what published versions changed of the schema. @throws Error where it does not say. */
export async function readSchemaChanges({ url, token }: RegistryEndpoint): Promise<readonly ChangeLogEntry[]> {
  const response = await fetch(new URL('operator/registry/changes', url), {
    headers: { authorization: `Bearer ${token}` },
    signal: AbortSignal.timeout(patienceMs),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`The registry answered ${response.status}: ${text.slice(0, 300)}`);
  if (text.length > mostCharacters) throw new Error(`The registry’s change log has ${text.length} characters.`);
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
