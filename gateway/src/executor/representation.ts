import type { RequiresSelection } from '@graphql-hive/router-query-planner';
import { type GraphQLOutputType, isListType, isNonNullType } from 'graphql';
import type { Supergraph } from '../supergraph/supergraph.js';
import { isObject, type JsonObject, coveredReader } from './json.js';
import { objectText } from './object-text.js';
import { rewritten, type Shape, shapesOf } from './representation-shape.js';
import type { EntityWriter } from './representations.js';
import type { Rewrite } from './rewrite.js';

/** Finds the writer for an entity; undefined where the supergraph has no type of its name. */
export type WriterOf = (entity: JsonObject) => EntityWriter | undefined;

/** Writes a value; undefined where the type forbids what there is. */
type WriteValue = (value: unknown) => string | undefined;

interface Target {
  readonly supergraph: Supergraph;
  readonly subgraph: string;
}

/**
 * Prepares the representations that a fetch sends. Null means "did not answer": a field that may be null and was not
 * answered is written as null, so that whoever requires it can tell a gap from a zero. An entity is left out only
 * where no key of it is known, or where a required field that cannot be null is missing.
 */
export function representationWriters(
  requires: readonly RequiresSelection[],
  rewrites: readonly Rewrite[],
  target: Target,
): WriterOf {
  const byType = new Map<string, EntityWriter>();
  return (entity) => {
    const type = entity['__typename'];
    if (typeof type !== 'string') return undefined;
    const known = byType.get(type);
    if (known || !target.supergraph.hasType(type)) return known;
    const writer = entityWriter(type, requires, rewrites, target);
    byType.set(type, writer);
    return writer;
  };
}

function entityWriter(
  type: string,
  requires: readonly RequiresSelection[],
  rewrites: readonly Rewrite[],
  target: Target,
): EntityWriter {
  const { supergraph, subgraph } = target;
  const shapes = shapesOf(requires, type, supergraph.is);
  if (shapes.size === 0) return { write: () => undefined };
  const typename = rewritten('__typename', type, rewrites, supergraph.is).setTo ?? type;
  const start = `{"__typename":${JSON.stringify(typename)}`;
  const fields = [...shapes.values()]
    .filter(({ key }) => key !== '__typename')
    .map((shape) => fieldWriter(shape, type, rewrites, target));
  const conditions = requires.flatMap((selection) =>
    selection.kind === 'InlineFragment' && supergraph.is(type, selection.typeCondition)
      ? [selection.typeCondition]
      : [],
  );
  const keys = [...new Set([type, typename, ...conditions])]
    .flatMap((name) => supergraph.keys(name, subgraph))
    .map((key) => key.map((name) => fields.findIndex((field) => field.key === name)))
    .filter((key) => key.every((index) => index >= 0));
  // Objects of another type at the place, of which the plan wants nothing.
  if (keys.length === 0) return { write: () => undefined };
  const inKey = fields.map((_, index) => keys.some((key) => key.includes(index)));

  const writeWithGaps = (entity: JsonObject): string | undefined => {
    let text = start;
    const unknown: number[] = [];
    const nulls: number[] = [];
    for (let index = 0; index < fields.length; index++) {
      const { name, read, write: writeValue } = fields[index] as (typeof fields)[number];
      const value = read(entity);
      const piece = value === undefined && inKey[index] ? undefined : writeValue(value);
      if (piece === undefined) {
        if (!inKey[index]) return undefined;
        unknown.push(index);
        continue;
      }
      if (piece === 'null') nulls.push(index);
      text += name + piece;
    }
    if (unknown.length + nulls.length > 0 && !keys.some((key) => isKnown(key, unknown, nulls))) {
      return undefined;
    }
    return `${text}}`;
  };
  const write = objectText(
    start,
    fields.map((field, index) => ({ ...field, needed: inKey[index] === true })),
    writeWithGaps,
  );
  return { write, ...identity(fields, keys) };
}

interface WrittenEntityField {
  readonly isLeaf: boolean;
  readonly read: (entity: JsonObject) => unknown;
}

/** What entities are known by: the first key of leaves alone, and all else that is written of them. */
function identity(
  fields: readonly WrittenEntityField[],
  keys: readonly (readonly number[])[],
): Pick<EntityWriter, 'key' | 'isSame'> {
  const isLeaf = (index: number) => fields[index]?.isLeaf === true;
  const indices = keys.find((key) => key.length > 0 && key.every(isLeaf)) ?? (fields.length === 1 ? [0] : []);
  const reads = indices.flatMap((index) => fields[index]?.read ?? []);
  const [first, ...more] = reads;
  if (!first) return {};
  const others = fields.filter((_, index) => more.length > 0 || !indices.includes(index));
  return {
    key: more.length === 0 ? first : textOf(reads),
    isSame: others.every((field) => field.isLeaf)
      ? (one, other) => others.every(({ read }) => isSameLeaf(read(one), read(other)))
      : undefined,
  };
}

