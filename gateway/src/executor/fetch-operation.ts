import { Kind, parse, type SelectionSetNode } from 'graphql';
import { conditionVariables, findOperation, type Operation } from '../planner/operation.js';
import { collectFields, responseKey } from './collect-fields.js';
import type { Execution } from './execution.js';

/** The response keys at the root of an operation of the planner's, of whichever condition. */
export function rootKeys(operation: string): string[] {
  const { definition, fragments } = readFetch(operation);
  const keys = new Set<string>();
  eachField(definition.selectionSet, fragments, (_, key) => keys.add(key));
  return [...keys];
}

/** The response keys at the root that the conditions of an operation of the planner's leave in. */
export function includedRootKeys(operation: string): (variables: Execution['variables']) => string[] {
  const { definition, fragments } = readFetch(operation);
  return (variables) => {
    const selecting = { fragments, variables, applies: () => true };
    return [...collectFields(selecting, '', [definition.selectionSet]).keys()];
  };
}

/** The response keys of the objects in a field at the root, of whichever type and condition. */
export function keysBelow(operation: string, root: string): string[] {
  const { definition, fragments } = readFetch(operation);
  const keys = new Set<string>();
  eachField(definition.selectionSet, fragments, (below, key) => {
    if (key === root) eachField(below, fragments, (_, name) => keys.add(name));
  });
  return [...keys];
}

/** Tells of each field of a selection set and its fragments, with what is selected below it. */
function eachField(
  { selections }: SelectionSetNode,
  fragments: Operation['fragments'],
  tell: (below: SelectionSetNode, key: string) => void,
): void {
  for (const selection of selections) {
    if (selection.kind === Kind.FIELD) tell(selection.selectionSet ?? nothing, responseKey(selection));
    else if (selection.kind === Kind.INLINE_FRAGMENT) eachField(selection.selectionSet, fragments, tell);
    else eachField(fragments.get(selection.name.value)?.selectionSet ?? nothing, fragments, tell);
  }
}

const nothing: SelectionSetNode = { kind: Kind.SELECTION_SET, selections: [] };

/** Tells whether the conditions of an operation of the planner's leave nothing in; undefined where it has none. */
export function excludesAll(operation: string): ((variables: Execution['variables']) => boolean) | undefined {
  if (conditionVariables(readFetch(operation)).length === 0) return undefined;
  const included = includedRootKeys(operation);
  return (variables) => included(variables).length === 0;
}

function readFetch(text: string): Operation {
  const operation = findOperation(parse(text, { noLocation: true }), undefined);
  if (!operation) throw new Error('Expected an operation of a fetch.');
  return operation;
}
