import { print } from 'graphql';
import type { EntitiesField } from '../../plan/plan.js';
import type { Supergraph } from '../../supergraph/supergraph.js';
import { type EntityPath, entityPath } from './entity-path.js';
import type { Execution } from './execution.js';
import type { JsonObject } from '../../base/json.js';
import { representationWriters, type WriterOf } from './representation.js';
import { type RepresentationList, Representations } from './representations.js';

/** The members of a fetch's `_entities` field that select its entities. */
export type EntitiesOf = Pick<EntitiesField, 'paths' | 'types'>;

/** The objects in the data that wait for entities, in order, with the index of each one's representation. */
export interface Waiting {
  readonly objects: readonly JsonObject[];
  readonly indices: readonly number[];
}

/** The waiting objects of a fetch. It holds no representation, since it is kept until the answer comes. */
export interface Gathered {
  /** How many representations there are. */
  readonly size: number;
  /** How many objects cannot be sent to the subgraph: they lack a key, or a required field that is not nullable. */
  readonly leftOut: number;
  /** The waiting objects for each field, by its paths. */
  readonly waiting: readonly (readonly Waiting[])[];
}

/**
 * Gathers the entities of a fetch: the waiting objects and their representations.
 * @param only the entities to gather, in order; by default all at the paths.
 */
export type Gather = (
  execution: Execution,
  only?: ReadonlySet<JsonObject>,
) => { readonly gathered: Gathered; readonly list: RepresentationList };

/** Fetches that start at the same moment see the same data, so equal ones are gathered once. */
export type GatheredNow = Map<string, ReturnType<Gather>>;

/** Compiles gathering for the fields of a fetch with their representations in one variable. */
export function gathering(fields: readonly EntitiesOf[], supergraph: Supergraph, subgraph: string): Gather {
  const compiled = fields.map(({ paths, types }) => ({
    paths: paths.map((path) => entityPath(path, supergraph.is)),
    writerOf: representationWriters(types, { supergraph, subgraph }),
  }));
  let expected = 0;
  const gather: Gather = (execution, only) => {
    const { data, owned } = execution;
    execution.gathered = true;
    const representations = new Representations(expected + 256);
    const waiting = compiled.map(({ paths, writerOf }) =>
      paths.map((path) => waitingAt({ path, data, owned, only }, writerOf, representations)),
    );
    const list = representations.toList();
    expected = list.json.length;
    return { gathered: { size: representations.size, leftOut: representations.leftOut, waiting }, list };
  };

  const name = nameOf(fields, supergraph, subgraph);
  if (name === undefined) return gather;
  return (execution, only) => {
    if (only) return gather(execution, only);
    const known = execution.gatheredNow?.get(name);
    if (known) return known;
    const result = gather(execution);
    execution.gatheredNow?.set(name, result);
    return result;
  };
}

interface Place extends Pick<Execution, 'data' | 'owned'> {
  readonly path: EntityPath;
  readonly only: ReadonlySet<JsonObject> | undefined;
}

function waitingAt({ path, data, owned, only }: Place, writerOf: WriterOf, representations: Representations): Waiting {
  const objects: JsonObject[] = only ? [...only] : [];
  if (!only) path.collect(data, objects, owned);
  // Usually all objects have a representation, so the list is allocated at once.
  const indices = new Array<number>(objects.length);
  let count = 0;
  for (const object of objects) {
    const writer = writerOf(object, path.type);
    const index = writer && representations.indexOf(object, writer);
    if (index === undefined) continue;
    objects[count] = object;
    indices[count] = index;
    count += 1;
  }
  objects.length = indices.length = count;
  return { objects, indices };
}

/**
 * A name that equal gatherings have in common, whichever the subgraph: the fields that they read, and how they write
 * them. Only gatherings of plain fields have a name; nearly all shared gatherings are of that kind.
 */
function nameOf(fields: readonly EntitiesOf[], supergraph: Supergraph, subgraph: string): string | undefined {
  const parts: unknown[] = [];
  for (const { paths, types } of fields) {
    parts.push(paths, types);
    for (const { type, as, inputs } of types) {
      for (const input of inputs) {
        if ('on' in input || input.inputs.length > 0) return undefined;
        // Whether a field may be null depends on the subgraph.
        for (const kind of supergraph.kinds(type)) {
          const own = supergraph.subgraph(subgraph).fieldType(kind, input.name);
          parts.push(own && print(own));
        }
      }
      for (const kind of new Set([...supergraph.kinds(type), as]))
        parts.push(kind, supergraph.subgraph(subgraph).keyFields(kind));
    }
  }
  return JSON.stringify(parts);
}
