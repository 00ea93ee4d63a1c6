import { getNamedType, type GraphQLSchema, TypeInfo, visit, visitWithTypeInfo } from 'graphql';
import type { Operation } from '../planner/operation.js';
import type { Requirement } from './requirement.js';
import type { Requirements } from './requirements.js';

/** All that a field may demand, whichever object it is asked of and whichever it returns. */
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

/** All that the fields of an operation may demand, each once. */
export function demandedByOperation(
  requirements: Requirements,
  { definition, fragments }: Operation,
  schema: GraphQLSchema,
): Requirement[] {
  if (requirements.isEmpty) return [];
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
          for (const requirement of demandedBy(requirements, type, name.value)) demanded.add(requirement);
        },
      }),
    );
  }
  return [...demanded];
}
