import { Kind, parse, type SelectionSetNode } from 'graphql';

/**
 * Parses a field set of a directive, without braces.
 * @throws GraphQLError if it is invalid.
 * @see https://specs.apollo.dev/join/v0.5/#FieldSet
 */
export function fieldSet(text: string): SelectionSetNode {
  return selectionSet(`{ ${text} }`);
}

/** Parses a selection set. */
export function selectionSet(text: string): SelectionSetNode {
  const [definition] = parse(text, { noLocation: true }).definitions;
  return (definition as { readonly selectionSet: SelectionSetNode }).selectionSet;
}

/**
 * The selections that field sets have below a field: one for each occurrence of the field, undefined for a leaf.
 * @param is whether an object of a type also has another type.
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
