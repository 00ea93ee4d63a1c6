import { Kind, parse, type SelectionSetNode } from 'graphql';
import { conditionVariables, findOperation, type Operation } from '../planner/operation.js';
import { collectFields, responseKey } from './collect-fields.js';
import type { Execution } from './execution.js';

/** Reads the operation of a fetch, as the planner has it. */
export function readFetch(text: string): Operation {
  const operation = findOperation(parse(text, { noLocation: true }), undefined);
  if (!operation) throw new Error('Expected an operation of a fetch.');
  return operation;
}

/** The response keys at the root, of whichever condition, in their order; one that is asked for again is there again. */
export function rootKeys({ definition, fragments }: Operation): string[] {
  const keys: string[] = [];
  eachField(definition.selectionSet, fragments, (_, key) => keys.push(key));
  return keys;
}

/** The response keys at the root that an operation's conditions leave in. */
export function includedRootKeys({ definition, fragments }: Operation, variables: Execution['variables']): string[] {
  return [...collectFields({ fragments, variables, applies: () => true }, '', [definition.selectionSet]).keys()];
}

/** The response keys of the objects in a field at the root, of whichever type and condition. */
export function keysBelow({ definition, fragments }: Operation, root: string): string[] {
  const keys = new Set<string>();
  eachField(definition.selectionSet, fragments, (below, key) => {
    if (key === root) eachField(below, fragments, (_, name) => keys.add(name));
  });
  return [...keys];
}

/** Tells whether an operation's conditions leave nothing in; undefined where it has none. */
export function excludesAll(operation: Operation): ((variables: Execution['variables']) => boolean) | undefined {
  if (conditionVariables(operation).length === 0) return undefined;
  return (variables) => includedRootKeys(operation, variables).length === 0;
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
