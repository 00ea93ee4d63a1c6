import type { Agreements, Granularity } from '@hub/protocol';
import type { GraphQLSchema } from 'graphql';
import { fieldsAtFinerLevel } from '../authorization/finer-level.js';
import type { Requirements } from '../authorization/requirements.js';
import { onceForEach } from '../base/once-for-each.js';
import type { Operation } from '../operation/operation.js';
import { touchedFields } from '../operation/touched-fields.js';

/**
 * Makes a function that returns the levels at which an operation selects figures that depend on the caller's agreements
 * (`combined`). Each operation is read once.
 * @param schema the schema that callers see.
 * @param combinedIn the types and fields of such figures.
 */
export function combinedAt(
  schema: GraphQLSchema,
  { atFinerLevel }: Pick<Requirements, 'atFinerLevel'>,
  { combinedIn }: Pick<Agreements, 'combinedIn'>,
): (operation: Operation) => readonly Granularity[] {
  const places = new Set(combinedIn);
  return onceForEach((operation) => {
    if (places.size === 0) return [];
    const found = touchedFields(schema, operation).filter(
      (field) => places.has(field) || places.has(field.slice(0, field.indexOf('.'))),
    );
    if (found.length === 0) return [];
    const finer = atFinerLevel && fieldsAtFinerLevel(operation, schema, atFinerLevel);
    return finer && !found.some((field) => finer.has(field)) ? ['province'] : ['province', 'commune'];
  });
}
