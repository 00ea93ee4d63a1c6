import type { Path, PathSegment } from '../../plan/plan.js';
import { isObject, type JsonObject, ownReader, type PathKey, setOwn } from '../../base/json.js';
import { quoted } from '../../base/name-in-code.js';
import type { Owned } from './owned.js';

/** Called for each entity. The visitor may read the path until it returns; it is empty when no path was asked for. */
type Visit = (entity: JsonObject, path: readonly PathKey[]) => void;
type Step = (value: unknown, path: PathKey[], visit: Visit) => void;

/** The path from the root of the data to the entities of a fetch. */
export interface EntityPath {
  /**
   * Adds the entities to a list, in the order of the data.
   * @param owned given if some of the data is shared: then all objects on the path, and the entities, are replaced by
   *   copies that may be changed.
   */
  collect(root: JsonObject, into: JsonObject[], owned?: Owned): void;
  /** Visits the entities with their paths. */
  locate(root: JsonObject, visit: Visit): void;
  /** The common path of all entities: the fields before the first list. */
  readonly place: readonly string[];
  /** The type of entities without `__typename`; undefined if the plan does not state it. */
  readonly type: string | undefined;
}

/** Whether an object of a type is also one of another type. */
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
        // Many operations are executed once, and compiling code for that takes longer than it saves.
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

/** A list that the path does not mention. */
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
 * Compiles `collect`, which needs no paths and is nearly always enough: a function for each segment, so that each reads
 * one kind of object. The code is made of response keys, each checked to be a name, and numbers.
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

/** The code for one object at a segment. */
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

/** The code that replaces shared values below an object by copies of the execution. */
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

/** The type at the end of a path, if it is a single one. */
export function onlyTypeAtEnd(segments: Path): string | undefined {
  const last = segments.at(-1);
  const types = last && last !== '@' && 'types' in last ? last.types : [];
  return types.length === 1 ? types[0] : undefined;
}
