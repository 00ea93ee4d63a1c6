import type { FieldNode } from 'graphql';
import type { Fetch, Rename } from '../plan.js';
import type { Thing, Value } from './imagined-data.js';

/** The gateway's data under a response key of an object. */
export interface Slot {
  /** The value that is there; undefined of `__typename`. */
  readonly value: Value | undefined;
  /** Of `__typename`: what the object says that it is. */
  readonly typename: string | undefined;
  /** The fetches that gave it. */
  readonly givenBy: Set<Fetch>;
  /** What asked for it. */
  readonly sources: Set<FieldNode>;
  /** The objects that it leads to, by their types. */
  readonly nodes: Map<string, Node>;
}

/** The gateway's data of an object. */
export class Node {
  readonly slots = new Map<string, Slot>();
  /** What was under keys that others took. */
  readonly covered = new Map<string, Slot>();
  readonly givenBy = new Set<Fetch>();

  constructor(
    readonly thing: Thing,
    /** The object whose field leads to it. */
    public above: Node | undefined,
  ) {}

  /** The slot from which an input takes its value. */
  input(key: string): Slot | undefined {
    return this.covered.get(key) ?? this.slots.get(key);
  }
}

/** The settings of a merge. */
export interface Merging {
  readonly isInterface: (type: string) => boolean;
  /** Called if two values have one key. */
  readonly clash: (key: string, thing: Thing) => void;
}

/** Adds an answer's data of an object to the data that is there. */
export function merge(target: Node, given: Node, merging: Merging): void {
  for (const fetch of given.givenBy) target.givenBy.add(fetch);
  for (const [key, slot] of given.slots) {
    const known = target.slots.get(key);
    if (!known) {
      target.slots.set(key, attached(slot, target));
      continue;
    }
    const isTypename = known.value === undefined && slot.value === undefined;
    if (!isTypename && known.value !== slot.value) {
      merging.clash(key, target.thing);
      target.slots.set(key, attached(slot, target));
      continue;
    }
    if (isTypename && known.typename !== slot.typename) {
      // A subgraph that has an interface as an object says the interface's name; another subgraph says the object's
      // type.
      if (merging.isInterface(slot.typename ?? '')) continue;
      target.slots.set(key, slot);
      continue;
    }
    for (const fetch of slot.givenBy) known.givenBy.add(fetch);
    for (const source of slot.sources) known.sources.add(source);
    for (const [type, node] of slot.nodes) {
      const before = known.nodes.get(type);
      if (before) merge(before, node, merging);
      else {
        node.above = target;
        known.nodes.set(type, node);
      }
    }
  }
  for (const [key, slot] of given.covered)
    if (!target.covered.has(key)) target.covered.set(key, attached(slot, target));
}

/** A slot whose objects are now below a node. */
function attached(slot: Slot, above: Node): Slot {
  for (const node of slot.nodes.values()) node.above = above;
  return slot;
}

/** Renames a key of an answer. */
export function rename(
  node: Node,
  { path: [step, ...rest], to }: Rename,
  is: (type: string, condition: string) => boolean,
): void {
  if (!step) return;
  if ('types' in step) {
    const typename = node.slots.get('__typename')?.typename;
    if (typename === undefined || step.types.some((type) => is(typename, type))) rename(node, { path: rest, to }, is);
    return;
  }
  const slot = node.slots.get(step.key);
  if (!slot) return;
  if (rest.length > 0) {
    for (const below of slot.nodes.values()) rename(below, { path: rest, to }, is);
    return;
  }
  node.slots.delete(step.key);
  const before = node.slots.get(to);
  if (before && !node.covered.has(to)) node.covered.set(to, before);
  node.slots.set(to, slot);
}
