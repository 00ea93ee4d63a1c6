import {
  type FieldNode,
  getNamedType,
  getNullableType,
  type GraphQLField,
  type GraphQLInputType,
  isInputObjectType,
  isListType,
} from 'graphql';
import { argumentValue } from './argument-value.js';
import { type Cost, sum } from './cost.js';
import type { CostModel } from './cost-model.js';

/** The cost of a field's arguments: an input object 1, a leaf 0, unless `@cost` sets another; a list, for each item. */
export function argumentsCost(
  node: FieldNode,
  coordinate: string,
  field: GraphQLField<unknown, unknown>,
  model: CostModel,
): Cost {
  const costs = field.args.map((argument): Cost => {
    const weight = model.weight(`${coordinate}(${argument.name}:)`);
    const named = getNamedType(argument.type);
    if (!isInputObjectType(named) && weight === undefined && model.weight(named.name) === undefined) return 0;
    const cost = (value: unknown) => {
      if (value === undefined) return 0;
      return weight === undefined ? inputCost(value, argument.type, model) : weight * itemsIn(value);
    };
    const { value, of } = argumentValue(node, argument);
    return of ? (variables) => cost(of(variables)) : cost(value);
  });
  return sum(costs);
}

/** The length of a list; any other value counts as one. */
function itemsIn(value: unknown): number {
  return Array.isArray(value) ? value.length : 1;
}

function inputCost(value: unknown, type: GraphQLInputType, model: CostModel): number {
  const nullable = getNullableType(type);
  if (isListType(nullable)) {
    const items: readonly unknown[] = Array.isArray(value) ? value : [value];
    return items.reduce<number>((cost, item) => cost + inputCost(item, nullable.ofType, model), 0);
  }
  if (!isInputObjectType(nullable)) return model.weight(nullable.name) ?? 0;
  if (typeof value !== 'object' || value === null) return 0;
  const costs = Object.values(nullable.getFields())
    .filter(({ name }) => Object.hasOwn(value, name))
    .map((field) => {
      const weight = model.weight(`${nullable.name}.${field.name}`);
      return weight ?? inputCost((value as Record<string, unknown>)[field.name], field.type, model);
    });
  return costs.reduce((total, cost) => total + cost, 1);
}
