import type { ApiDeclaration, ApiField, ApiList, ApiValue } from './declaration.js';
import type { ApiContext } from './json-api-system.js';
import { type PageAsk, readPage } from './paging.js';
import { type ApiObject, isObject, scalarOf, valueAt } from './values.js';
import { UpstreamFault } from '../upstream/upstream-fault.js';

type Resolve = (parent: ApiObject, given: Record<string, unknown>, context: ApiContext) => unknown;
type Resolvers = Record<string, Record<string, unknown>>;

/** The resolvers for the fields of declared records. */
export function resolversOf(declared: readonly ApiDeclaration[]): Resolvers {
  const byName = new Map(declared.map((one) => [one.name, one]));
  const resolvers: Resolvers = {};
  const add = (type: string, field: string, resolve: unknown) => {
    resolvers[type] = { ...resolvers[type], [field]: resolve };
  };
  for (const one of declared) {
    add(one.name, '__resolveReference', (representation: ApiObject, context: ApiContext) =>
      context.entitiesOf(one).one(String(representation[one.key])),
    );
    for (const [name, field] of Object.entries(one.fields)) {
      add(one.name, name, fieldResolver(name, field, byName));
      if (!('object' in field)) continue;
      for (const [inner, value] of Object.entries(field.fields)) add(field.object, inner, valueResolver(inner, value));
    }
    for (const [name, list] of Object.entries(one.lists))
      add(list.on?.entity ?? 'Query', name, listResolver(list, byName));
  }
  return resolvers;
}

function fieldResolver(name: string, field: ApiField, byName: ReadonlyMap<string, ApiDeclaration>): Resolve {
  if ('type' in field) return valueResolver(name, field);
  if ('object' in field) return (parent) => objectOf(valueAt(parent, field.from ?? name), field.list);
  const own = byName.get(field.entity);
  return (parent, _given, context) => {
    const key = scalarOf(valueAt(parent, field.from ?? name), 'ID') as string | null;
    if (key === null) return null;
    return own ? context.entitiesOf(own).one(key) : { __typename: field.entity, [field.key]: key };
  };
}

function valueResolver(name: string, { type, from, list }: ApiValue): Resolve {
  return (parent) => {
    const value = valueAt(parent, from ?? name);
    if (!list || value === null) return scalarOf(value, type);
    if (!Array.isArray(value)) throw new UpstreamFault('UPSTREAM_INVALID', `expected a list at ${from ?? name}`);
    return value.map((one) => scalarOf(one, type));
  };
}

/** An object within an object, or a list of such. */
function objectOf(value: unknown, isList: boolean): unknown {
  if (value === null) return null;
  const isRight = isList ? Array.isArray(value) && value.every(isObject) : isObject(value);
  if (isRight) return value;
  throw new UpstreamFault('UPSTREAM_INVALID', `expected ${isList ? 'a list of objects' : 'an object'}`);
}

/** The resolver of a list at the root, or on an entity whose key fills its name in the path. */
function listResolver(list: ApiList, byName: ReadonlyMap<string, ApiDeclaration>): Resolve {
  const { on } = list;
  const own = on && byName.get(on.entity);
  const from = own ? (own.fields[on.key]?.from ?? on.key) : on?.key;
  return (parent, { first, after, ...given }, context) => {
    const values = on && from !== undefined ? { ...given, [on.key]: valueAt(parent, from) } : given;
    return readPage(list, { first, after, values } as PageAsk, (path) => context.get(path));
  };
}
