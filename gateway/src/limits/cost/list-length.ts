import { badUserInput } from '@hub/protocol';
import type { FieldNode, GraphQLField } from 'graphql';
import { argumentValue } from './argument-value.js';
import type { Cost } from './cost.js';
import type { ListSize } from '../../supergraph/cost-directives.js';

/**
 * The length of a list, by its field's arguments: a number, or the length of a list argument.
 * @param otherwise the length if it is stated nowhere.
 * @throws GraphQLError `BAD_USER_INPUT` if exactly one argument must state the length, and none or several do.
 */
export function listLength(
  { assumedSize, slicingArguments, requireOneSlicingArgument }: ListSize,
  node: FieldNode,
  field: GraphQLField<unknown, unknown>,
  otherwise: number,
): Cost {
  const read = slicingArguments.flatMap(([name, ...path]) => {
    const argument = field.args.find((candidate) => candidate.name === name);
    return argument ? [{ path, given: argumentValue(node, argument) }] : [];
  });
  const length = (values: readonly unknown[]): number => {
    const numbers = values
      .map((value): unknown => (Array.isArray(value) ? value.length : value))
      .filter((value) => typeof value === 'number')
      .map((value) => Math.max(0, value));
    if (requireOneSlicingArgument && numbers.length !== 1) {
      const names = slicingArguments.map((path) => path.join('.')).join(', ');
      throw badUserInput(`Expected exactly one of the arguments ${names} of ${field.name}, got ${numbers.length}.`);
    }
    if (numbers.length > 0) return Math.max(...numbers);
    return assumedSize ?? otherwise;
  };
  if (read.every(({ given }) => !given.of))
    return length(read.map(({ path, given }) => path.reduce(within, given.value)));
  return (variables) =>
    length(read.map(({ path, given }) => path.reduce(within, given.of ? given.of(variables) : given.value)));
}

function within(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined;
}
