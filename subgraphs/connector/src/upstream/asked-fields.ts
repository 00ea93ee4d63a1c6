import {
  type DocumentNode,
  type FieldNode,
  getNamedType,
  type GraphQLCompositeType,
  type GraphQLSchema,
  isAbstractType,
  Kind,
  parse,
  type SelectionNode,
  type SelectionSetNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { ownPrefix } from './answer-problems.js';
import { peopleCountType } from './numbers.js';

/** The key of an object's type, where it may have several. */
export const typeKey = `${ownPrefix}type`;
/** The key of a count's lower number, where only the upper one was requested. */
export const peopleKey = `${ownPrefix}people`;

/** The prefix of the names for entities' keys in an answer. */
export const keyPrefix = `${ownPrefix}key_`;

/** The name for a field of an entity's key in an answer. */
export function keyKey(type: string, field: string): string {
  return `${keyPrefix}${type}_${field}`;
}

/**
 * Adds the fields that judge an answer to a document: the types of objects, the keys of entities, and the lower number
 * of a count. A document that has all of them is returned unchanged.
 * @param keys the keys of each entity, as their fields are written.
 */
export function withAskedFields(
  document: DocumentNode,
  schema: GraphQLSchema,
  keys: ReadonlyMap<string, readonly string[]>,
): DocumentNode {
  const types = new TypeInfo(schema);
  const fragments = new Map(
    document.definitions.flatMap((one) =>
      one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one] as const] : [],
    ),
  );
  return visit(
    document,
    visitWithTypeInfo(types, {
      Field: {
        leave: (node) => {
          if (node.name.value !== '_entities' || !node.selectionSet) return undefined;
          const conditions = typesIn(node.selectionSet, fragments);
          const added = [...conditions].flatMap((type) => keySelections(type, keys.get(type) ?? []));
          return added.length === 0 ? undefined : withSelections(node, added);
        },
      },
      SelectionSet: {
        leave: (node) => {
          const type = types.getParentType();
          const added = type ? addedTo(node, type) : [];
          return added.length === 0 ? undefined : { ...node, selections: [...node.selections, ...added] };
        },
      },
    }),
  );
}

function addedTo(node: SelectionSetNode, type: GraphQLCompositeType): SelectionNode[] {
  const asks = (name: string) =>
    node.selections.some((one) => one.kind === Kind.FIELD && one.name.value === name && !one.directives?.length);
  if (isAbstractType(type)) return [aliased(typeKey, '__typename')];
  if (getNamedType(type).name !== peopleCountType) return [];
  return node.selections.some((one) => one.kind === Kind.FIELD && one.name.value === 'atMost') && !asks('people')
    ? [aliased(peopleKey, 'people')]
    : [];
}

function aliased(alias: string, name: string, selectionSet?: SelectionSetNode): FieldNode {
  return {
    kind: Kind.FIELD,
    alias: { kind: Kind.NAME, value: alias },
    name: { kind: Kind.NAME, value: name },
    ...(selectionSet && { selectionSet }),
  };
}

type Fragments = ReadonlyMap<
  string,
  { readonly typeCondition: { readonly name: { readonly value: string } }; readonly selectionSet: SelectionSetNode }
>;

/** The types that a selection of entities names. */
function typesIn({ selections }: SelectionSetNode, fragments: Fragments): ReadonlySet<string> {
  return new Set(
    selections.flatMap((one) => {
      if (one.kind === Kind.INLINE_FRAGMENT) {
        const inner = [...typesIn(one.selectionSet, fragments)];
        return one.typeCondition ? [one.typeCondition.name.value, ...inner] : inner;
      }
      const fragment = one.kind === Kind.FRAGMENT_SPREAD ? fragments.get(one.name.value) : undefined;
      return fragment ? [fragment.typeCondition.name.value, ...typesIn(fragment.selectionSet, fragments)] : [];
    }),
  );
}

/** The selections of the keys of a type, once each. */
function keySelections(type: string, keys: readonly string[]): SelectionNode[] {
  const outer = new Map<string, SelectionSetNode | undefined>();
  for (const key of keys) {
    const [operation] = parse(`{ ${key} }`, { noLocation: true }).definitions;
    if (operation?.kind !== Kind.OPERATION_DEFINITION) continue;
    for (const field of operation.selectionSet.selections) {
      if (field.kind === Kind.FIELD && !outer.has(field.name.value)) outer.set(field.name.value, field.selectionSet);
    }
  }
  if (outer.size === 0) return [];
  return [
    {
      kind: Kind.INLINE_FRAGMENT,
      typeCondition: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: type } },
      selectionSet: {
        kind: Kind.SELECTION_SET,
        selections: [...outer].map(([name, nested]) => aliased(keyKey(type, name), name, nested)),
      },
    },
  ];
}

function withSelections(node: FieldNode, added: readonly SelectionNode[]): FieldNode {
  const { selectionSet } = node;
  return selectionSet
    ? { ...node, selectionSet: { ...selectionSet, selections: [...selectionSet.selections, ...added] } }
    : node;
}
