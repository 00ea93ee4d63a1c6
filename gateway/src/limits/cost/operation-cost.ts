import {
  type FieldNode,
  getNamedType,
  getNullableType,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
  isAbstractType,
  isCompositeType,
  isListType,
  Kind,
  OperationTypeNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { isIncluded } from '../../operation/conditions.js';
import type { Operation } from '../../operation/operation.js';
import { argumentsCost } from './arguments-cost.js';
import { type Cost, most, sum, times } from './cost.js';
import type { CostModel } from './cost-model.js';
import { type AskedFrom, FetchCounter } from './fetch-counter.js';
import { listLength } from './list-length.js';

/** The costs that the schema does not set. */
export interface DefaultCosts {
  /** The length of a list. */
  readonly listSize: number;
  /** The additional cost of each root field of a mutation. */
  readonly mutation: number;
  /** The additional cost of each fetch from a subgraph, for any number of objects. */
  readonly fetch: number;
}

/** The place of a selection. */
interface Place extends AskedFrom {
  readonly type: GraphQLCompositeType;
  /** The lengths of lists that the enclosing field states, by their names. */
  readonly lengths: ReadonlyMap<string, Cost>;
  /** The enclosing named fragments. */
  readonly within: ReadonlySet<string>;
}

/**
 * Estimates the largest cost of an operation before any fetch. Each object costs 1 and each leaf 0 unless `@cost` sets
 * another, times the lengths of the enclosing lists. Each place with a further subgraph costs a fetch: once, since the
 * objects of a list are fetched together. Selections on several types of an interface or union are added up, and a
 * field of an interface costs as much as on its most expensive type, so that no wording makes it cheaper. Fragments
 * count wherever they are spread, so the operation must be known to be small.
 * @returns a cost that throws `BAD_USER_INPUT` if a list needs an argument for its length, and has none.
 * @see https://www.apollographql.com/docs/graphos/routing/security/demand-control
 */
export function operationCost(
  { definition, fragments }: Operation,
  schema: GraphQLSchema,
  model: CostModel,
  defaults: DefaultCosts,
): Cost {
  const fetches = new FetchCounter(model);

  const ofSelections = ({ selections }: SelectionSetNode, place: Place): Cost =>
    sum(selections.map((selection) => whereIncluded(selection, ofSelection(selection, place))));

  const ofSelection = (selection: SelectionNode, place: Place): Cost => {
    switch (selection.kind) {
      case Kind.FIELD:
        return most(
          definitionsOf(schema, place.type, selection.name.value).map(([type, field]) =>
            ofField(selection, type, field, place),
          ),
        );
      case Kind.INLINE_FRAGMENT:
        return ofFragment(selection.typeCondition?.name.value, selection.selectionSet, place);
      case Kind.FRAGMENT_SPREAD: {
        const name = selection.name.value;
        const fragment = fragments.get(name);
        if (!fragment || place.within.has(name)) return 0;
        const within = new Set([...place.within, name]);
        return ofFragment(fragment.typeCondition.name.value, fragment.selectionSet, { ...place, within });
      }
    }
  };

  const ofFragment = (condition: string | undefined, selectionSet: SelectionSetNode, place: Place): Cost => {
    const type = condition === undefined ? place.type : schema.getType(condition);
    return isCompositeType(type) ? ofSelections(selectionSet, { ...place, type }) : 0;
  };

  const ofField = (node: FieldNode, type: string, field: GraphQLField<unknown, unknown>, place: Place): Cost => {
    const coordinate = `${type}.${field.name}`;
    const graphs = fetches.fetchedFor(coordinate, place);
    const listSize = model.listSize(coordinate);
    const said = listSize && listLength(listSize, node, field, defaults.listSize);
    const { sizedFields = noFields } = listSize ?? {};
    const ownLength = place.lengths.get(field.name) ?? (sizedFields.size === 0 ? said : undefined) ?? defaults.listSize;
    const lengths = new Map(said === undefined ? [] : [...sizedFields].map((name) => [name, said]));

    const returned = getNamedType(field.type);
    const weight = model.weight(coordinate) ?? model.weight(returned.name) ?? (isCompositeType(returned) ? 1 : 0);
    const below =
      node.selectionSet && isCompositeType(returned)
        ? ofSelections(node.selectionSet, { type: returned, lengths, within: place.within, graphs, fetches: new Set() })
        : 0;
    const each = sum([weight, below]);
    const all = isListType(getNullableType(field.type)) ? times(ownLength, each) : each;
    return sum([all, argumentsCost(node, coordinate, field, model)]);
  };

  const root = schema.getRootType(definition.operation);
  if (!root) return 0;
  const ofObjects = ofSelections(definition.selectionSet, {
    type: root,
    lengths: new Map(),
    within: new Set(),
    graphs: new Set(),
    fetches: new Set(),
  });
  const cost = sum([ofObjects, defaults.fetch * fetches.count]);
  if (definition.operation !== OperationTypeNode.MUTATION) return cost;
  return sum([cost, defaults.mutation * definition.selectionSet.selections.length]);
}

const noFields: ReadonlySet<string> = new Set();

/** The definitions of a field on its parent and the parent's possible types. */
function definitionsOf(
  schema: GraphQLSchema,
  parent: GraphQLCompositeType,
  name: string,
): [string, GraphQLField<unknown, unknown>][] {
  const types = isAbstractType(parent) ? [parent, ...schema.getPossibleTypes(parent)] : [parent];
  return types.flatMap((type): [string, GraphQLField<unknown, unknown>][] => {
    const field = 'getFields' in type ? type.getFields()[name] : undefined;
    return field ? [[type.name, field]] : [];
  });
}

function whereIncluded(selection: SelectionNode, cost: Cost): Cost {
  if (!selection.directives?.length || cost === 0) return cost;
  return (variables) => {
    if (!isIncluded(selection, variables)) return 0;
    return typeof cost === 'number' ? cost : cost(variables);
  };
}
