import {
  type FragmentDefinitionNode,
  getNamedType,
  type GraphQLCompositeType,
  type GraphQLSchema,
  isAbstractType,
  isCompositeType,
  Kind,
  type SelectionSetNode,
} from 'graphql';
import type { Operation } from '../operation/operation.js';
import type { Requirements } from './requirements.js';

/**
 * The fields, as `Type.field`, that an operation asks for at the finer level of some requirements. An argument counts
 * as given whatever its variable holds, but not as the literal null.
 */
export function fieldsAtFinerLevel(
  { definition, fragments }: Operation,
  schema: GraphQLSchema,
  { isReachedBy, isType }: NonNullable<Requirements['atFinerLevel']>,
): Set<string> {
  const found = new Set<string>();
  const walked = new Set<string>();

  const walk = ({ selections }: SelectionSetNode, parent: GraphQLCompositeType, around: boolean): void => {
    const types = isAbstractType(parent) ? [parent, ...schema.getPossibleTypes(parent)] : [parent];
    const below = around || types.some(({ name }) => isType(name));
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) {
        const field = selection.name.value;
        const given = (selection.arguments ?? []).filter(({ value }) => value.kind !== Kind.NULL);
        const names = given.map(({ name }) => name.value);
        const here = below || types.some(({ name }) => isReachedBy(name, field, names));
        if (here) for (const { name } of types) found.add(`${name}.${field}`);
        const definitionOf = 'getFields' in parent ? parent.getFields()[field] : undefined;
        const returned = definitionOf && getNamedType(definitionOf.type);
        if (selection.selectionSet && isCompositeType(returned)) walk(selection.selectionSet, returned, here);
        continue;
      }
      let fragment: Pick<FragmentDefinitionNode, 'selectionSet'> & Partial<FragmentDefinitionNode> = selection as never;
      if (selection.kind === Kind.FRAGMENT_SPREAD) {
        const spread = fragments.get(selection.name.value);
        const place = `${selection.name.value} ${below}`;
        if (!spread || walked.has(place)) continue;
        walked.add(place);
        fragment = spread;
      }
      const type = fragment.typeCondition ? schema.getType(fragment.typeCondition.name.value) : parent;
      if (isCompositeType(type)) walk(fragment.selectionSet, type, below);
    }
  };

  const root = schema.getRootType(definition.operation);
  if (root) walk(definition.selectionSet, root, false);
  return found;
}
