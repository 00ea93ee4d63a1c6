import {
  type GraphQLSchema,
  isInterfaceType,
  isObjectType,
  Kind,
  parse,
  type SelectionSetNode,
  getNamedType,
  type GraphQLCompositeType,
  isCompositeType,
} from 'graphql';
import { SupergraphError } from '../engine/engine.js';
import { applied, argument } from '../supergraph/applied.js';
import { demandedBy } from './demanded.js';
import { fieldsOf } from './fields-of.js';
import { imply, shownRequirement } from './requirement.js';
import type { Requirements } from './requirements.js';

/**
 * Refuses a supergraph in which a field is computed from what not all who may see it may see: the gateway fetches what
 * a field `@requires` for everyone who asks for it. Composition refuses it too, from 2.9.4 on.
 * @param schema the supergraph's, with its `join` directives.
 * @param subgraphName the name of a subgraph by its value of `join__Graph`.
 * @throws SupergraphError naming the fields and the subgraph.
 */
export function refuseReachingThrough(
  requirements: Requirements,
  schema: GraphQLSchema,
  subgraphName: (graph: string) => string | undefined,
): void {
  if (requirements.isEmpty) return;
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      for (const join of applied(field.astNode, 'join__field')) {
        const required = argument(join, 'requires');
        if (typeof required !== 'string') continue;
        const graph = String(argument(join, 'graph'));
        const subgraph = subgraphName(graph) ?? graph;
        for (const object of requirements.possibleTypes(type.name)) {
          refuse(requirements, schema, { object, field: field.name, required, subgraph });
        }
      }
    }
  }
}

interface Requiring {
  readonly object: string;
  readonly field: string;
  readonly required: string;
  readonly subgraph: string;
}

function refuse(requirements: Requirements, schema: GraphQLSchema, { object, field, required, subgraph }: Requiring) {
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
  const type = schema.getType(object);
  if (isObjectType(type)) check(fieldSet(required), type);
}

/** @see https://specs.apollo.dev/join/v0.5/#FieldSet */
function fieldSet(text: string): SelectionSetNode {
  const [definition] = parse(`{ ${text} }`, { noLocation: true }).definitions;
  if (definition?.kind !== Kind.OPERATION_DEFINITION) throw new SupergraphError(`expected fields, got ${text}`);
  return definition.selectionSet;
}
