import { Kind, parse, type SelectionSetNode } from 'graphql';

/**
 * Reads fields as directives have them, without braces.
 * @throws GraphQLError when they are none.
 * @see https://specs.apollo.dev/join/v0.5/#FieldSet
 */
export function fieldSet(text: string): SelectionSetNode {
  return selectionSet(`{ ${text} }`);
}

/** Reads a selection set. */
export function selectionSet(text: string): SelectionSetNode {
  const [definition] = parse(text, { noLocation: true }).definitions;
  return (definition as { readonly selectionSet: SelectionSetNode }).selectionSet;
}

/**
 * What field sets have below a field of objects of a type: a selection set for each time that they have the field,
 * undefined where they have the field alone.
 * @param is whether an object of a type is one of another type too.
 * @see https://www.apollographql.com/docs/graphos/schema-design/federated-schemas/reference/directives
 */
export function fieldSetsBelow(
  sets: readonly SelectionSetNode[],
  type: string,
  name: string,
  is: (type: string, condition: string) => boolean,
): (SelectionSetNode | undefined)[] {
  return sets
    .flatMap(({ selections }) => selections)
    .flatMap((selection) => {
      if (selection.kind === Kind.FIELD) return selection.name.value === name ? [selection.selectionSet] : [];
      if (selection.kind !== Kind.INLINE_FRAGMENT) return [];
      const condition = selection.typeCondition?.name.value ?? type;
      return is(type, condition) ? fieldSetsBelow([selection.selectionSet], type, name, is) : [];
    });
}
