import { type GraphQLSchema, isAbstractType, isInterfaceType, isObjectType } from 'graphql';
import { ownedNullableFields } from '../../supergraph/owned-fields.js';
import { fieldsOf, readOperation, responseKey } from './operation-fields.js';

/** An entity that its subgraph did not answer: null under the response key of each field asked of it. */
export type NullEntity = Readonly<Record<string, null>>;

/** Gives, for each representation of an `_entities` operation, what its subgraph leaves when it does not answer. */
export type ExplicitNulls = (operation: string, representations: readonly unknown[]) => NullEntity[];

/**
 * Prepares explicit nulls for a supergraph. An undefined field would make the executor skip the entity wherever the
 * field is required; null reaches the resolver that requires it, which can then tell a gap from a zero.
 */
export function explicitNulls(supergraph: GraphQLSchema): ExplicitNulls {
  const nullable = ownedNullableFields(supergraph);

  const applies = (condition: string, typename: string): boolean => {
    const [general, special] = [supergraph.getType(condition), supergraph.getType(typename)];
    return (
      condition === typename ||
      (isAbstractType(general) &&
        (isObjectType(special) || isInterfaceType(special)) &&
        supergraph.isSubType(general, special))
    );
  };

  return (text, representations) => {
    const operation = readOperation(text);
    const entities = fieldsOf(operation, () => true).find(({ name }) => name.value === '_entities');
    return representations.map((representation) => {
      const { __typename: typename } = representation as { __typename: string };
      if (!entities?.selectionSet) return {};
      const fields = fieldsOf({ ...operation, selectionSet: entities.selectionSet }, (condition) =>
        applies(condition, typename),
      );
      const asked = fields.filter(({ name }) => nullable.has(`${typename}.${name.value}`));
      return Object.fromEntries(asked.map((field) => [responseKey(field), null]));
    });
  };
}
