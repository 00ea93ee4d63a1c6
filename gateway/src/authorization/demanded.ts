import { getNamedType, type GraphQLSchema, TypeInfo, visit, visitWithTypeInfo } from 'graphql';
import type { Operation } from '../operation/operation.js';
import { fieldsAtFinerLevel } from './finer-level.js';
import type { Requirement } from './requirement.js';
import type { Requirements } from './requirements.js';

/** Every requirement of a field, on any object type and for any returned type. */
export function demandedBy(requirements: Requirements, type: string, field: string): Requirement[] {
  const { ofType, ofField, possibleTypes, returned } = requirements;
  return possibleTypes(type).flatMap((object) => {
    const returns = returned(object, field);
    return [
      ...ofType(object),
      ...ofField(object, field),
      ...(returns === undefined ? [] : [returns, ...possibleTypes(returns)].flatMap(ofType)),
    ];
  });
}

/** Every requirement of an operation's fields, each once. */
export function demandedByOperation(
  requirements: Requirements,
  operation: Operation,
  schema: GraphQLSchema,
): Requirement[] {
  if (requirements.isEmpty) return [];
  const { definition, fragments } = operation;
  const { atFinerLevel } = requirements;
  const finer = atFinerLevel && fieldsAtFinerLevel(operation, schema, atFinerLevel);
  const demanded = new Set<Requirement>();
  for (const node of [definition, ...fragments.values()]) {
    const types = new TypeInfo(schema);
    visit(
      node,
      visitWithTypeInfo(types, {
        Field: ({ name }) => {
          const parent = types.getParentType();
          if (!parent) return;
          const type = getNamedType(parent).name;
          const isFiner = finer?.has(`${type}.${name.value}`);
          for (const requirement of demandedBy(requirements, type, name.value)) {
            if (isFiner || !atFinerLevel?.demands.has(requirement)) demanded.add(requirement);
          }
        },
      }),
    );
  }
  return [...demanded];
}