/** The values as one text; the same for others only by chance. Undefined where there is not one of each. */
function textOf(reads: readonly ((entity: JsonObject) => unknown)[]) {
  return (entity: JsonObject): string | undefined => {
    let text: string | undefined;
    for (const read of reads) {
      const value = read(entity);
      if (typeof value !== 'string' && typeof value !== 'number') return undefined;
      text = text === undefined ? `${value}` : `${text}\n${value}`;
    }
    return text;
  };
}

function isSameLeaf(one: unknown, other: unknown): boolean {
  return one === other && typeof one !== 'object';
}

/** Part of a key may be null, where its type allows that; all of it may not. */
function isKnown(key: readonly number[], unknown: readonly number[], nulls: readonly number[]): boolean {
  return !key.some((index) => unknown.includes(index)) && !key.every((index) => nulls.includes(index));
}

function fieldWriter(
  { source, key, names, selections }: Shape,
  parent: string,
  rewrites: readonly Rewrite[],
  target: Target,
) {
  const { supergraph, subgraph } = target;
  const { renameTo, setTo, nested } = rewritten(key, parent, rewrites, supergraph.is);
  const type = names.map((name) => supergraph.fieldType(parent, name, subgraph)).find((found) => found !== undefined);
  const write = setTo === undefined ? valueWriter(type, selections, nested, target) : constant(setTo);
  const isLeaf = selections.length === 0;
  return {
    key: renameTo ?? key,
    name: `,${JSON.stringify(renameTo ?? key)}:`,
    source,
    read: coveredReader(source),
    write,
    isLeaf,
  };
}

function constant(value: string): WriteValue {
  const text = JSON.stringify(value);
  return () => text;
}

function valueWriter(
  type: GraphQLOutputType | undefined,
  selections: readonly RequiresSelection[],
  rewrites: readonly Rewrite[],
  target: Target,
): WriteValue {
  if (isNonNullType(type)) {
    const write = presentWriter(type.ofType as GraphQLOutputType, selections, rewrites, target);
    return (value) => (value === null || value === undefined ? undefined : write(value));
  }
  const write = presentWriter(type, selections, rewrites, target);
  return (value) => (value === null || value === undefined ? 'null' : (write(value) ?? 'null'));
}

function presentWriter(
  type: GraphQLOutputType | undefined,
  selections: readonly RequiresSelection[],
  rewrites: readonly Rewrite[],
  target: Target,
): WriteValue {
  if (isListType(type)) return listWriter(valueWriter(type.ofType as GraphQLOutputType, selections, rewrites, target));
  if (selections.length === 0) return writeLeaf;
  const write = objectWriter(type === undefined ? undefined : String(type), selections, rewrites, target);
  return type === undefined ? (value) => (Array.isArray(value) ? listWriter(write)(value) : write(value)) : write;
}

/** What JSON.stringify says of what JSON.parse gave, faster for most leaves. */
const writeLeaf: WriteValue = (value) => {
  if (typeof value === 'string') return escaped.test(value) ? JSON.stringify(value) : `"${value}"`;
  return typeof value === 'number' || typeof value === 'boolean' ? `${value}` : JSON.stringify(value);
};

/** What JSON.stringify may write otherwise than as it is: quotes, backslashes, control characters and surrogates. */
// eslint-disable-next-line no-control-regex -- they are what it is about
const escaped = /["\\\u0000-\u001f\ud800-\udfff]/;

function listWriter(write: WriteValue): WriteValue {
  return (list) => {
    if (!Array.isArray(list)) return undefined;
    const items: string[] = [];
    for (const item of list) {
      const text = write(item);
      if (text === undefined) return undefined;
      items.push(text);
    }
    return `[${items.join(',')}]`;
  };
}

/** @param fieldType the type of the field, which an object without `__typename` is of. */
function objectWriter(
  fieldType: string | undefined,
  selections: readonly RequiresSelection[],
  rewrites: readonly Rewrite[],
  target: Target,
): WriteValue {
  const byType = new Map<string, (object: JsonObject) => string | undefined>();
  const prepare = (type: string) => {
    const fields = [...shapesOf(selections, type, target.supergraph.is).values()].map((shape) => ({
      ...fieldWriter(shape, type, rewrites, target),
      needed: false,
    }));
    const [first, ...more] = fields;
    // The first field has no comma before it.
    const own = first ? [{ ...first, name: first.name.slice(1) }, ...more] : [];
    return objectText('{', own, () => undefined);
  };
  return (object) => {
    if (!isObject(object)) return undefined;
    const own = object['__typename'];
    const type = typeof own === 'string' && target.supergraph.hasType(own) ? own : (fieldType ?? '');
    let write = byType.get(type);
    if (!write) byType.set(type, (write = prepare(type)));
    return write(object);
  };
}
