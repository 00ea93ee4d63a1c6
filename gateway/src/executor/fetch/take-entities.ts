import { isObject, type JsonObject } from '../../base/json.js';
import type { Subgraph } from '../../connection/subgraph.js';
import { notGraphQL } from '../../errors/subgraph-fault.js';
import { node } from '@hub/protocol';
import type { EntitiesField as EntitiesFieldOfPlan, EntityFetch } from '../../plan/plan.js';
import { noteFoundNode } from './found-nodes.js';
import type { SubgraphResponse } from '../../subgraph/subgraph-response.js';
import type { EntitiesField, EntitiesVariable } from './entities-variables.js';
import { errorPlaces } from './error-places.js';
import type { Execution } from './execution.js';
import type { Gathered, Waiting } from './gathering.js';
import { copyOf, type Merge } from './merge.js';
import { type Owned, usable } from './owned.js';

/** How a response came about. */
export interface Taken {
  /** Whether other requests read it too. */
  readonly isShared: boolean;
  /** The faults already reported for the fetch, if it is several requests. */
  readonly told: Set<string> | undefined;
}

/** Takes in the answer to one request of a fetch. */
export type TakeEntities = (
  execution: Execution,
  response: SubgraphResponse,
  gathered: readonly Gathered[],
  taken: Taken,
) => void;

/** The options of taking in entities. */
export interface TakeEntitiesOptions {
  readonly subgraph: Subgraph;
  /** All paths in the response of the fetch's entities. */
  readonly places: readonly Place[];
  /** See `PlanContext`. */
  readonly keepsApart: boolean | undefined;
}

type Place = readonly string[];

/** Compiles a function that takes an answer's entities and errors into the response. */
export function takeEntities(
  { entities }: EntityFetch,
  variables: readonly EntitiesVariable[],
  { subgraph, places, keepsApart }: TakeEntitiesOptions,
): TakeEntities {
  const changes = entities.some(({ renames }) => renames.length > 0);
  const byNodes = variables.map(({ name }) => entities.some((one) => one.variable === name && isByNode(one)));
  return (execution, response, gathered, { isShared, told }) => {
    const { data, errors } = execution;
    const answer = response.data && usable(execution, response.data, { isShared, changes });
    if (response.errors.length > 0) {
      const located = errorPlaces(response.errors, variables, gathered, data);
      for (const [index, error] of response.errors.entries()) {
        errors.add(subgraph, error, located[index] ?? places);
      }
    }
    // By index, since each step of `entries` allocates a list.
    for (let variable = 0; variable < variables.length; variable++) {
      const { fields } = variables[variable] as EntitiesVariable;
      const { size, waiting } = gathered[variable] as Gathered;
      if (size === 0) continue;
      for (let index = 0; index < fields.length; index++) {
        const field = fields[index] as EntitiesField;
        const entities = answer?.[field.key] ?? null;
        if (entities === null && response.errors.length > 0) continue;
        if (!isEntities(entities) || entities.length !== size) {
          const fault = notGraphQL(subgraph.name, `not ${size} entities`);
          const ofField = distinct(field.paths.map(({ place }) => place));
          errors.addFault(subgraph, fault, ofField, told);
          continue;
        }
        if (field.renames.length > 0) field.rename(entities);
        const found = byNodes[variable] === true ? noteFoundNode : undefined;
        give(entities, waiting[index] ?? [], field.merge, { owned: execution.owned, keepsApart, found });
      }
    }
  };
}

/** How entities are merged into objects. */
interface Giving {
  readonly owned: Owned | undefined;
  readonly keepsApart: boolean | undefined;
  /** Called with each object that gets an entity. */
  readonly found: ((object: JsonObject) => void) | undefined;
}

/** Whether entities are fetched by their global ids. */
function isByNode({ types }: EntitiesFieldOfPlan): boolean {
  return types.some(({ inputs }) => inputs.some((input) => 'name' in input && input.name === node.key));
}

/** Merges entities into the objects that wait for them. */
function give(
  entities: readonly (JsonObject | null)[],
  waiting: readonly Waiting[],
  merge: Merge,
  { owned, keepsApart, found }: Giving,
): void {
  for (let path = 0; path < waiting.length; path++) {
    const { objects, indices } = waiting[path] as Waiting;
    // Objects at one path change alike afterwards and may share an entity, unless they take values from objects above.
    // Objects at different paths may not, unless changes are made on copies anyway.
    const given = path === 0 || owned ? entities : copyOf(entities);
    for (let index = 0; index < objects.length; index++) {
      const entity = given[indices[index] as number];
      if (!entity) continue;
      found?.(objects[index] as JsonObject);
      merge(objects[index] as JsonObject, keepsApart ? copyOf(entity) : entity, owned);
    }
  }
}

function isEntities(value: unknown): value is (JsonObject | null)[] {
  return Array.isArray(value) && value.every((entity) => entity === null || isObject(entity));
}

/** The paths without repetitions. */
export function distinct(places: readonly Place[]): Place[] {
  return [...new Map(places.map((place) => [JSON.stringify(place), place])).values()];
}
