import { type DocumentNode, type FieldNode, type FragmentDefinitionNode, Kind, type SelectionSetNode } from 'graphql';
import { responseKey } from '../operation/collect-fields.js';

/** A selection set at its place. */
interface Placed {
  readonly selectionSet: SelectionSetNode;
  /** The enclosing named fragments. */
  readonly within: ReadonlySet<string>;
}

/** The fields of one response key at one place. */
interface Fields {
  /** The cost of comparing a further field with all of them. */
  comparing: number;
  readonly below: Placed[];
}

/** Cost of printing a field's arguments, as a number of comparisons of fields without arguments. */
const printing = { any: 6, perCharacter: 1 / 8 };

function comparing({ arguments: [first, ...others] = [] }: FieldNode): number {
  if (!first) return 1;
  const characters = ((others.at(-1) ?? first).loc?.end ?? 0) - (first.loc?.start ?? 0);
  return 1 + printing.any + Math.ceil(characters * printing.perCharacter);
}

/**
 * Counts the pairs of fields at the same place of a document's responses, which the rule on merging fields compares. A
 * pair with arguments counts as several, since these are printed. Fragments count wherever they are spread, so the
 * document's `operationSize` must be known to be small.
 * @param enough the count at which it stops.
 */
export function repetitions({ definitions }: DocumentNode, enough: number): number {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  /** Fragments that no operation spreads are compared too. */
  const spread = new Set<string>();
  let pairs = 0;

  const count = (sets: readonly Placed[]): void => {
    const byKey = new Map<string, Fields>();
    for (const set of sets) collect(set, byKey);
    for (const { below } of byKey.values()) if (below.length > 0 && pairs < enough) count(below);
  };

  const collect = ({ selectionSet, within }: Placed, byKey: Map<string, Fields>): void => {
    for (const selection of selectionSet.selections) {
      if (pairs >= enough) return;
      if (selection.kind === Kind.FIELD) {
        const key = responseKey(selection);
        const fields = byKey.get(key) ?? { comparing: 0, below: [] };
        pairs += fields.comparing;
        fields.comparing += comparing(selection);
        if (selection.selectionSet) fields.below.push({ selectionSet: selection.selectionSet, within });
        byKey.set(key, fields);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        collect({ selectionSet: selection.selectionSet, within }, byKey);
      } else {
        const name = selection.name.value;
        const fragment = fragments.get(name);
        spread.add(name);
        if (!fragment || within.has(name)) continue;
        collect({ selectionSet: fragment.selectionSet, within: new Set([...within, name]) }, byKey);
      }
    }
  };

  const nowhere: ReadonlySet<string> = new Set();
  for (const definition of definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION) {
      count([{ selectionSet: definition.selectionSet, within: nowhere }]);
    }
  }
  for (const [name, { selectionSet }] of fragments) if (!spread.has(name)) count([{ selectionSet, within: nowhere }]);
  return pairs;
}
