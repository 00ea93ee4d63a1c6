import type { ArgumentNode, FieldNode, SelectionSetNode } from 'graphql';
import { collectFields, type Selecting } from '../../executor/collect-fields.js';
import { argumentsText } from '../check/arguments-text.js';

/** A field that is wanted of an object. */
export interface WantedField {
  /** The key that the data is to have it under. */
  readonly key: string;
  readonly name: string;
  readonly args: readonly ArgumentNode[];
  /** What is wanted of the objects that it leads to, by their type. */
  readonly below: ((type: string) => readonly WantedField[]) | undefined;
}

/**
 * The fields that selection sets want of objects of a type.
 * @param fieldsBelow what they want of the objects below, where that is another thing than all that they say.
 */
export function wantedFields(
  selecting: Selecting,
  type: string,
  sets: readonly SelectionSetNode[],
  fieldsBelow = (inner: string, below: readonly SelectionSetNode[]) => wantedFields(selecting, inner, below),
): WantedField[] {
  return [...collectFields(selecting, type, sets)].map(([key, nodes]) => {
    const [{ name, arguments: args = [] }] = nodes as [FieldNode];
    const below = nodes.flatMap(({ selectionSet }) => (selectionSet ? [selectionSet] : []));
    return {
      ...{ key, name: name.value, args },
      below: below.length > 0 ? (inner: string) => fieldsBelow(inner, below) : undefined,
    };
  });
}

/** Whether the same is asked for, under whichever keys. */
export function isSameField(
  one: Pick<WantedField, 'name' | 'args'>,
  other: Pick<WantedField, 'name' | 'args'>,
): boolean {
  return one.name === other.name && argumentsText(one.args) === argumentsText(other.args);
}

/** Whether a field is wanted of the objects of each type. */
export function isWantedOfAll(wanted: WantedField, by: ReadonlyMap<string, readonly WantedField[]>): boolean {
  return [...by.values()].every((all) => all.some((each) => each.key === wanted.key && isSameField(each, wanted)));
}

/** What is wanted of objects of a type, with what is wanted of those of any. */
export function withWantedOfAny(
  wanted: readonly WantedField[] = [],
  ofAny: readonly WantedField[],
): readonly WantedField[] {
  return [...wanted, ...ofAny.filter(({ key }) => wanted.every((each) => each.key !== key))];
}
