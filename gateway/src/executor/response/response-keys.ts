import { type FragmentDefinitionNode, Kind, type SelectionSetNode } from 'graphql';
import { keyForCaller } from '../../operation/aliases.js';
import { responseKey } from '../../operation/collect-fields.js';
import type { PathKey } from '../../base/json.js';

/** The possible keys of an operation at a path, each with the caller's key and the keys below. */
type ResponseKeys = Map<string, { readonly key: string; readonly below: ResponseKeys }>;

/**
 * Prepares translating paths to the caller's keys. A path is cut where it leaves the operation: the caller does not
 * know fields that only the plan selects, such as required ones.
 */
export function operationPaths(
  selectionSet: SelectionSetNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): (path: readonly PathKey[]) => readonly PathKey[] {
  const root = keysOf(selectionSet, fragments, new Map());
  return (path) => {
    let keys = root;
    const inOperation: PathKey[] = [];
    for (const key of path) {
      if (typeof key === 'string') {
        const found = keys.get(key);
        if (!found) break;
        keys = found.below;
        inOperation.push(found.key);
      } else inOperation.push(key);
    }
    return inOperation;
  };
}

function keysOf(
  { selections }: SelectionSetNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
  keys: ResponseKeys,
): ResponseKeys {
  for (const selection of selections) {
    if (selection.kind === Kind.FIELD) {
      const inPlan = responseKey(selection);
      const known = keys.get(inPlan) ?? { key: keyForCaller(selection), below: new Map<string, never>() };
      keys.set(inPlan, known);
      if (selection.selectionSet) keysOf(selection.selectionSet, fragments, known.below);
    } else {
      const fragment = selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value) : selection;
      if (fragment) keysOf(fragment.selectionSet, fragments, keys);
    }
  }
  return keys;
}
