import { type DirectiveNode, Kind, type SelectionNode, type ValueNode } from 'graphql';

const conditions = new Set(['skip', 'include']);

/** Whether `@skip` and `@include` keep a selection. */
export function isIncluded({ directives }: SelectionNode, variables: Readonly<Record<string, unknown>>): boolean {
  return directives?.every((directive) => allows(directive, variables)) ?? true;
}

/** The directives that are neither `@skip` nor `@include`. */
export function withoutConditions(directives: readonly DirectiveNode[] = []): DirectiveNode[] {
  return directives.filter(({ name }) => !conditions.has(name.value));
}

function argumentOf(directive: DirectiveNode): ValueNode | undefined {
  return directive.arguments?.find((argument) => argument.name.value === 'if')?.value;
}

function allows(directive: DirectiveNode, variables: Readonly<Record<string, unknown>>): boolean {
  const name = directive.name.value;
  if (!conditions.has(name)) return true;
  const value = argumentOf(directive);
  const on =
    value?.kind === Kind.VARIABLE ? variables[value.name.value] === true : value?.kind === Kind.BOOLEAN && value.value;
  return on === (name === 'include');
}
