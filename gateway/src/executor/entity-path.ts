import type { FlattenNodePathSegment } from '@graphql-hive/router-query-planner';
import { isObject, type JsonObject, ownReader, type PathKey } from './json.js';
import { quoted } from './name-in-code.js';

/** Called for each entity; the path is the visitor's to read until it returns, and empty when none was asked for. */
type Visit = (entity: JsonObject, path: readonly PathKey[]) => void;
type Step = (value: unknown, path: PathKey[], visit: Visit) => void;

/** The way from the root of the data to the entities that a fetch is for. */
export interface EntityPath {
  /** Adds the entities to a list, in the order of the data. */
  collect(root: JsonObject, into: JsonObject[]): void;
  /** Visits the entities with their places. */
  locate(root: JsonObject, visit: Visit): void;
  /** The place that holds all of them: the fields before the first list. */
  readonly place: readonly string[];
}

/** Whether an object of a type is one of another type too. */
type Is = (type: string, condition: string) => boolean;

export function entityPath(segments: readonly FlattenNodePathSegment[], is: Is): EntityPath {
  const walk = segments.reduceRight<Step>((next, segment) => step(segment, next, is), arrive);
  return {
    collect: collector(segments, is),
    locate: (root, visit) => {
      walk(root, [], visit);
    },
    place: fieldsBeforeLists(segments),
  };
}

const arrive: Step = (value, path, visit) => {
  if (Array.isArray(value)) eachItem(value, path, visit, arrive);
  else if (isObject(value)) visit(value, path);
};

function step(segment: FlattenNodePathSegment, next: Step, is: Is): Step {
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
    path.push(key);
    next(read(value), path, visit);
    path.pop();
  };
  return atKey;
}

/** The planner writes one `@` for a list of lists. */
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
function collector(segments: readonly FlattenNodePathSegment[], is: Is): EntityPath['collect'] {
  const isOneOf = segments.map((segment) => {
    const conditions = segment !== '@' && 'TypeCondition' in segment ? segment.TypeCondition : [];
    return (type: string): boolean => conditions.some((condition) => is(type, condition));
  });
  const functions = [...segments, undefined].map((segment, index) => {
    const each = (name: string) => `for (let i = 0; i < value.length; i++) ${name}(value[i], into);`;
    const next = `step${index + 1}`;
    return `function step${index}(value, into) {
if (typeof value !== 'object' || value === null) return;
${segment === '@' ? `if (isArray(value)) ${each(next)}` : `if (isArray(value)) ${each(`step${index}`)}\nelse ${stepCode(segment, index, next)}`}
}`;
  });
  const code = `const [${isOneOf.map((_, index) => `isOneOf${index}`).join(', ')}] = isOneOf;
${functions.join('\n')}
return step0;`;
  // eslint-disable-next-line @typescript-eslint/no-implied-eval, @typescript-eslint/no-unsafe-call -- see above
  return new Function('isOneOf', 'isArray', 'hasOwn', code)(isOneOf, Array.isArray, Object.hasOwn) as never;
}

/** What is done with an object. */
function stepCode(segment: Exclude<FlattenNodePathSegment, '@'> | undefined, index: number, next: string): string {
  if (segment === undefined) return 'into.push(value);';
  if ('TypeCondition' in segment) {
    return `{
const type = value.__typename;
if (typeof type !== 'string' || isOneOf${index}(type)) ${next}(value, into);
}`;
  }
  const key = quoted(segment.Field);
  const read = `${next}(value[${key}], into);`;
  return segment.Field in Object.prototype ? `if (hasOwn(value, ${key})) ${read}` : read;
}

function fieldsBeforeLists(segments: readonly FlattenNodePathSegment[]): string[] {
  const list = segments.indexOf('@');
  return segments
    .slice(0, list < 0 ? segments.length : list)
    .flatMap((segment) => (segment !== '@' && 'Field' in segment ? [segment.Field] : []));
}
