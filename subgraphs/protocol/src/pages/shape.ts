import {
  type DocumentNode,
  getNamedType,
  type GraphQLCompositeType,
  type GraphQLOutputType,
  type GraphQLSchema,
  isCompositeType,
  Kind,
  type OperationDefinitionNode,
  type SelectionSetNode,
  typeFromAST,
} from 'graphql';

/** The selection of an operation at a response key. */
export interface Shape {
  readonly type: GraphQLOutputType | undefined;
  readonly below: ReadonlyMap<string, Shape>;
}

/** The selection below a shape, by response keys; undefined where there is none. */
export function shapeAt(from: Shape, steps: readonly string[]): Shape | undefined {
  return steps.reduce<Shape | undefined>((shape, step) => shape?.below.get(step), from);
}

/** The selection of an operation. */
export function rootShape(
  { operation, selectionSet }: OperationDefinitionNode,
  document: DocumentNode,
  schema: GraphQLSchema,
): Shape {
  const root = schema.getRootType(operation);
  return { type: undefined, below: root ? shapesIn(selectionSet, root, document, schema) : new Map() };
}

function shapesIn(
  { selections }: SelectionSetNode,
  parent: GraphQLCompositeType,
  document: DocumentNode,
  schema: GraphQLSchema,
): Map<string, Shape> {
  const found = new Map<string, Shape>();
  const add = (shapes: ReadonlyMap<string, Shape>) => {
    for (const [key, { type, below }] of shapes) {
      found.set(key, { type, below: new Map([...(found.get(key)?.below ?? []), ...below]) });
    }
  };
  for (const selection of selections) {
    if (selection.kind === Kind.FIELD) {
      const type = 'getFields' in parent ? parent.getFields()[selection.name.value]?.type : undefined;
      const named = type && getNamedType(type);
      const inside = selection.selectionSet && isCompositeType(named);
      const below = inside ? shapesIn(selection.selectionSet, named, document, schema) : new Map<string, Shape>();
      add(new Map([[(selection.alias ?? selection.name).value, { type, below }]]));
      continue;
    }
    const fragment =
      selection.kind === Kind.INLINE_FRAGMENT
        ? selection
        : document.definitions.find(
            (one) => one.kind === Kind.FRAGMENT_DEFINITION && one.name.value === selection.name.value,
          );
    if (!fragment || !('selectionSet' in fragment)) continue;
    const condition = 'typeCondition' in fragment ? fragment.typeCondition : undefined;
    const type = condition ? typeFromAST(schema, condition) : parent;
    if (isCompositeType(type)) add(shapesIn(fragment.selectionSet, type, document, schema));
  }
  return found;
}
