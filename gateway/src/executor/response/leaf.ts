import { type GraphQLLeafType, isEnumType } from 'graphql';
import { isTooDeep } from '../../base/nesting.js';

/** Completes a leaf value; undefined if the type forbids it. The value is never null. */
export type CompleteLeaf = (value: unknown) => unknown;

const maxInt = 2 ** 31 - 1;
const minInt = -(2 ** 31);

/** How each scalar of the GraphQL specification is read from JSON. */
const builtIn = new Map<string, CompleteLeaf>([
  [
    'Int',
    (value) => (Number.isInteger(value) && Number(value) <= maxInt && Number(value) >= minInt ? value : undefined),
  ],
  ['Float', (value) => (Number.isFinite(value) ? value : undefined)],
  ['String', (value) => (typeof value === 'string' ? value : undefined)],
  ['Boolean', (value) => (typeof value === 'boolean' ? value : undefined)],
  ['ID', (value) => (typeof value === 'string' ? value : Number.isInteger(value) ? String(value) : undefined)],
]);

/**
 * Completes values of a leaf type. An enum accepts only the values that callers may see; a custom scalar accepts any
 * JSON up to a depth.
 * @see https://spec.graphql.org/September2025/#sec-Scalars
 */
export function leafCompletion(type: GraphQLLeafType): CompleteLeaf {
  if (!isEnumType(type)) return builtIn.get(type.name) ?? ((value) => (isTooDeep(value) ? undefined : value));
  const values = new Set<unknown>(type.getValues().map(({ name }) => name));
  return (value) => (values.has(value) ? value : undefined);
}
