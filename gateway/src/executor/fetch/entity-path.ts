import type { Path, PathSegment } from '../../plan/plan.js';
import { isObject, type JsonObject, ownReader, type PathKey, setOwn } from '../../base/json.js';
import { quoted } from '../../base/name-in-code.js';
import type { Owned } from './owned.js';

/** Called for each entity; the path is the visitor's to read until it returns, and empty when none was asked for. */
type Visit = (entity: JsonObject, path: readonly PathKey[]) => void;
type Step = (value: unknown, path: PathKey[], visit: Visit) => void;

/** The way from the root of the data to the entities that a fetch is for. */
export interface EntityPath {
  /**
   * Adds the entities to a list, in the order of the data.
   * @param owned where not all of the data may be changed: then all on the way, and the entities, are made such that may.
   */
  collect(root: JsonObject, into: JsonObject[], owned?: Owned): void;
  /** Visits the entities with their places. */
  locate(root: JsonObject, visit: Visit): void;
  /** The place that holds all of them: the fields before the first list. */
  readonly place: readonly string[];
  /** What all that do not name their type are of; undefined where the plan does not say it. */
  readonly type: string | undefined;
}

/** Whether an object of a type is one of another type too. */
type Is = (type: string, condition: string) => boolean;

export function entityPath(segments: Path, is: Is): EntityPath {
  let isUsed = false;
  let collect: EntityPath['collect'] | undefined;
  let collectOwn: EntityPath['collect'] | undefined;
  const walk = segments.reduceRight<Step>((next, segment) => step(segment, next, is), arrive);
  return {
    collect: (root, into, owned) => {
      if (owned) (collectOwn ??= collector(segments, is, true))(root, into, owned);
      else if (isUsed) (collect ??= collector(segments, is, false))(root, into);
      else {
        // Many operations are executed once, and writing code for that takes longer than it saves.
        isUsed = true;
        walk(root, [], (entity) => {
          into.push(entity);
        });
      }
    },
    locate: (root, visit) => {
      walk(root, [], visit);
    },
    place: fieldsBeforeLists(segments),
    type: onlyTypeAtEnd(segments),
  };
}

const arrive: Step = (value, path, visit) => {
  if (Array.isArray(value)) eachItem(value, path, visit, arrive);
  else if (isObject(value)) visit(value, path);
};

function step(segment: PathSegment, next: Step, is: Is): Step {
  if (segment === '@') {
    return (value, path, visit) => {
      if (Array.isArray(value)) eachItem(value, path, visit, next);
    };
  }
  if ('types' in segment) {
    const conditions = segment.types;
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
  const key = segment.field;
  const read = ownReader(key);
  const atKey: Step = (value, path, visit) => {
    if (!isObject(value)) {
      descend(value, path, visit, atKey);
      return;
    }
    path.push(key);
    next(read(value), path, visit);
    path.pop();
  };
  return atKey;
}

/** A list that the path does not say. */
function descend(value: unknown, path: PathKey[], visit: Visit, step: Step): void {
  if (Array.isArray(value)) eachItem(value, path, visit, step);
}

function eachItem(list: readonly unknown[], path: PathKey[], visit: Visit, next: Step): void {
  for (let index = 0; index < list.length; index++) {
    path.push(index);
    next(list[index], path, visit);
    path.pop();
  }
}

/**
 * Writes the function that goes the same way without places, which nearly always is enough: a function for each segment,
 * so that each reads one kind of object. The code is made of response keys, each checked to be a name, and numbers.
 */
function collector(segments: Path, is: Is, owning: boolean): EntityPath['collect'] {
  const isOneOf = segments.map((segment) => {
    const conditions = segment !== '@' && 'types' in segment ? segment.types : [];
    return (type: string): boolean => conditions.some((condition) => is(type, condition));
  });
  const steps = [...segments, undefined].map((segment, index) => {
    const onList = segment === '@' ? index + 1 : index;
    const onObject = segment === '@' ? '' : `else {\n${stepCode(segment, index, owning)}\n}`;
    return `function step${index}(value, into, owned) {
if (typeof value !== 'object' || value === null) return;
if (isArray(value)) {
for (let i = 0; i < value.length; i++) {
let below = value[i];
${owning ? owningCode('value[i] = below;') : ''}
step${onList}(below, into, owned);
}
} ${onObject}
}`;
  });
  const code = `const [${isOneOf.map((_, index) => `isOneOf${index}`).join(', ')}] = isOneOf;
${steps.join('\n')}
return step0;`;
  // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call -- see above
  return new Function('isOneOf', 'isArray', 'hasOwn', 'setOwn', code)(
    isOneOf,
    Array.isArray,
    Object.hasOwn,
    setOwn,
  ) as EntityPath['collect'];
}

/** What is done with an object. */
function stepCode(segment: Exclude<PathSegment, '@'> | undefined, index: number, owning: boolean): string {
  if (segment === undefined) return 'into.push(value);';
  const next = `step${index + 1}`;
  if ('types' in segment) {
    return `const type = value.__typename;
if (typeof type !== 'string' || isOneOf${index}(type)) ${next}(value, into, owned);`;
  }
  const key = quoted(segment.field);
  return `${segment.field in Object.prototype ? `if (!hasOwn(value, ${key})) return;` : ''}
let below = value[${key}];
${owning ? owningCode(`setOwn(value, ${key}, below);`) : ''}
${next}(below, into, owned);`;
}

/** Makes what is below the execution's own. */
function owningCode(set: string): string {
  return `if (typeof below === 'object' && below !== null) {
const own = owned.own(below);
if (own !== below) {
below = own;
${set}
}
}`;
}

function fieldsBeforeLists(segments: Path): string[] {
  const list = segments.indexOf('@');
  return segments
    .slice(0, list < 0 ? segments.length : list)
    .flatMap((segment) => (segment !== '@' && 'field' in segment ? [segment.field] : []));
}

/** The type that a path ends with, where it is one. */
export function onlyTypeAtEnd(segments: Path): string | undefined {
  const last = segments.at(-1);
  const types = last && last !== '@' && 'types' in last ? last.types : [];
  return types.length === 1 ? types[0] : undefined;
}
