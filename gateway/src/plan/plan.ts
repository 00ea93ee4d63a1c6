import type { Guard } from './guard.js';

/** The way from the root of the data to objects: response keys, `@` for each item of a list, types that objects are of. */
export type PathSegment = { readonly field: string } | { readonly types: readonly string[] } | '@';
export type Path = readonly PathSegment[];

/**
 * The fetches that answer an operation. It is data alone: it can be sent to another thread, and is never changed.
 * Each fetch stands after those that it waits for, and is named by its index.
 */
export interface Plan {
  readonly fetches: readonly Fetch[];
}

/** One request of a subgraph; several where its limits demand it. */
export type Fetch = RootFetch | EntityFetch;

interface AnyFetch {
  readonly subgraph: string;
  /** The operation, as it is sent. */
  readonly text: string;
  /** The caller's variables that the text uses. */
  readonly variables: readonly string[];
  /** The fetches whose answers must be there before. */
  readonly after: readonly number[];
  /** When it is asked at all. */
  readonly guard: Guard;
  /** The label of the deferred fragment that it is for; absent where the answer waits for it. */
  readonly part?: string;
}

/** A fetch of fields of the root. */
export interface RootFetch extends AnyFetch {
  readonly kind: 'query' | 'mutation' | 'subscription';
  /** The way to objects that are the root again, where a field gives it; empty for the root itself. */
  readonly path: Path;
  /** The fields that are asked for, by their keys in the subgraph's answer, and when. */
  readonly keys: readonly { readonly key: string; readonly guard: Guard }[];
  readonly renames: readonly Rename[];
}

/** A fetch about entities, by what is known of them. */
export interface EntityFetch extends AnyFetch {
  readonly kind: 'entities';
  readonly entities: readonly EntitiesField[];
  /** What it takes from objects above the entities; each group of entities with equal values is a request. */
  readonly context?: readonly ContextValue[];
}

/** One field `_entities` of a fetch. */
export interface EntitiesField {
  /** Its response key. */
  readonly key: string;
  /** The variable that has its representations. */
  readonly variable: string;
  /** When it is asked about any; always where this is not said. */
  readonly guard?: Guard;
  /** The places of its entities. */
  readonly paths: readonly Path[];
  /** What is sent of entities, by their types. */
  readonly types: readonly EntityType[];
  /** The keys that entities have in the answer. */
  readonly keys: readonly string[];
  readonly renames: readonly Rename[];
}

/** What is sent of the entities of a type. */
export interface EntityType {
  /** The type, or an interface of which the objects' own types are not known yet. */
  readonly type: string;
  /** What the subgraph calls it. */
  readonly as: string;
  readonly inputs: readonly Input[];
}

/** A part of a representation: a field with the key that the data has it under, or fields of objects of some type. */
export type Input = InputField | { readonly on: string; readonly inputs: readonly Input[] };

export interface InputField {
  readonly name: string;
  /** The key that the data has it under. */
  readonly source: string;
  /** What is sent of the object; empty for a value. */
  readonly inputs: readonly Input[];
}

/** A key of an answer that the data has under another. */
export interface Rename {
  /** From the root, or the entity, to the key; types that objects must be of stand before a key. */
  readonly path: readonly ({ readonly key: string } | { readonly types: readonly string[] })[];
  readonly to: string;
}

/** A value for an argument `@fromContext`, from an object that each entity is below. */
export interface ContextValue {
  /** The variable of the fetch that it is sent as. */
  readonly variable: string;
  /** How many fields above the entity the object is. */
  readonly up: number;
  /** The keys from the object to the value. */
  readonly path: readonly string[];
}

/** Whether fields of a plan's fetches have arguments from the context. */
export function takesFromContext({ fetches }: Plan): boolean {
  return fetches.some((fetch) => fetch.kind === 'entities' && fetch.context !== undefined);
}
