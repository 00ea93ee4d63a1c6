import { Kind, type SelectionNode } from 'graphql';

/** A condition of `@include` or `@skip`. */
export interface Condition {
  /** Its variable, or its literal value. */
  readonly of: string | boolean;
  readonly must: boolean;
}

/** The conditions of a selection. */
export function conditionOf({ directives = [] }: SelectionNode): Condition[] {
  return directives.flatMap(({ name, arguments: given = [] }): Condition[] => {
    const value = given.find((one) => one.name.value === 'if')?.value;
    const must = name.value === 'include';
    if (!must && name.value !== 'skip') return [];
    if (value?.kind === Kind.VARIABLE) return [{ of: value.name.value, must }];
    return value?.kind === Kind.BOOLEAN ? [{ of: value.value, must }] : [];
  });
}

/** Whether all conditions are met. */
export function isMet(all: readonly Condition[], variables: Readonly<Record<string, unknown>>): boolean {
  return all.every(({ of, must }) => (typeof of === 'string' ? variables[of] === true : of) === must);
}
