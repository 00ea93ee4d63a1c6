import { inspect } from 'node:util';
import {
  type FieldNode,
  getNamedType,
  getNullableType,
  GraphQLBoolean,
  GraphQLID,
  type GraphQLInterfaceType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  GraphQLString,
  type GraphQLUnionType,
  isAbstractType,
  isEnumType,
  isInterfaceType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  type OperationDefinitionNode,
  SchemaMetaFieldDef,
  type SelectionSetNode,
  TypeMetaFieldDef,
  TypeNameMetaFieldDef,
} from 'graphql';
import { keyForCaller } from '../../operation/aliases.js';
import { collectFields, type Selecting } from '../../operation/collect-fields.js';
import { isObject, type JsonObject } from '../../base/json.js';
import { leafCompletion } from './leaf.js';
import {
  addKey,
  type Complete,
  type CompletedField,
  type CompleteObject,
  objectFunction,
  type Problem,
} from './object-code.js';
import type { RefusedField } from '../fetch/refused-field.js';

/** The inputs for compiling an operation's response. */
export interface Completing extends Selecting {
  readonly schema: GraphQLSchema;
  /** Whether a type of the supergraph is hidden from callers. */
  readonly isHidden: (typename: string) => boolean;
  /** Whether a value of an enum is hidden from callers. */
  readonly isHiddenValue: (type: string, value: string) => boolean;
  /** Why the caller may not see a field of a type; of an abstract type, on some objects at least. */
  readonly refusal?: ((type: string, field: string) => RefusedField | undefined) | undefined;
}

/** Makes the response's `data` from the subgraphs' data, with the problems found. */
export type CompleteResponse = (data: JsonObject) => { readonly data: unknown; readonly problems: readonly Problem[] };

/**
 * Compiles an operation's response: fields in the operation's order, values as their types allow, and null for an
 * invalid value, or for its nearest nullable parent.
 * @see https://spec.graphql.org/September2025/#sec-Executing-Fields
 */
export function compileCompletion(operation: OperationDefinitionNode, completing: Completing): CompleteResponse {
  const root = completing.schema.getRootType(operation.operation);
  const complete = root ? objectCompletion(completing, root, [operation.selectionSet]) : () => null;
  return (data) => {
    const problems: Problem[] = [];
    const completed = complete(data, problems) ?? null;
    for (const { path } of problems) path.reverse();
    return { data: completed, problems };
  };
}

function fieldCompletion(
  completing: Completing,
  parent: GraphQLObjectType | GraphQLInterfaceType,
  nodes: readonly FieldNode[],
): CompletedField {
  const [node] = nodes as readonly [FieldNode];
  const { name } = node;
  const key = keyForCaller(node);
  const { type } = metaFields.get(name.value) ?? parent.getFields()[name.value] ?? {};
  if (!type) return { key, complete: () => null, nonNull: false };
  const refusal = completing.refusal?.(parent.name, name.value);
  if (refusal) {
    return { key, complete: refused(refusal), nonNull: isNonNullType(type) };
  }
  // graphql-js answers introspection, completely.
  if (name.value === '__schema' || name.value === '__type') {
    return { key, complete: (value) => value ?? null, nonNull: false };
  }
  if (name.value === '__typename') {
    const constant = isObjectType(parent) ? parent.name : undefined;
    return { key, complete: typenameOf, nonNull: true, constant };
  }
  const selectionSets = nodes.flatMap(({ selectionSet }) => (selectionSet ? [selectionSet] : []));
  const complete = completion(completing, type, selectionSets, `${parent.name}.${name.value}`);
  return { key, complete, nonNull: isNonNullType(type), passes: passing.get(getNullableType(type)) };
}

/** The JavaScript types of leaf values that need no further check. */
const passing = new Map<unknown, CompletedField['passes']>([
  [GraphQLString, 'string'],
  [GraphQLID, 'string'],
  [GraphQLBoolean, 'boolean'],
]);

const metaFields = new Map(
  [SchemaMetaFieldDef, TypeMetaFieldDef, TypeNameMetaFieldDef].map((field) => [field.name, field]),
);

/**
 * Null for a field that the caller may not see, whatever the data has there. Only the first place in a response is a
 * problem, with the number of places: there may be as many as a list is long.
 */
function refused(refusal: RefusedField): Complete {
  const first = new WeakMap<readonly Problem[], { places: number }>();
  return (_value, problems) => {
    const before = first.get(problems);
    if (before) {
      before.places += 1;
      return undefined;
    }
    const problem = { message: '', path: [], refusal, places: 1 };
    first.set(problems, problem);
    problems.push(problem);
    return undefined;
  };
}

const typenameOf: Complete = (value) => (typeof value === 'string' ? value : null);

