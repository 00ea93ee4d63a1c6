import {
  type DirectiveNode,
  type DocumentNode,
  type FragmentDefinitionNode,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

/** The size of a document, with its fragments expanded. */
export interface OperationSize {
  /** The depth of its nested fields. */
  readonly depth: number;
  /** How many fields and fragments it selects. */
  readonly selections: number;
  readonly aliases: number;
  readonly directives: number;
  /** How many root fields it selects. */
  readonly rootFields: number;
}

const nothing: OperationSize = { depth: 0, selections: 0, aliases: 0, directives: 0, rootFields: 0 };

/**
 * The size of the largest of a document's operations and fragments, in each measure. Each fragment is measured once,
 * however often it is spread, so the time is linear in the document; the numbers may be as large as numbers get. A
 * fragment within itself, which is not valid, counts 0 there.
 */
export function operationSize({ definitions }: DocumentNode): OperationSize {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const known = new Map<string, OperationSize>();

  const ofFragment = (name: string): OperationSize => {
    const measured = known.get(name);
    if (measured) return measured;
    known.set(name, nothing);
    const fragment = fragments.get(name);
    const size = fragment ? withDirectives(ofSelections(fragment.selectionSet), fragment.directives) : nothing;
    known.set(name, size);
    return size;
  };

  const ofSelection = (selection: SelectionNode): OperationSize => {
    const { directives } = selection;
    switch (selection.kind) {
      case Kind.FIELD: {
        const below = selection.selectionSet ? ofSelections(selection.selectionSet) : nothing;
        const size = {
          ...below,
          depth: below.depth + 1,
          selections: below.selections + 1,
          aliases: below.aliases + (selection.alias ? 1 : 0),
          rootFields: 1,
        };
        return withDirectives(size, directives);
      }
      case Kind.INLINE_FRAGMENT:
        return asFragment(ofSelections(selection.selectionSet), directives);
      case Kind.FRAGMENT_SPREAD:
        return asFragment(ofFragment(selection.name.value), directives);
    }
  };

  const ofSelections = ({ selections }: SelectionSetNode): OperationSize =>
    selections.map(ofSelection).reduce(sum, nothing);

  return definitions.reduce((largest, definition) => {
    switch (definition.kind) {
      case Kind.OPERATION_DEFINITION: {
        const ofVariables = definition.variableDefinitions?.flatMap(({ directives = [] }) => directives) ?? [];
        const size = ofSelections(definition.selectionSet);
        return larger(largest, withDirectives(size, [...(definition.directives ?? []), ...ofVariables]));
      }
      case Kind.FRAGMENT_DEFINITION:
        return larger(largest, { ...ofFragment(definition.name.value), rootFields: 0 });
      default:
        return largest;
    }
  }, nothing);
}

function withDirectives(size: OperationSize, directives: readonly DirectiveNode[] = []): OperationSize {
  return directives.length === 0 ? size : { ...size, directives: size.directives + directives.length };
}

function asFragment(size: OperationSize, directives: readonly DirectiveNode[] | undefined): OperationSize {
  return withDirectives({ ...size, selections: size.selections + 1 }, directives);
}

function sum(one: OperationSize, other: OperationSize): OperationSize {
  return {
    depth: Math.max(one.depth, other.depth),
    selections: one.selections + other.selections,
    aliases: one.aliases + other.aliases,
    directives: one.directives + other.directives,
    rootFields: one.rootFields + other.rootFields,
  };
}

function larger(one: OperationSize, other: OperationSize): OperationSize {
  return {
    depth: Math.max(one.depth, other.depth),
    selections: Math.max(one.selections, other.selections),
    aliases: Math.max(one.aliases, other.aliases),
    directives: Math.max(one.directives, other.directives),
    rootFields: Math.max(one.rootFields, other.rootFields),
  };
}
