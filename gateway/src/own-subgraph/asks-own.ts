import type { GraphQLSchema } from 'graphql';
import { onceForEach } from '../base/once-for-each.js';
import type { Operation } from '../operation/operation.js';
import { touchedFields } from '../operation/touched-fields.js';

/**
 * Tells whether an operation asks for what the gateway answers itself, which depends on who asks whatever its rights are.
 * Each operation is read once.
 * @param schema the one that callers see.
 * @param own the fields, as `Type.field`, that the gateway answers itself.
 */
export function asksOwn(schema: GraphQLSchema, own: ReadonlySet<string>): (operation: Operation) => boolean {
  return onceForEach((operation) => own.size > 0 && touchedFields(schema, operation).some((field) => own.has(field)));
}
