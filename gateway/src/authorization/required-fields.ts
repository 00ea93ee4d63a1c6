import {
  type DirectiveNode,
  type GraphQLSchema,
  isInterfaceType,
  isObjectType,
  type SelectionSetNode,
  getNamedType,
  type GraphQLCompositeType,
  isCompositeType,
} from 'graphql';
import { SupergraphError } from '../supergraph/supergraph-error.js';
import { applied, argument } from '../supergraph/applied.js';
import { readContextArguments } from '../supergraph/context-arguments.js';
import { fieldSet } from '../supergraph/field-set.js';
import { demandedBy } from './demanded.js';
import { fieldsOf } from './fields-of.js';
import { imply, shownRequirement } from './requirement.js';
import type { Requirements } from './requirements.js';

/**
 * Refuses a supergraph in which a field is computed from what not all who may see it may see: the gateway fetches what
 * a field `@requires`, or takes `@fromContext`, for everyone who asks for it. Composition refuses it too, from 2.9.4 on.
 * @param schema the supergraph's, with its `join` directives.
 * @param contexts the types that have a context, by its name.
 * @param subgraphName the name of a subgraph by its value of `join__Graph`.
 * @throws SupergraphError naming the fields and the subgraph.
 */
export function refuseReachingThrough(
  requirements: Requirements,
  schema: GraphQLSchema,
  contexts: ReadonlyMap<string, readonly string[]>,
  subgraphName: (graph: string) => string | undefined,
): void {
  if (requirements.isEmpty) return;
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      for (const join of applied(field.astNode, 'join__field')) {
        const graph = String(argument(join, 'graph'));
        const subgraph = subgraphName(graph) ?? graph;
        for (const object of requirements.possibleTypes(type.name)) {
          for (const [from, selection] of readsOf(join, object, contexts)) {
            refuse(requirements, schema, { object, field: field.name, from, selection, subgraph });
          }
        }
      }
    }
  }
}

/** What a field of objects of a type is computed from: the types of these and of objects above, with what is read of each. */
function readsOf(
  join: DirectiveNode,
  object: string,
  contexts: ReadonlyMap<string, readonly string[]>,
): (readonly [type: string, SelectionSetNode])[] {
  const required = argument(join, 'requires');
  const taken = readContextArguments(join).flatMap(({ context, selection }) =>
    (contexts.get(context) ?? []).map((type) => [type, selection] as const),
  );
  return typeof required === 'string' ? [[object, fieldSet(required)], ...taken] : taken;
}

interface Requiring {
  readonly object: string;
  readonly field: string;
  /** The type of the objects that something is read of. */
  readonly from: string;
  readonly selection: SelectionSetNode;
  readonly subgraph: string;
}

function refuse(
  requirements: Requirements,
  schema: GraphQLSchema,
  { object, field, from, selection, subgraph }: Requiring,
) {
  const given = [...requirements.ofType(object), ...requirements.ofField(object, field)];
  const check = (set: SelectionSetNode, type: GraphQLCompositeType): void => {
    for (const [parent, { name, selectionSet }] of fieldsOf(set, type, new Map(), schema)) {
      const missing = demandedBy(requirements, parent.name, name.value).find((wanted) => !imply(given, wanted));
      if (missing) {
        throw new SupergraphError(
          `${object}.${field} of the subgraph ${subgraph} requires ${parent.name}.${name.value}, ` +
            `which demands ${shownRequirement(missing)}: expected ${object}.${field} to demand it too`,
        );
      }
      const below = 'getFields' in parent ? parent.getFields()[name.value]?.type : undefined;
      const returned = below && getNamedType(below);
      if (selectionSet && isCompositeType(returned)) check(selectionSet, returned);
    }
  };
  const type = schema.getType(from);
  if (isCompositeType(type)) check(selection, type);
}
