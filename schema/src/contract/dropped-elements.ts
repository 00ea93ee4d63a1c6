import { type DocumentNode, Kind } from 'graphql';

/** An element of a schema: its parent, and Federation's code if composition drops it. */
interface Element {
  readonly parent?: string;
  readonly code?: string;
}

/**
 * Names the elements of subgraphs that the supergraph lacks: composition keeps an argument, an input field and a value of
 * an input enum only if all subgraphs with its parent define it.
 * @returns a message for each, with Federation's code.
 */
export function droppedElements(
  subgraphs: readonly { readonly name: string; readonly typeDefs: DocumentNode }[],
  supergraph: DocumentNode,
): string[] {
  const kept = elementsOf(supergraph);
  const dropped = new Map<string, { readonly code: string; readonly names: string[] }>();
  for (const { name, typeDefs } of subgraphs) {
    for (const [coordinate, { parent, code }] of elementsOf(typeDefs)) {
      if (parent === undefined || code === undefined || kept.has(coordinate) || !kept.has(parent)) continue;
      const { names } = dropped.get(coordinate) ?? { names: [] };
      dropped.set(coordinate, { code, names: [...names, name] });
    }
  }
  return [...dropped].map(
    ([coordinate, { code, names }]) =>
      `${code}: "${coordinate}" is left out of the graph: of the subgraphs that would have to define it, only "${names.join('", "')}" does.`,
  );
}

/** Types, fields, arguments and values of enums by their coordinates. */
function elementsOf({ definitions }: DocumentNode): Map<string, Element> {
  const elements = new Map<string, Element>();
  for (const definition of definitions) {
    if (!('name' in definition) || !definition.name) continue;
    const parent = definition.name.value;
    elements.set(parent, {});
    if ('values' in definition) {
      const code = 'INCONSISTENT_ENUM_VALUE_FOR_INPUT_ENUM';
      for (const { name } of definition.values ?? []) elements.set(`${parent}.${name.value}`, { parent, code });
    }
    for (const field of 'fields' in definition ? (definition.fields ?? []) : []) {
      const coordinate = `${parent}.${field.name.value}`;
      if (field.kind === Kind.INPUT_VALUE_DEFINITION) {
        elements.set(coordinate, { parent, code: 'INCONSISTENT_INPUT_OBJECT_FIELD' });
        continue;
      }
      elements.set(coordinate, {});
      for (const { name, directives = [] } of field.arguments ?? []) {
        // The gateway gives such an argument, not a client.
        if (directives.some((one) => /fromContext$/.test(one.name.value))) continue;
        elements.set(`${coordinate}(${name.value}:)`, { parent: coordinate, code: 'INCONSISTENT_ARGUMENT_PRESENCE' });
      }
    }
  }
  return elements;
}
