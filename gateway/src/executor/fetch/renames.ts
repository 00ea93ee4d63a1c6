import type { Rename } from '../../plan/plan.js';
import { isObject, type JsonObject, ownReader, type PathKey, setOwn } from '../../base/json.js';

/** Whether an object of a type is also one of another type. */
type Is = (type: string, condition: string) => boolean;

/** Renames the aliases in a subgraph's answer to the keys of the data, in place. */
export function renamer(renames: readonly Rename[], is: Is): (data: unknown) => void {
  const steps = renames.map(({ path, to }) => step(path, to, is));
  return (data) => {
    for (const rename of steps) rename(data);
  };
}

function step([segment, ...rest]: Rename['path'], to: string, is: Is): (value: unknown) => void {
  if (!segment) return () => undefined;
  const onObject = 'key' in segment ? atKey(segment.key, rest, to, is) : onTypes(segment.types, rest, to, is);
  const onValue = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(onValue);
    else if (isObject(value)) onObject(value);
  };
  return onValue;
}

function onTypes(types: readonly string[], rest: Rename['path'], to: string, is: Is) {
  const next = step(rest, to, is);
  return (object: JsonObject): void => {
    const type = object['__typename'];
    if (typeof type !== 'string' || types.some((condition) => is(type, condition))) next(object);
  };
}

function atKey(key: string, rest: Rename['path'], to: string, is: Is) {
  const read = ownReader(key);
  if (rest.length > 0) {
    const next = step(rest, to, is);
    return (object: JsonObject): void => {
      next(read(object));
    };
  }
  return (object: JsonObject): void => {
    const value = read(object);
    if (value === undefined) return;
    // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- a key of the plan's, and of JSON's own
    delete object[key];
    setOwn(object, to, value);
  };
}

/** The path of an error, with the keys of the renamed data. */
export function renamePath(path: readonly PathKey[], renames: readonly Rename[]): readonly PathKey[] {
  let renamed = path;
  for (const { path: segments, to } of renames) {
    const keys = segments.flatMap((segment) => ('key' in segment ? [segment.key] : []));
    const places = renamed.flatMap((key, index) => (typeof key === 'string' ? [index] : []));
    if (places.length < keys.length || !keys.every((key, index) => renamed[places[index] ?? -1] === key)) continue;
    renamed = renamed.with(places[keys.length - 1] ?? -1, to);
  }
  return renamed;
}
