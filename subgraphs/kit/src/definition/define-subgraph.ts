import { readFileSync } from 'node:fs';
import { dayInProvince, personsFields, readAgreements } from '@hub/protocol';
import type { NonEmptyArray } from 'type-graphql';
import type { SubgraphDefinition } from './subgraph.js';
import { linkRecords } from './link-records.js';
import { formOf } from '../record/form.js';
import { putRecords } from '../record/put-record.js';
import type { DefinedRecord } from '../record/record.js';

/** A subgraph from its records, with its further parts. */
export type SubgraphOfRecords = Omit<SubgraphDefinition, 'entities' | 'imports' | 'resolvers'> &
  Partial<Pick<SubgraphDefinition, 'entities' | 'imports'>> & {
    readonly resolvers?: readonly (new () => object)[];
  };

/**
 * Makes an organisation's subgraph from its records and its further logic.
 * @param records in the order in which their files must be imported: a record after the records that it refers to.
 * @throws Error where records do not fit together.
 */
export function defineSubgraph(records: readonly DefinedRecord[], beside: SubgraphOfRecords): SubgraphDefinition {
  const linked = linkRecords(records, fieldsOfPersons(beside.folder));
  const tables = [...linked.tables, ...(beside.tables ?? [])];
  const counted = new Set(tables.flatMap(({ measures }) => measures));
  for (const { declaration } of records)
    for (const [field, { measure }] of Object.entries(declaration.counts ?? {}))
      if (!counted.has(measure))
        throw new Error(
          `Expected a table that counts ${measure}, of ${declaration.name}.${field}, among those beside.`,
        );
  const forms = [
    ...records.flatMap(({ declaration }) => (declaration.typedIn ? [formOf(declaration)] : [])),
    ...(beside.forms ?? []),
  ];
  return {
    ...beside,
    records,
    entities: [...linked.entities, ...(beside.entities ?? [])],
    people: [...linked.people, ...(beside.people ?? [])],
    tables,
    imports: [...linked.imports, ...(beside.imports ?? [])],
    forms,
    orphanedTypes: [...new Set([...(beside.orphanedTypes ?? []), ...linked.others])],
    resolvers: [
      ...linked.resolvers,
      ...(forms.length > 0 ? [putRecords(beside.organisation, forms)] : []),
      ...(beside.resolvers ?? []),
    ] as unknown as NonEmptyArray<new () => object>,
    references: { ...linked.references, ...beside.references },
  };
}

/** The fields that a folder's agreements allow today to identify a person; a faulty file allows none. */
function fieldsOfPersons(folder: URL): ReadonlyMap<string, string> {
  let text: string;
  try {
    text = readFileSync(new URL('agreements.yaml', folder), 'utf8');
  } catch {
    return new Map();
  }
  const { agreements } = readAgreements(text, 'agreements.yaml');
  return personsFields(agreements?.agreements ?? [], dayInProvince(new Date()));
}
