import { type FieldNode, type GraphQLArgument, Kind, valueFromASTUntyped, type ValueNode, visit } from 'graphql';
import type { Variables } from './cost.js';

/** The value of a field's argument, given or by default: a constant, or a function of variables. */
export type ArgumentValue =
  | { readonly value: unknown; readonly of?: never }
  | { readonly value?: never; readonly of: (variables: Variables) => unknown };

/** Reads an argument of a field of a valid operation. */
export function argumentValue({ arguments: given }: FieldNode, argument: GraphQLArgument): ArgumentValue {
  const node = given?.find(({ name }) => name.value === argument.name)?.value;
  if (!node) return { value: argument.defaultValue };
  if (!hasVariables(node)) return { value: valueFromASTUntyped(node) };
  return {
    of: (variables) =>
      node.kind === Kind.VARIABLE && !Object.hasOwn(variables, node.name.value)
        ? argument.defaultValue
        : valueFromASTUntyped(node, variables),
  };
}

function hasVariables(node: ValueNode): boolean {
  let found = false;
  visit(node, {
    Variable: () => {
      found = true;
    },
  });
  return found;
}
