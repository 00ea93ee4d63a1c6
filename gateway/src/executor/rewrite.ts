import type { FetchNodePathSegment, FetchRewrite } from '@graphql-hive/router-query-planner';
import { coveredKey, isObject, type JsonObject, ownReader, type PathKey, setOwn } from './json.js';

/** A change to a value on its way to or from a subgraph: another key, or another value. */
export interface Rewrite {
  readonly path: readonly FetchNodePathSegment[];
  readonly renameTo?: string;
  readonly setTo?: string;
}

/** Reads the planner's two spellings of a rewrite. */
export function readRewrites(rewrites: readonly FetchRewrite[] | undefined): Rewrite[] {
  return (rewrites ?? []).map((rewrite) => {
    if ('KeyRenamer' in rewrite) return { path: rewrite.KeyRenamer.path, renameTo: rewrite.KeyRenamer.renameKeyTo };
    const { path, setValueTo } = 'ValueSetter' in rewrite ? rewrite.ValueSetter : rewrite;
    return { path, setTo: setValueTo };
  });
}

/** Whether an object of a type is one of another type too. */
type Is = (type: string, condition: string) => boolean;

/** Rewrites what a subgraph answered, in place. */
export function rewriter(rewrites: readonly Rewrite[], is: Is): (data: unknown) => void {
  const steps = rewrites.map((rewrite) => rewriteStep(rewrite.path, rewrite, is));
  return (data) => {
    for (const step of steps) step(data);
  };
}

function rewriteStep(path: readonly FetchNodePathSegment[], rewrite: Rewrite, is: Is): (value: unknown) => void {
  const [segment, ...rest] = path;
  if (!segment) return () => undefined;
  const onObject =
    'Key' in segment ? atKey(segment.Key, rest, rewrite, is) : onType(segment.TypenameEquals, rest, rewrite, is);
  const onValue = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(onValue);
    else if (isObject(value)) onObject(value);
  };
  return onValue;
}

function onType(types: readonly string[], rest: readonly FetchNodePathSegment[], rewrite: Rewrite, is: Is) {
  const next = rewriteStep(rest, rewrite, is);
  return (object: JsonObject): void => {
    const type = object['__typename'];
    if (typeof type !== 'string' || types.some((condition) => is(type, condition))) next(object);
  };
}

function atKey(key: string, rest: readonly FetchNodePathSegment[], rewrite: Rewrite, is: Is) {
  const read = ownReader(key);
  if (rest.length > 0) {
    const next = rewriteStep(rest, rewrite, is);
    return (object: JsonObject): void => {
      next(read(object));
    };
  }
  const { renameTo, setTo } = rewrite;
  return (object: JsonObject): void => {
    const value = read(object);
    if (value === undefined) return;
    if (setTo !== undefined) setOwn(object, key, setTo);
    if (renameTo !== undefined) {
      // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- a key of the planner's, and of JSON's own
      delete object[key];
      // What a representation may still need must not be lost to a client's alias.
      if (Object.hasOwn(object, renameTo)) object[coveredKey(renameTo)] ??= object[renameTo];
      setOwn(object, renameTo, value);
    }
  };
}

/** The path of an error, as the rewritten data has it. */
export function rewritePath(path: readonly PathKey[], rewrites: readonly Rewrite[]): readonly PathKey[] {
  let rewritten = path;
  for (const { path: segments, renameTo } of rewrites) {
    if (renameTo === undefined) continue;
    const keys = segments.flatMap((segment) => ('Key' in segment ? [segment.Key] : []));
    const places = rewritten.flatMap((key, index) => (typeof key === 'string' ? [index] : []));
    if (places.length < keys.length || !keys.every((key, index) => rewritten[places[index] ?? -1] === key)) continue;
    rewritten = rewritten.with(places[keys.length - 1] ?? -1, renameTo);
  }
  return rewritten;
}
