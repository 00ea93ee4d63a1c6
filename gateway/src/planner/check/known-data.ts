import type { FieldNode } from 'graphql';
import { coveredKey } from '../../executor/json.js';
import type { Rewrite } from '../../executor/rewrite.js';

/** What is known of the objects that may stand at one place, by their types. */
export type Place = Map<string, Fields>;

/** What is known of objects of one type at one place, by the keys that the data has it under. */
export type Fields = Map<string, Known>;

/** Steps of a plan one after another, beside others. */
export interface Branch {
  readonly within: Branch | undefined;
  /** Whether those beside it are done too, so that what comes after all of them may need what they gave. */
  isDone: boolean;
}

/** What the data has under a key. */
export interface Known {
  /** The name of the field that was asked for. */
  readonly field: string;
  /** Its arguments, as text. */
  readonly args: string;
  /** What asked for it. */
  sources: readonly FieldNode[];
  /** The objects that it leads to. */
  readonly below?: Place | undefined;
  /** Of `__typename`: what it says. */
  readonly typename?: string | undefined;
  /** The steps that gave it first. */
  readonly branch: Branch;
}

/** Objects of one type at one place, and those that they stand below, from the nearest on. */
export interface Spot {
  readonly type: string;
  readonly fields: Fields;
  readonly above: readonly Spot[];
}

/** What merging depends on, and what it tells. */
export interface Merging {
  readonly isInterface: (name: string) => boolean;
  /**
   * Told of a key under which another field is known, or the same with other arguments: what comes then does not take
   * the place of that wherever it is null or a list.
   */
  readonly covered: (key: string) => void;
}

/** Adds what a fetch gives to what is known, as the executor merges it. */
export function merge(target: Fields, given: Fields, merging: Merging): void {
  for (const [key, value] of given) {
    const known = target.get(key);
    if (!known) target.set(key, value);
    else if (known.field === value.field && known.args === value.args) {
      known.sources = [...known.sources, ...value.sources];
      if (known.below && value.below) mergePlaces(known.below, value.below, merging);
      if (known.typename !== undefined && merging.isInterface(known.typename)) target.set(key, value);
    } else {
      merging.covered(key);
      target.set(key, value);
    }
  }
}

function mergePlaces(target: Place, given: Place, merging: Merging): void {
  for (const [type, fields] of given) {
    const known = target.get(type);
    if (known) merge(known, fields, merging);
    else target.set(type, fields);
  }
}

/** Renames a key as the executor does: what it covers is still there for representations. */
export function rename(place: Place, { path, renameTo }: Rewrite, is: (type: string, condition: string) => boolean) {
  if (renameTo === undefined) return;
  const [segment, ...rest] = path;
  if (!segment) return;
  for (const [type, fields] of place) {
    if ('TypenameEquals' in segment) {
      const typename = fields.get('__typename')?.typename;
      if (typename !== undefined && !segment.TypenameEquals.some((condition) => is(typename, condition))) continue;
      rename(new Map([[type, fields]]), { path: rest, renameTo }, is);
      continue;
    }
    const known = fields.get(segment.Key);
    if (!known) continue;
    if (rest.length > 0) {
      if (known.below) rename(known.below, { path: rest, renameTo }, is);
      continue;
    }
    fields.delete(segment.Key);
    const covered = fields.get(renameTo);
    if (covered && !fields.has(coveredKey(renameTo))) fields.set(coveredKey(renameTo), covered);
    fields.set(renameTo, known);
  }
}

/** What a representation reads under a key. */
export function readKey(fields: Fields, key: string): Known | undefined {
  return fields.get(coveredKey(key)) ?? fields.get(key);
}
