import type { GraphQLSchema } from 'graphql';
import { onceForEach } from '../base/once-for-each.js';
import type { Operation } from '../operation/operation.js';
import { touchedFields } from '../operation/touched-fields.js';

/**
 * Makes a function that tells whether an operation selects fields of the gateway's own subgraph. Their values depend on
 * the caller itself, not only on its rights. Each operation is read once.
 * @param schema the schema that callers see.
 * @param own the fields of the gateway's own subgraph, as `Type.field`.
 */
export function asksOwn(schema: GraphQLSchema, own: ReadonlySet<string>): (operation: Operation) => boolean {
  return onceForEach((operation) => own.size > 0 && touchedFields(schema, operation).some((field) => own.has(field)));
}
