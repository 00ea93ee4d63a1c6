import { type Finding, keyFields, type SubgraphSchema, type SubgraphType } from '@hub/protocol';
import { Kind, type StringValueNode, type Token } from 'graphql';
import { isReference } from './entity-owners.js';

const roots = new Set(['Query', 'Mutation', 'Subscription']);

/** A type, field, argument or value, and whether it says what it is. */
interface Place {
  readonly coordinate: string;
  readonly at: Token | undefined;
  readonly isDescribed: boolean;
}

/**
 * Finds the types, fields, arguments and values of which no organisation says what they are. Root types need not, nor
 * what is another's to describe: external fields, and types of which there is a key alone.
 */
export function undescribed(schema: SubgraphSchema, others: Iterable<SubgraphSchema>): Finding[] {
  const described = new Set<string>();
  for (const other of others) {
    for (const type of other.types.values())
      for (const { coordinate, isDescribed } of placesOf(type, other)) if (isDescribed) described.add(coordinate);
  }
  return [...schema.types.values()]
    .filter((type) => !isReference(type, schema))
    .flatMap((type) => placesOf(type, schema))
    .filter(({ coordinate, isDescribed }) => !isDescribed && !described.has(coordinate) && !roots.has(coordinate))
    .map(({ coordinate, at }) => {
      const message = `${coordinate} has no description: say what it is, in English with the Vietnamese name.`;
      return { code: 'NO_DESCRIPTION', severity: 'WARNING', message, coordinate, line: at?.line, column: at?.column };
    });
}

function placesOf(type: SubgraphType, schema: SubgraphSchema): Place[] {
  const places: Place[] = [];
  const add = (coordinate: string, at: Token | undefined, ...descriptions: (StringValueNode | undefined)[]) =>
    places.push({ coordinate, at, isDescribed: descriptions.some((one) => (one?.value.trim() ?? '') !== '') });
  const { name, nodes } = type;
  const isExtension = nodes.every(({ kind }) => kind.endsWith('Extension'));
  const ofNodes = nodes.map((node) => ('description' in node ? node.description : undefined));
  if (!isExtension) add(name, nodes[0]?.loc?.startToken, ...ofNodes);
  const keys = keyFields(type, schema);
  for (const field of type.fields) {
    const coordinate = `${name}.${field.name.value}`;
    const isOthers = isExtension && keys.has(field.name.value);
    if (isOthers || schema.applied('external', field.directives).length > 0) continue;
    add(coordinate, field.loc?.startToken, field.description);
    if (field.kind !== Kind.FIELD_DEFINITION) continue;
    for (const argument of field.arguments ?? [])
      add(`${coordinate}(${argument.name.value}:)`, argument.loc?.startToken, argument.description);
  }
  for (const value of nodes.flatMap((node) => ('values' in node ? (node.values ?? []) : [])))
    add(`${name}.${value.name.value}`, value.loc?.startToken, value.description);
  return places;
}
