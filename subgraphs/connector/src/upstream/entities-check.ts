import { type FieldNode, isAbstractType, isObjectType, valueFromASTUntyped } from 'graphql';
import { keyKey, keyPrefix, typeKey } from './asked-fields.js';
import { type Check, failed, type ObjectValue } from './selection-check.js';
import type { UpstreamSchema } from './upstream-schema.js';

/**
 * Judges entities, in addition to their fields: their number is the requested one, and each has the requested type and
 * key in its place. So data of one entity never replaces another's.
 */
export function entitiesCheck(upstream: UpstreamSchema, node: FieldNode, inner: Check): Check {
  const argument = node.arguments?.find(({ name }) => name.value === 'representations')?.value;
  return (value, above, key, judging) => {
    const asked: unknown = argument ? valueFromASTUntyped(argument, judging.variables) : [];
    if (Array.isArray(value) && Array.isArray(asked)) {
      const fault = faultOf(upstream, asked, value);
      if (fault !== undefined) {
        judging.problems.invalid({ above, key }, `Query._entities: ${fault}`);
        return failed;
      }
    }
    const checked = inner(value, above, key, judging);
    if (checked === failed || !Array.isArray(checked)) return checked;
    const entities = checked as (ObjectValue | null)[];
    for (const entity of entities) if (takeOutKeys(entity)) judging.changed = true;
    return entities;
  };
}

function faultOf(upstream: UpstreamSchema, asked: readonly unknown[], came: readonly unknown[]): string | undefined {
  if (came.length !== asked.length) return `expected ${asked.length} entities, got ${came.length}`;
  const other = came.findIndex((entity, index) => !isAsked(upstream, asked[index], entity));
  return other < 0
    ? undefined
    : `expected in each place the entity that was asked for there, got another in place ${other}`;
}

function isAsked({ schema }: UpstreamSchema, asked: unknown, came: unknown): boolean {
  // A value that is no object is reported where its type is judged.
  if (typeof came !== 'object' || came === null) return true;
  const representation = asked as ObjectValue;
  const entity = came as ObjectValue;
  const [name, of] = [String(representation['__typename']), String(entity[typeKey])];
  const [type, wanted] = [schema.getType(of), schema.getType(name)];
  if (of !== name && !(isObjectType(type) && isAbstractType(wanted) && schema.isSubType(wanted, type))) return false;
  return Object.entries(representation).every(([field, value]) => {
    const told = entity[keyKey(name, field)] ?? entity[keyKey(of, field)];
    return told === undefined || isSame(value, told);
  });
}

/** Whether a key is the requested one, as far as the answer contains it. */
function isSame(asked: unknown, told: unknown): boolean {
  if (typeof told !== 'object' || told === null) return String(asked) === String(told);
  if (typeof asked !== 'object' || asked === null) return false;
  return Object.entries(told).every(([name, value]) => isSame((asked as ObjectValue)[name], value));
}

function takeOutKeys(entity: ObjectValue | null): boolean {
  let found = false;
  for (const key in entity) {
    if (!key.startsWith(keyPrefix)) continue;
    entity[key] = undefined;
    found = true;
  }
  return found;
}
