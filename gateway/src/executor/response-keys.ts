import { type FragmentDefinitionNode, Kind, type SelectionSetNode } from 'graphql';
import { responseKey } from './collect-fields.js';
import type { PathKey } from './json.js';

/** The response keys that an operation can have at a place, with those below each. */
type ResponseKeys = Map<string, ResponseKeys>;

/**
 * Prepares cutting paths off where they leave the operation: a field that only the plan asked for, such as one that
 * another requires, is no place that the client knows.
 */
export function operationPaths(
  selectionSet: SelectionSetNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): (path: readonly PathKey[]) => readonly PathKey[] {
  const root = keysOf(selectionSet, fragments, new Map());
  return (path) => {
    let keys: ResponseKeys | undefined = root;
    for (const [index, key] of path.entries()) {
      if (typeof key === 'number') continue;
      keys = keys.get(key);
      if (!keys) return path.slice(0, index);
    }
    return path;
  };
}

function keysOf(
  { selections }: SelectionSetNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  keys: ResponseKeys,
): ResponseKeys {
  for (const selection of selections) {
    if (selection.kind === Kind.FIELD) {
      const key = responseKey(selection);
      const below = keys.get(key) ?? new Map<string, never>();
      keys.set(key, below);
      if (selection.selectionSet) keysOf(selection.selectionSet, fragments, below);
    } else {
      const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
      if (fragment) keysOf(fragment.selectionSet, fragments, keys);
    }
  }
  return keys;
}
