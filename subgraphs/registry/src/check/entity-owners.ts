import { type Finding, keyFields, type SubgraphSchema, type SubgraphType } from '@hub/protocol';

/**
 * Finds entities that subgraphs refer to by their key and no subgraph answers: no subgraph has both a resolvable key
 * and another field.
 * @param schemas of all organisations, by their codes, including the checked one.
 */
export function ownerlessEntities(organisation: string, schemas: ReadonlyMap<string, SubgraphSchema>): Finding[] {
  const [owned, referring] = [new Set<string>(), new Map<string, string[]>()];
  for (const [code, schema] of schemas) {
    for (const type of schema.types.values()) {
      const keys = schema.applied('key', type.directives);
      if (keys.length === 0) continue;
      const resolves = keys.some(({ resolvable }) => resolvable !== false);
      if (resolves && !isReference(type, schema)) owned.add(type.name);
      else referring.set(type.name, [...(referring.get(type.name) ?? []), code]);
    }
  }
  return [...referring].flatMap(([coordinate, organisations]): Finding[] => {
    if (owned.has(coordinate)) return [];
    const message = `${organisations.join(', ')} ${organisations.length === 1 ? 'refers' : 'refer'} to ${coordinate}, which no organisation answers: one must have its key and its fields.`;
    const sides = [...new Set([organisation, ...organisations])];
    return [{ code: 'ENTITY_WITHOUT_OWNER', severity: 'ERROR', message, coordinate, organisations: sides }];
  });
}

/** Whether a subgraph has only the key of an entity, to refer to another organisation's. */
export function isReference(type: SubgraphType, schema: SubgraphSchema): boolean {
  const keys = keyFields(type, schema);
  return (
    keys.size > 0 &&
    type.fields.every(
      ({ name, directives }) => keys.has(name.value) || schema.applied('external', directives).length > 0,
    )
  );
}
