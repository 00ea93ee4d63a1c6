import type { Guard } from './guard.js';

/** A path from the root of the data to objects: response keys, `@` for each item of a list, and object types. */
export type PathSegment = { readonly field: string } | { readonly types: readonly string[] } | '@';
export type Path = readonly PathSegment[];

/**
 * The fetches of an operation. A plan is plain immutable data, so that it can be sent to another thread. Each fetch
 * comes after the fetches that it depends on, and its index is its id.
 */
export interface Plan {
  readonly fetches: readonly Fetch[];
}

/** One request to a subgraph; several if the subgraph's limits require it. */
export type Fetch = RootFetch | EntityFetch;

interface AnyFetch {
  readonly subgraph: string;
  /** The operation's text. */
  readonly text: string;
  /** The caller's variables in the text. */
  readonly variables: readonly string[];
  /** The fetches that must be answered before. */
  readonly after: readonly number[];
  /** The condition of the fetch. */
  readonly guard: Guard;
  /** The label of the fetch's deferred fragment; absent if the first response waits for the fetch. */
  readonly part?: string;
}

/** A fetch of root fields. */
export interface RootFetch extends AnyFetch {
  readonly kind: 'query' | 'mutation' | 'subscription';
  /** The path to objects of the root type that a field returns; empty for the root itself. */
  readonly path: Path;
  /** The fetched fields by their keys in the subgraph's response, with their conditions. */
  readonly keys: readonly { readonly key: string; readonly guard: Guard }[];
  readonly renames: readonly Rename[];
}

/** A fetch of entities by their representations. */
export interface EntityFetch extends AnyFetch {
  readonly kind: 'entities';
  readonly entities: readonly EntitiesField[];
  /** The values from objects above the entities; each group of entities with equal values needs a separate request. */
  readonly context?: readonly ContextValue[];
}

/** One field `_entities` of a fetch. */
export interface EntitiesField {
  /** Its response key. */
  readonly key: string;
  /** The variable with the representations. */
  readonly variable: string;
  /** The condition of the field; absent if it always holds. */
  readonly guard?: Guard;
  /** The paths of the entities. */
  readonly paths: readonly Path[];
  /** The representations by type. */
  readonly types: readonly EntityType[];
  /** The keys of entities in the response. */
  readonly keys: readonly string[];
  readonly renames: readonly Rename[];
}

/** The representation of entities of a type. */
export interface EntityType {
  /** The type, or an interface if the objects' own types are not known yet. */
  readonly type: string;
  /** The subgraph's name of the type. */
  readonly as: string;
  readonly inputs: readonly Input[];
}

/** A part of a representation: a field with its key in the data, or fields of objects of a type. */
export type Input = InputField | { readonly on: string; readonly inputs: readonly Input[] };

export interface InputField {
  readonly name: string;
  /** The field's key in the data. */
  readonly source: string;
  /** The parts of an object; empty for a leaf value. */
  readonly inputs: readonly Input[];
}

/** A response key that has another name in the data. */
export interface Rename {
  /** The path from the root or the entity to the key; a types segment limits the next key to objects of these types. */
  readonly path: readonly ({ readonly key: string } | { readonly types: readonly string[] })[];
  readonly to: string;
}

/** A value for an argument `@fromContext`, from an object above each entity. */
export interface ContextValue {
  /** The fetch's variable for the value. */
  readonly variable: string;
  /** The number of fields between the entity and the object. */
  readonly up: number;
  /** The keys from the object to the value. */
  readonly path: readonly string[];
}

/** Whether a plan has arguments from the context. */
export function takesFromContext({ fetches }: Plan): boolean {
  return fetches.some((fetch) => fetch.kind === 'entities' && fetch.context !== undefined);
}
