import {
  type FragmentDefinitionNode,
  getNamedType,
  type GraphQLCompositeType,
  type GraphQLSchema,
  isAbstractType,
  isCompositeType,
  isObjectType,
  Kind,
  type SelectionSetNode,
} from 'graphql';
import type { Operation } from '../operation/operation.js';
import type { Requirements } from './requirements.js';

/**
 * The fields, as `Type.field`, that an operation selects at the finer level of some requirements. An argument with a
 * variable counts as given, whatever the variable's value; the literal null does not.
 */
export function fieldsAtFinerLevel(
  { definition, fragments }: Operation,
  schema: GraphQLSchema,
  { isReachedBy, isType }: NonNullable<Requirements['atFinerLevel']>,
): Set<string> {
  const found = new Set<string>();
  const walked = new Set<string>();

  const leadsThere = (type: GraphQLCompositeType): boolean =>
    isObjectType(type) && Object.values(type.getFields()).some((field) => isType(getNamedType(field.type).name));

  const walk = ({ selections }: SelectionSetNode, parent: GraphQLCompositeType, around: boolean): void => {
    const types = isAbstractType(parent) ? [parent, ...schema.getPossibleTypes(parent)] : [parent];
    const below = around || types.some(({ name }) => isType(name));
    // `node` may return a figure of a single commune, so a field that returns an abstract type can reach the finer
    // level.
    const within = (type: GraphQLCompositeType) => (isAbstractType(parent) ? around || leadsThere(type) : below);
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
        const on = spread && schema.getType(spread.typeCondition.name.value);
        const place = `${selection.name.value} ${isCompositeType(on) && within(on)}`;
        if (!spread || walked.has(place)) continue;
        walked.add(place);
        fragment = spread;
      }
      const type = fragment.typeCondition ? schema.getType(fragment.typeCondition.name.value) : parent;
      if (isCompositeType(type)) walk(fragment.selectionSet, type, within(type));
    }
  };

  const root = schema.getRootType(definition.operation);
  if (root) walk(definition.selectionSet, root, false);
  return found;
}
