import { Kind, type TypeNode } from 'graphql';
import type { EntityType, Input, InputField } from '../../plan/plan.js';
import { namedType } from '../../supergraph/named-type.js';
import type { Supergraph } from '../../supergraph/supergraph.js';
import { isObject, type JsonObject, ownReader } from '../../base/json.js';
import { objectWriter, sameFields, type WriteObject, type WriteValue } from '../../base/object-writer.js';
import { EntityWriter } from './representations.js';
import { isTooDeep } from '../../base/nesting.js';
import { inputFieldsOf } from './input-fields.js';

/**
 * Finds the writer of an entity's representation; undefined if the plan needs no entities of its type.
 * @param otherwise the type of an entity without `__typename`.
 */
export type WriterOf = (entity: JsonObject, otherwise?: string) => EntityWriter | undefined;

interface Target {
  readonly supergraph: Supergraph;
  readonly subgraph: string;
}

/**
 * Prepares the representations that a fetch sends. Null means "did not answer": a nullable field without an answer is
 * written as null, so that the field that requires it can tell a gap from a zero. An entity is left out only if none of
 * its keys is known, or if a required field that is not nullable is missing.
 */
export function representationWriters(types: readonly EntityType[], target: Target): WriterOf {
  const byType = new Map<string, EntityWriter | undefined>();
  return (entity, otherwise) => {
    const type = entity['__typename'] ?? otherwise;
    if (typeof type !== 'string') return undefined;
    const known = byType.get(type);
    if (known || byType.has(type) || !target.supergraph.hasType(type)) return known;
    const sent = types.find((one) => one.type === type) ?? types.find((one) => target.supergraph.is(type, one.type));
    const writer = sent && entityWriter(type, sent, target);
    byType.set(type, writer);
    return writer;
  };
}

function entityWriter(
  type: string,
  { type: general, as, inputs }: EntityType,
  target: Target,
): EntityWriter | undefined {
  const { supergraph, subgraph } = target;
  const start = `{"__typename":${JSON.stringify(as === general ? type : as)}`;
  const fields = [...inputFieldsOf(inputs, type, supergraph.is).values()].map((field) =>
    fieldWriter(field, type, target),
  );
  const keys = [...new Set([type, general, as])]
    .flatMap((name) => supergraph.subgraph(subgraph).keyFields(name))
    .map((key) => key.map((name) => fields.findIndex((field) => field.key === name)))
    .filter((key) => key.every((index) => index >= 0));
  // Objects of another type at the path, which the plan does not need.
  if (keys.length === 0) return undefined;
  const inKey = fields.map((_, index) => keys.some((key) => key.includes(index)));

  const [before, after] = [Buffer.from(start), Buffer.from('}')];
  const writeWithGaps: WriteObject = (entity, json) => {
    const unknown: number[] = [];
    const nulls: number[] = [];
    json.constant(before);
    for (const [index, { encoded, read, write: writeValue }] of fields.entries()) {
      const from = json.length;
      json.constant(encoded);
      const value = read(entity);
      const written = value === undefined && inKey[index] ? 'nothing' : writeValue(value, json);
      if (written === 'null') nulls.push(index);
      if (written !== 'nothing') continue;
      if (!inKey[index]) return 'nothing';
      unknown.push(index);
      json.truncate(from);
    }
    if (unknown.length + nulls.length > 0 && !keys.some((key) => isKnown(key, unknown, nulls))) return 'nothing';
    json.constant(after);
    return 'value';
  };
  const all = fields.map((field, index) => ({ ...field, needed: inKey[index] === true }));
  const ids = fields.filter(({ isLeaf }, index) => isLeaf && inKey[index]).map(({ read }) => read);
  const isSame = sameFields(['__typename', ...fields.map(({ source }) => source)]);
  return new EntityWriter(objectWriter(start, all, writeWithGaps), isSame, ids);
}

/** Part of a key may be null, if its type allows that; the whole key may not. */
function isKnown(key: readonly number[], unknown: readonly number[], nulls: readonly number[]): boolean {
  return !key.some((index) => unknown.includes(index)) && !key.every((index) => nulls.includes(index));
}

function fieldWriter({ name, source, inputs }: InputField, parent: string, target: Target) {
  const { supergraph, subgraph } = target;
  const text = `,${JSON.stringify(name)}:`;
  return {
    key: name,
    name: text,
    encoded: Buffer.from(text),
    source,
    read: ownReader(source),
    isLeaf: inputs.length === 0,
    write: valueWriter(supergraph.subgraph(subgraph).fieldType(parent, name), inputs, target),
  };
}

const nullText = Buffer.from('null');

function valueWriter(type: TypeNode | undefined, inputs: readonly Input[], target: Target): WriteValue {
  if (type?.kind === Kind.NON_NULL_TYPE) {
    const write = presentWriter(type.type, inputs, target);
    return (value, json) => (value === null || value === undefined ? 'nothing' : write(value, json));
  }
  const write = presentWriter(type, inputs, target);
  return (value, json) => {
    if (value !== null && value !== undefined) {
      const before = json.length;
      const written = write(value, json);
      if (written !== 'nothing') return written;
      json.truncate(before);
    }
    json.constant(nullText);
    return 'null';
  };
}

function presentWriter(type: TypeNode | undefined, inputs: readonly Input[], target: Target): WriteValue {
  if (type?.kind === Kind.LIST_TYPE) return listWriter(valueWriter(type.type, inputs, target));
  if (inputs.length === 0) return writeLeaf;
  const write = nestedWriter(type && namedType(type), inputs, target);
  if (type !== undefined) return write;
  const writeList = listWriter(write);
  return (value, json) => (Array.isArray(value) ? writeList(value, json) : write(value, json));
}

const writeLeaf: WriteValue = (value, json) => {
  if (isTooDeep(value)) return 'nothing';
  json.leaf(value);
  return 'value';
};

const [open, comma, close] = [Buffer.from('['), Buffer.from(','), Buffer.from(']')];

function listWriter(write: WriteValue): WriteValue {
  return (list, json) => {
    if (!Array.isArray(list)) return 'nothing';
    json.constant(open);
    for (let index = 0; index < list.length; index++) {
      if (index > 0) json.constant(comma);
      if (write(list[index], json) === 'nothing') return 'nothing';
    }
    json.constant(close);
    return 'value';
  };
}

/** @param fieldType the type of the field, for objects without `__typename`. */
function nestedWriter(fieldType: string | undefined, inputs: readonly Input[], target: Target): WriteValue {
  const byType = new Map<string, WriteObject>();
  const prepare = (type: string) => {
    const fields = [...inputFieldsOf(inputs, type, target.supergraph.is).values()].map((field) => ({
      ...fieldWriter(field, type, target),
      needed: false,
    }));
    const [first, ...more] = fields;
    // The first field has no comma before it.
    const own = first ? [{ ...first, name: first.name.slice(1) }, ...more] : [];
    return objectWriter('{', own, () => 'nothing');
  };
  return (object, json) => {
    if (!isObject(object)) return 'nothing';
    const own = object['__typename'];
    const type = typeof own === 'string' && target.supergraph.hasType(own) ? own : (fieldType ?? '');
    let write = byType.get(type);
    if (!write) byType.set(type, (write = prepare(type)));
    return write(object, json);
  };
}
