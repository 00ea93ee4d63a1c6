import { execute, type ExecutionResult, type ResponsePath, responsePathAsArray } from 'graphql';
import { type Instance, resolveField, rootOf } from './data.js';
import { faulty } from './faults.js';
import type { Operation } from './operations.js';
import type { Supergraph } from './supergraph.js';
import { fieldIndex, fieldsOf, isKey, named } from './world.js';

/** An operation's right answer. */
export interface Expected extends ExecutionResult {
  /** The paths, with dots, where clients have null for an object that they must not know of. */
  readonly hidden: ReadonlySet<string>;
}

/** What an operation's answer should be: graphql-js, on the merged schema, with all of the data. */
export async function oracle(
  { world, data, api, faults }: Supergraph,
  { document, operationName, variables }: Operation,
): Promise<Expected> {
  const fields = fieldIndex(world);
  const hidden = new Set<string>();
  /** Objects of types and values of enums that clients must not know of are null to them. */
  const withoutHidden = (
    value: unknown,
    parent: Instance,
    hiddenValue: string | undefined,
    path: ResponsePath,
  ): unknown => {
    if (Array.isArray(value)) {
      return value.map((item, key) =>
        withoutHidden(item, parent, hiddenValue, { prev: path, key, typename: undefined }),
      );
    }
    if (!isInstance(value)) return value === hiddenValue ? null : value;
    if (api.getType(value.type)) return { ...value, above: parent };
    hidden.add(responsePathAsArray(path).join('.'));
    return null;
  };
  data.effects.length = 0;
  const result = await execute({
    ...{ schema: api, document, operationName, variableValues: variables },
    rootValue: rootOf(data, document, operationName),
    fieldResolver: (parent: Instance, args, _context, info) => {
      const field = fields(parent.type, info.fieldName);
      // A subgraph that does not know an entity answers none of its fields.
      const [owner] = field.owners;
      const isOfOwner = owner !== undefined && !isKey(world, parent.type, field.name);
      if (isOfOwner && owner === faults.down) throw new Error('It is down.');
      if (isOfOwner && faults.isMissing(parent, owner)) return null;
      const failing = (of: Instance, name: string) => faults.at(of, fields(of.type, name)) !== undefined;
      const value = resolveField(field, parent, args, fieldsOf(world, parent.type), failing);
      const hiddenValue = world.enums.get(named(field.type))?.inaccessible;
      return withoutHidden(faulty(faults, parent, field, value, false), parent, hiddenValue, info.path);
    },
  });
  return { ...result, hidden };
}

function isInstance(value: unknown): value is Instance {
  return typeof value === 'object' && value !== null && 'uid' in value;
}
