import { Kind, parse, type SelectionSetNode } from 'graphql';
import { conditionVariables, findOperation, type Operation } from '../planner/operation.js';
import { collectFields, responseKey } from './collect-fields.js';
import type { Execution } from './execution.js';

/** The response keys at the root of an operation of the planner's. */
export function rootKeys(operation: string): string[] {
  const { definition, fragments } = readFetch(operation);
  const always = { fragments, variables: {}, applies: () => true };
  return [...collectFields(always, '', [definition.selectionSet]).keys()];
}

/** The response keys of the objects in a field at the root, of whichever type and condition. */
export function keysBelow(operation: string, root: string): string[] {
  const { definition, fragments } = readFetch(operation);
  const keys = new Set<string>();
  const collect = ({ selections }: SelectionSetNode, add: (selection: SelectionSetNode, key: string) => void): void => {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) add(selection.selectionSet ?? nothing, responseKey(selection));
      else if (selection.kind === Kind.INLINE_FRAGMENT) collect(selection.selectionSet, add);
      else collect(fragments.get(selection.name.value)?.selectionSet ?? nothing, add);
    }
  };
  collect(definition.selectionSet, (below, key) => {
    if (key === root) collect(below, (_, name) => keys.add(name));
  });
  return [...keys];
}

const nothing: SelectionSetNode = { kind: Kind.SELECTION_SET, selections: [] };

/** Tells whether the conditions of an operation of the planner's leave nothing in; undefined where it has none. */
export function excludesAll(operation: string): ((variables: Execution['variables']) => boolean) | undefined {
  const fetch = readFetch(operation);
  if (conditionVariables(fetch).length === 0) return undefined;
  const { definition, fragments } = fetch;
  return (variables) => {
    const selecting = { fragments, variables, applies: () => true };
    return collectFields(selecting, '', [definition.selectionSet]).size === 0;
  };
}

function readFetch(text: string): Operation {
  const operation = findOperation(parse(text, { noLocation: true }), undefined);
  if (!operation) throw new Error('Expected an operation of a fetch.');
  return operation;
}
