import type { DocumentNode } from 'graphql';

/**
 * A plan as the oracle judges it, whichever planner made it in whichever format: an adapter reads that format and writes
 * this one. Nothing here is of the gateway's own.
 */
export interface JudgedPlan {
  /** In any order. */
  readonly fetches: readonly Fetch[];
}

/** One request to a subgraph. */
export interface Fetch {
  /** Unique in the plan. */
  readonly id: string;
  readonly subgraph: string;
  readonly kind: 'query' | 'mutation' | 'subscription';
  /** What is sent: one operation, with its fragments. */
  readonly operation: DocumentNode;
  /** The entities that it asks for; empty if it asks for fields of a root type. */
  readonly lookups: readonly Lookup[];
  /** Where the fields of a root type belong: nowhere, or where a field leads to a root type again. */
  readonly place: Place;
  /** Values of objects above that are sent as variables. */
  readonly context: readonly ContextInput[];
  /** The renames that turn the keys of its answer into the data's keys, in order; a lookup has separate ones. */
  readonly renames: readonly Rename[];
  /** The fetches that are done before it begins, by their ids; what these come after is done too. */
  readonly after: readonly string[];
  /** What must hold for it to be sent; all of it. */
  readonly guard: readonly Guard[];
  /** At least one of these must hold as well, with each of its guards; without a list there is no such condition. */
  readonly anyOf?: readonly (readonly Guard[])[];
  /** The label of the deferred fragment that it is for. */
  readonly deferred?: string | undefined;
}

/** Entities that one field `_entities` is asked for. */
export interface Lookup {
  /** The response key of the field in the operation. */
  readonly key: string;
  readonly places: readonly Place[];
  /** Any of these must hold, all of it, for entities to be sent; whatever they are where this is not said. */
  readonly anyOf?: readonly (readonly Guard[])[];
  /** What is sent of each beside `__typename`. */
  readonly inputs: readonly Input[];
  /** The name that is sent as `__typename` of objects of some types, where that is another; the first that applies. */
  readonly typenames: readonly { readonly types: readonly string[]; readonly name: string }[];
  readonly renames: readonly Rename[];
}

/** A value that is sent of an object: a key, or something required. */
export interface Input {
  /** The types that the object must all be of. */
  readonly on: readonly string[];
  /** Its name in the representation. */
  readonly name: string;
  /** The response key that the data has it under. */
  readonly from: string;
  /** What is sent of the objects that it leads to. */
  readonly below: readonly Input[];
}

/** A value of an object above the entities. Of several for one variable the first is meant whose path applies. */
export interface ContextInput {
  readonly variable: string;
  /** How many fields above the entity the object is. */
  readonly up: number;
  /** From the object to the value. */
  readonly path: Place;
}

/** The way from the root of the data to objects, or from an object to a value; lists are walked through. */
export type Place = readonly Step[];

/**
 * A response key, or types one of which the object must be of. Where the last step names one type, objects that do not
 * say theirs are of that.
 */
export type Step = { readonly key: string } | { readonly types: readonly string[] };

/**
 * Renames a response key of an answer to a key of the data. The former value under that key stays available for inputs.
 */
export interface Rename {
  readonly path: Place;
  readonly to: string;
}

/** A variable's value. */
export interface Guard {
  readonly variable: string;
  readonly is: boolean;
}

/** An operation to plan, with the overrides of its request. */
export interface PlannedOperation {
  /** As the planner was given it. */
  readonly document: DocumentNode;
  /** Whether a progressive override is on, by its label. */
  readonly isOn: (label: string) => boolean;
}
