import {
  getNamedType,
  type GraphQLInterfaceType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  isInterfaceType,
  isObjectType,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { keyForCaller } from '../operation/aliases.js';
import { defersIn } from '../operation/defer.js';
import { collectFields, deferredFragments } from '../operation/collect-fields.js';
import { type Completing, objectCompletion } from './response/completion.js';
import { isObject, type JsonObject, ownReader, type PathKey } from '../base/json.js';
import type { CompleteObject } from './response/object-code.js';

/** One object that a deferred fragment applies to. */
export interface DeferredPart {
  readonly label: string;
  /** The object as merged from the subgraphs' answers so far; later answers are merged into it. */
  readonly object: JsonObject;
  /** Where the object is in the answer. */
  readonly path: readonly PathKey[];
  /** Completes the fragment's fields of the object. */
  readonly complete: CompleteObject;
  /** Finds the deferred fragments within this one, once it is completed. */
  readonly find: FindParts;
}

/** Finds the deferred parts at and below a completed object: below a null there are none. */
export type FindParts = (object: JsonObject, completed: unknown, path: readonly PathKey[]) => DeferredPart[];

/** Adds the parts to a list; it may change the path and must restore it. */
type Find = (object: JsonObject, completed: JsonObject, path: PathKey[], into: DeferredPart[]) => void;

/** Compiles the search for the deferred parts of an operation without `@skip` and `@include`. */
export function compileParts(operation: OperationDefinitionNode, completing: Completing): FindParts {
  const root = completing.schema.getRootType(operation.operation);
  return root ? findParts(completing, root, [operation.selectionSet]) : () => [];
}

function findParts(
  completing: Completing,
  type: GraphQLObjectType | GraphQLInterfaceType,
  selectionSets: readonly SelectionSetNode[],
): FindParts {
  const find = finder(completing, type, selectionSets);
  return (object, completed, path) => {
    const parts: DeferredPart[] = [];
    if (isObject(completed)) find(object, completed, [...path], parts);
    return parts;
  };
}

function finder(
  completing: Completing,
  type: GraphQLObjectType | GraphQLInterfaceType,
  selectionSets: readonly SelectionSetNode[],
): Find {
  const here = deferredFragments(completing, type.name, selectionSets).map(({ label, selectionSet }) => ({
    label,
    ...partOf(completing, type, selectionSet),
  }));
  const below = [...collectFields(completing, type.name, selectionSets)].flatMap(([source, nodes]) => {
    const sets = nodes.flatMap(({ selectionSet }) => (selectionSet ? [selectionSet] : []));
    const [node] = nodes;
    const field = node && type.getFields()[node.name.value];
    if (!field || !sets.some(defersIn)) return [];
    const key = keyForCaller(node);
    const find = valueFinder(completing, getNamedType(field.type), sets);
    return [{ key, read: ownReader(source), readCompleted: ownReader(key), find }];
  });
  return (object, completed, path, into) => {
    for (const part of here) into.push({ ...part, object, path: [...path] });
    for (const { key, read, readCompleted, find } of below) {
      path.push(key);
      find(read(object), readCompleted(completed), path, into);
      path.pop();
    }
  };
}

/** Compiles a part for objects of a type; for an interface, only the part's own fetches find the object's type. */
function partOf(
  completing: Completing,
  type: GraphQLObjectType | GraphQLInterfaceType,
  selectionSet: SelectionSetNode,
): Pick<DeferredPart, 'complete' | 'find'> {
  const compile = (actual: GraphQLObjectType | GraphQLInterfaceType) => ({
    complete: objectCompletion(completing, actual, [selectionSet]),
    find: findParts(completing, actual, [selectionSet]),
  });
  if (isObjectType(type)) return compile(type);
  const compileOnce = oncePerType(compile);
  const compiledFor = (object: JsonObject) => compileOnce(typeOf(object, type, completing) ?? type);
  return {
    complete: (object, problems) => compiledFor(object).complete(object, problems),
    find: (object, completed, path) => compiledFor(object).find(object, completed, path),
  };
}

/** Compiles something for each type when it is first needed. */
function oncePerType<T>(compile: (type: GraphQLObjectType | GraphQLInterfaceType) => T): typeof compile {
  const byType = new Map<string, T>();
  return (type) => {
    let compiled = byType.get(type.name);
    if (!compiled) byType.set(type.name, (compiled = compile(type)));
    return compiled;
  };
}

function valueFinder(completing: Completing, type: GraphQLNamedType, selectionSets: readonly SelectionSetNode[]) {
  const finderOf = oncePerType((actual) => finder(completing, actual, selectionSets));
  const findIn = (value: unknown, completed: unknown, path: PathKey[], into: DeferredPart[]): void => {
    if (Array.isArray(value)) {
      if (!Array.isArray(completed)) return;
      for (let index = 0; index < completed.length; index++) {
        path.push(index);
        findIn(value[index], completed[index], path, into);
        path.pop();
      }
    } else if (isObject(value) && isObject(completed)) {
      const actual = typeOf(value, type, completing);
      if (actual) finderOf(actual)(value, completed, path, into);
    }
  };
  return findIn;
}

/** The type that an object was completed as. */
function typeOf(object: JsonObject, type: GraphQLNamedType, { schema }: Completing) {
  if (isObjectType(type)) return type;
  const typename = object['__typename'];
  const actual = typeof typename === 'string' ? schema.getType(typename) : undefined;
  if (isObjectType(actual)) return actual;
  return isInterfaceType(type) ? type : undefined;
}
