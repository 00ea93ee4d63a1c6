import { type DirectiveNode, Kind } from 'graphql';

/** The directives with this name on an element. */
export function applied(
  element: { readonly directives?: readonly DirectiveNode[] | undefined } | null | undefined,
  name: string,
): readonly DirectiveNode[] {
  return element?.directives?.filter((directive) => directive.name.value === name) ?? [];
}

/** A string, enum or boolean argument of a directive. */
export function argument(directive: DirectiveNode, name: string): string | boolean | undefined {
  const value = directive.arguments?.find((given) => given.name.value === name)?.value;
  switch (value?.kind) {
    case Kind.STRING:
    case Kind.ENUM:
    case Kind.BOOLEAN:
      return value.value;
    default:
      return undefined;
  }
}