function completion(
  completing: Completing,
  type: GraphQLOutputType,
  selectionSets: readonly SelectionSetNode[],
  field: string,
): Complete {
  if (isNonNullType(type)) {
    const complete = completion(completing, type.ofType, selectionSets, field);
    return (value, problems) => {
      const completed = complete(value, problems);
      if (completed !== null) return completed;
      problems.push({ message: `Cannot return null for non-nullable field ${field}.`, path: [], nullField: field });
      return undefined;
    };
  }
  if (isListType(type)) return listCompletion(completing, type.ofType, selectionSets, field);
  if (isLeafType(type)) {
    const complete = leafCompletion(type);
    return (value, problems) => {
      if (value === null || value === undefined) return null;
      const completed = complete(value);
      if (completed !== undefined) return completed;
      if (isEnumType(type) && typeof value === 'string' && completing.isHiddenValue(type.name, value)) return null;
      problems.push({ message: `${type.name} cannot represent value: ${shown(value)}`, path: [] });
      return undefined;
    };
  }
  const complete = isObjectType(type)
    ? objectCompletion(completing, type, selectionSets)
    : abstractCompletion(completing, type, selectionSets);
  return (value, problems) => {
    if (value === null || value === undefined) return null;
    if (isObject(value)) return complete(value, problems);
    problems.push({ message: `Expected an object for field ${field}, got ${shown(value)}.`, path: [] });
    return undefined;
  };
}

function listCompletion(
  completing: Completing,
  itemType: GraphQLOutputType,
  selectionSets: readonly SelectionSetNode[],
  field: string,
): Complete {
  const complete = completion(completing, itemType, selectionSets, field);
  const nonNull = isNonNullType(itemType);
  return (list, problems) => {
    if (list === null || list === undefined) return null;
    if (!Array.isArray(list)) {
      problems.push({ message: `Expected a list for field ${field}, got ${shown(list)}.`, path: [] });
      return undefined;
    }
    const completed: unknown[] = [];
    for (let index = 0; index < list.length; index++) {
      const before = problems.length;
      const item = complete(list[index], problems);
      if (problems.length !== before) addKey(problems, before, index);
      if (item === undefined && nonNull) return undefined;
      completed.push(item ?? null);
    }
    return completed;
  };
}

/** Compiles the completion of objects of a type. */
export function objectCompletion(
  completing: Completing,
  type: GraphQLObjectType | GraphQLInterfaceType,
  selectionSets: readonly SelectionSetNode[],
): CompleteObject {
  const fields = [...collectFields(completing, type.name, selectionSets)].map(([source, nodes]) => ({
    ...fieldCompletion(completing, type, nodes),
    source,
  }));
  return objectFunction(fields);
}

/**
 * Completes an object of an abstract type as the type in its `__typename`. Without `__typename` (the plan did not
 * request it, or its subgraph did not answer), the object gets the fields selected on every type, if there are no
 * others.
 */
function abstractCompletion(
  completing: Completing,
  type: GraphQLInterfaceType | GraphQLUnionType,
  selectionSets: readonly SelectionSetNode[],
): CompleteObject {
  const { schema, isHidden } = completing;
  const byType = new Map<string, CompleteObject>();
  const prepare = (typename: string): CompleteObject | undefined => {
    const possible = schema.getType(typename);
    if (!possible || !isObjectType(possible) || !schema.isSubType(type, possible)) return undefined;
    return objectCompletion(completing, possible, selectionSets);
  };
  const dependsOnType = () => {
    const ofAll = collectFields(completing, type.name, selectionSets);
    const depends = ([key, nodes]: [string, FieldNode[]]) =>
      !ofAll.has(key) || nodes.some((node) => node.name.value === '__typename');
    return schema
      .getPossibleTypes(type)
      .some(({ name }) => [...collectFields(completing, name, selectionSets)].some(depends));
  };
  let needsType: boolean | undefined;
  let untyped: CompleteObject | undefined;
  return (object, problems) => {
    const typename = object['__typename'];
    // A subgraph with an `@interfaceObject` knows only the interface.
    if ((typename === undefined || typename === type.name) && !(needsType ??= dependsOnType())) {
      untyped ??= isInterfaceType(type) ? objectCompletion(completing, type, selectionSets) : () => ({});
      return untyped(object, problems);
    }
    const name = String(typename);
    const complete = byType.get(name) ?? prepare(name);
    if (complete) {
      byType.set(name, complete);
      return complete(object, problems);
    }
    if (isHidden(name)) return null;
    problems.push({ message: `Expected an object of type ${type.name}, got __typename ${shown(typename)}.`, path: [] });
    return undefined;
  };
}

function shown(value: unknown): string {
  return inspect(value, { depth: 0, maxStringLength: 100, breakLength: Infinity });
}

/** Whether fragments on a type apply to objects of another type, in a schema. */
export function fragmentApplies(schema: GraphQLSchema): Selecting['applies'] {
  return (condition, name) => {
    if (condition === name) return true;
    const [general, special] = [schema.getType(condition), schema.getType(name)];
    if (!isAbstractType(general)) return false;
    return (
      special !== undefined &&
      'getInterfaces' in special &&
      schema.isSubType(general, getNamedType(special) as GraphQLObjectType)
    );
  };
}
