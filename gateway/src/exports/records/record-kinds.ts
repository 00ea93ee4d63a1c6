import { type Bilingual, calledBy, gatewayItself, isHubService, movement } from '@hub/protocol';
import {
  getNamedType,
  getNullableType,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLSchema,
  isListType,
  isObjectType,
  isRequiredArgument,
} from 'graphql';
import type { Caller } from '../../request/caller.js';

/** The served graph, with the subgraphs that answer each field. */
export interface ServedGraph {
  /** The schema that callers see. */
  readonly schema: GraphQLSchema;
  /** The schema without the fields that a caller can never see; unknown if absent. */
  schemaSeenBy?(caller: Caller): GraphQLSchema;
  /** The names of the subgraphs that answer a field of a type; unknown if absent. */
  answering?(type: string, field: string): readonly string[];
}

/** A kind of an organisation's records: a field of the graph that lists them, answered by the organisation alone. */
export interface RecordKind {
  readonly organisation: string;
  /** Whether it is a field of a commune, with the commune's records; else a root field. */
  readonly ofCommune: boolean;
  readonly field: string;
  /** Whether a root field has an argument `commune`, which selects the commune's records. */
  readonly takesCommune: boolean;
  /** Whether it is a connection; else a list. */
  readonly isPaged: boolean;
  /** The type of each record. */
  readonly type: GraphQLObjectType;
  readonly title: Bilingual;
}

const paging = new Set(['first', 'after']);

/** Whether a subgraph is an organisation's: the hub's own subgraphs have no records to show. */
export function isOrganisation(subgraph: string): boolean {
  return subgraph !== movement.code && subgraph !== gatewayItself.code && !isHubService(subgraph);
}

/** The kinds of records of all organisations, in the graph's order. */
export function recordKinds(graph: ServedGraph): RecordKind[] {
  const { schema } = graph;
  const commune = schema.getType('Commune');
  const query = schema.getQueryType();
  return [commune, query].flatMap((parent) =>
    isObjectType(parent)
      ? Object.values(parent.getFields()).flatMap((field) => {
          const owner = ownerOf(graph, parent, field);
          return (owner !== undefined && kindOf(owner, parent === commune, field)) || [];
        })
      : [],
  );
}

/** The one organisation that answers a field; undefined if there are several, or if it is the hub's. */
export function ownerOf(
  graph: ServedGraph,
  parent: GraphQLObjectType,
  field: GraphQLField<unknown, unknown>,
): string | undefined {
  const [owner, ...others] = graph.answering?.(parent.name, field.name) ?? [];
  return owner !== undefined && others.length === 0 && isOrganisation(owner) ? owner : undefined;
}

function kindOf(
  organisation: string,
  ofCommune: boolean,
  field: GraphQLField<unknown, unknown>,
): RecordKind | undefined {
  const { name, args, description } = field;
  if (args.some((one) => isRequiredArgument(one) && one.name !== 'commune' && one.name !== 'language'))
    return undefined;
  const listed = listedBy(field);
  if (!listed) return undefined;
  return {
    ...{ organisation, ofCommune, field: name, ...listed },
    takesCommune: !ofCommune && args.some((one) => one.name === 'commune'),
    title: calledBy(name, description ?? listed.type.description),
  };
}

/** The type of a field's records: the field is a list of objects or a connection; undefined if it is neither. */
function listedBy(field: GraphQLField<unknown, unknown>): Pick<RecordKind, 'isPaged' | 'type'> | undefined {
  const type = getNullableType(field.type);
  const named = getNamedType(type);
  if (!isObjectType(named)) return undefined;
  if (isListType(type)) return { isPaged: false, type: named };
  const { nodes, pageInfo } = named.getFields();
  const node = nodes && getNamedType(nodes.type);
  const isPaged = pageInfo !== undefined && field.args.filter((one) => paging.has(one.name)).length === paging.size;
  return isPaged && isObjectType(node) ? { isPaged, type: node } : undefined;
}
