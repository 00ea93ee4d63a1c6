import type { FlattenNodePathSegment } from '@graphql-hive/router-query-planner';
import { isObject, type JsonObject, ownReader, type PathKey } from './json.js';

/** Called for each entity; the path is the visitor's to read until it returns, and empty when none was asked for. */
type Visit = (entity: JsonObject, path: readonly PathKey[]) => void;
type Step = (value: unknown, path: PathKey[] | undefined, visit: Visit) => void;

/** The way from the root of the data to the entities that a fetch is for. */
export interface EntityPath {
  /** Adds the entities to a list, in the order of the data. */
  collect(root: JsonObject, into: JsonObject[]): void;
  /** Visits the entities with their places. */
  locate(root: JsonObject, visit: Visit): void;
  /** The place that holds all of them: the fields before the first list. */
  readonly place: readonly string[];
}

const noPath: readonly PathKey[] = [];

/** @param is whether an object of a type is one of another type too. */
export function entityPath(
  segments: readonly FlattenNodePathSegment[],
  is: (type: string, condition: string) => boolean,
): EntityPath {
  const walk = segments.reduceRight<Step>((next, segment) => step(segment, next, is), arrive);
  return {
    collect: (root, into) => {
      walk(root, undefined, (entity) => into.push(entity));
    },
    locate: (root, visit) => {
      walk(root, [], visit);
    },
    place: fieldsBeforeLists(segments),
  };
}

const arrive: Step = (value, path, visit) => {
  if (Array.isArray(value)) eachItem(value, path, visit, arrive);
  else if (isObject(value)) visit(value, path ?? noPath);
};

function step(segment: FlattenNodePathSegment, next: Step, is: (type: string, condition: string) => boolean): Step {
  if (segment === '@') {
    return (value, path, visit) => {
      if (Array.isArray(value)) eachItem(value, path, visit, next);
    };
  }
  if ('TypeCondition' in segment) {
    const conditions = segment.TypeCondition;
    const onType: Step = (value, path, visit) => {
      if (!isObject(value)) {
        descend(value, path, visit, onType);
        return;
      }
      const type = value['__typename'];
      if (typeof type === 'string' && !conditions.some((condition) => is(type, condition))) return;
      next(value, path, visit);
    };
    return onType;
  }
  const key = segment.Field;
  const read = ownReader(key);
  const atKey: Step = (value, path, visit) => {
    if (!isObject(value)) {
      descend(value, path, visit, atKey);
      return;
    }
    path?.push(key);
    next(read(value), path, visit);
    path?.pop();
  };
  return atKey;
}

/** The planner writes one `@` for a list of lists. */
function descend(value: unknown, path: PathKey[] | undefined, visit: Visit, step: Step): void {
  if (Array.isArray(value)) eachItem(value, path, visit, step);
}

function eachItem(list: readonly unknown[], path: PathKey[] | undefined, visit: Visit, next: Step): void {
  for (let index = 0; index < list.length; index++) {
    path?.push(index);
    next(list[index], path, visit);
    path?.pop();
  }
}

function fieldsBeforeLists(segments: readonly FlattenNodePathSegment[]): string[] {
  const list = segments.indexOf('@');
  return segments
    .slice(0, list < 0 ? segments.length : list)
    .flatMap((segment) => (segment !== '@' && 'Field' in segment ? [segment.Field] : []));
}
