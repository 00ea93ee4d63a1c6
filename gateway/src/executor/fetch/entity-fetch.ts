import { guardTest } from '../../plan/guard.js';
import type { EntityFetch, Rename } from '../../plan/plan.js';
import { notGraphQL } from '../../errors/subgraph-fault.js';
import type { SubgraphError, SubgraphResponse } from '../../subgraph/subgraph-response.js';
import { isAbandoned, subgraphAsk, whenAnswered } from './ask.js';
import { type ContextGroup, contextGroups } from './context-groups.js';
import { chunksOf } from './entity-chunks.js';
import { type EntityPath, entityPath } from './entity-path.js';
import type { Execution, Send, TakeIn } from './execution.js';
import { isObject, type JsonObject, type PathKey } from '../../base/json.js';
import { copyOf, type Merge } from './merge.js';
import { type Owned, usable } from './owned.js';
import { type Gather, type Gathered, gathering, type Waiting } from './gathering.js';
import { renamePath, renamer } from './renames.js';
import { requestBody } from './request-body.js';
import type { FetchClient } from './request-observer.js';
import type { PlanContext } from './plan-context.js';
import { sideBySide } from './side-by-side.js';

/** How many requests of one fetch are under way at a time at most: a large fetch leaves places for others. */
const requestsAtATime = 8;

/** One `_entities` field of a fetch, and what is done with what it answers. */
interface EntitiesField {
  /** Its response key. */
  readonly key: string;
  readonly paths: readonly EntityPath[];
  readonly renames: readonly Rename[];
  readonly rename: (data: unknown) => void;
  /** Merges one of its entities into an object that waits for it. */
  readonly merge: Merge;
}

/** The fields of a fetch that have their representations in one variable. */
interface EntitiesVariable {
  readonly name: string;
  readonly fields: readonly EntitiesField[];
  readonly gather: Gather;
}

/** One request of a fetch. */
interface EntityRequest {
  /** By variable, who waits for its answer. */
  readonly gathered: readonly Gathered[];
  readonly body: () => Buffer;
}

/**
 * Compiles a fetch that is one request for each group of entities with the same context, or several where the subgraph's
 * limits demand it. What follows a request, its errors too, is about its own entities alone.
 */
export function entityFetch(fetch: EntityFetch, context: PlanContext<FetchClient>): Send {
  const send = requests(fetch, context);
  const [path] = fetch.entities.flatMap((entities) => entities.paths);
  if (!fetch.context || !path) return send;
  const groupsOf = contextGroups(entityPath(path, context.supergraph.is), fetch.context);
  return (execution) => send(execution, groupsOf(execution));
}

function requests(
  fetch: EntityFetch,
  context: PlanContext<FetchClient>,
): (execution: Execution, groups?: readonly (ContextGroup | undefined)[]) => ReturnType<Send> {
  const { supergraph, client, keepsApart } = context;
  const subgraph = client(fetch.subgraph);
  const bodyOf = requestBody(fetch);
  const variables = entitiesVariables(fetch, context);
  const places = distinct(
    fetch.entities.flatMap(({ paths }) => paths.map((path) => entityPath(path, supergraph.is).place)),
  );
  const changes = fetch.entities.some(({ renames }) => renames.length > 0);

  const take = (
    execution: Execution,
    response: SubgraphResponse,
    gathered: readonly Gathered[],
    { isShared, told }: { readonly isShared: boolean; readonly told: Set<string> | undefined },
  ): void => {
    const { data, errors } = execution;
    const answer = response.data && usable(execution, response.data, { isShared, changes });
    const located = placesOf(response.errors, variables, gathered, data);
    for (const [index, error] of response.errors.entries()) {
      errors.add(subgraph.subgraph, error, located[index] ?? places);
    }
    for (const [variable, { fields }] of variables.entries()) {
      const { size, waiting } = gathered[variable] as Gathered;
      if (size === 0) continue;
      for (const [index, field] of fields.entries()) {
        const entities = answer?.[field.key] ?? null;
        if (entities === null && response.errors.length > 0) continue;
        if (!isEntities(entities) || entities.length !== size) {
          const fault = notGraphQL(subgraph.subgraph.name, `not ${size} entities`);
          const ofField = distinct(field.paths.map(({ place }) => place));
          errors.addFault(subgraph.subgraph, fault, ofField, told);
          continue;
        }
        if (field.renames.length > 0) field.rename(entities);
        give(entities, waiting[index] ?? [], field.merge, execution.owned);
      }
    }
  };

  /** Merges entities into the objects that wait for them. */
  const give = (
    entities: readonly (JsonObject | null)[],
    waiting: readonly Waiting[],
    merge: Merge,
    owned: Owned | undefined,
  ): void => {
    for (const [path, { objects, indices }] of waiting.entries()) {
      // Objects of one path are changed alike by all that follows, and may share what they are given, unless what is
      // above them makes a difference; those of different paths may not, unless what is changed is copied anyway.
      const given = path === 0 || owned ? entities : copyOf(entities);
      for (let index = 0; index < objects.length; index++) {
        const entity = given[indices[index] as number];
        if (entity) merge(objects[index] as JsonObject, keepsApart ? copyOf(entity) : entity, owned);
      }
    }
  };

  /** The requests for gathered representations: one where the limits allow it. */
  const requestsFor = (all: readonly ReturnType<Gather>[], values: Execution['variables']): EntityRequest[] => {
    const gathered = all.map((one) => one.gathered);
    const bodyWith = (items: (variable: number) => Buffer) =>
      bodyOf(
        values,
        variables.map(({ name }, variable) => [name, items(variable)]),
      );
    const { entitiesPerFetch, maxRequestBytes } = subgraph.limits;
    let entities = 0;
    let bytes = 0;
    for (const { list } of all) {
      entities += list.starts.length;
      bytes += list.json.length;
    }
    if (entities === 0) return [];
    if (entities <= entitiesPerFetch && bytes <= maxRequestBytes) {
      const body = bodyWith((variable) => (all[variable] as ReturnType<Gather>).list.json);
      if (body.length <= maxRequestBytes) return [{ gathered, body: () => body }];
    }
    // Large variables are in each request: at least half is for entities, so that these requests do not become too many.
    const room = Math.max(maxRequestBytes - bodyWith(() => noItems).length, maxRequestBytes / 2);
    return chunksOf(all, { entities: entitiesPerFetch, bytes: room }).map((chunk) => ({
      gathered: chunk.gathered,
      body: () => bodyWith((variable) => chunk.items[variable] as Buffer),
    }));
  };

  const ask = (execution: Execution, { gathered, body }: EntityRequest, told?: Set<string>): Promise<TakeIn> =>
    // What waits for the answer holds nothing of the request, so that the representations die young.
    whenAnswered(fetch.subgraph, subgraph.ask(subgraphAsk(execution, body(), true)), {
      take: (response, isShared) => {
        take(execution, response, gathered, { isShared, told });
      },
      fail: (fault) => {
        execution.errors.addFault(subgraph.subgraph, fault, places, told);
      },
    });

  return (execution, groups = noGroups) => {
    if (isAbandoned(execution)) return undefined;
    let leftOut = 0;
    const requests = groups.flatMap((group) => {
      const all = variables.map(({ gather }) => gather(execution, group?.entities));
      for (const { gathered } of all) leftOut += gathered.leftOut;
      return requestsFor(all, group ? { ...execution.variables, ...group.values } : execution.variables);
    });
    if (leftOut > 0) execution.observer?.leavesOut?.(fetch, leftOut);
    const [first] = requests;
    if (!first) return undefined;
    if (requests.length === 1) return ask(execution, first);
    const told = new Set<string>();
    return sideBySide(requests, Math.min(subgraph.limits.concurrency, requestsAtATime), (request) =>
      isAbandoned(execution) ? noAnswer : ask(execution, request, told),
    ).then((answers) => () => {
      for (const takeIn of answers) takeIn();
    });
  };
}

/** What is gathered of entities that are not asked about. */
const nobody: ReturnType<Gather> = {
  gathered: { size: 0, leftOut: 0, waiting: [[]] },
  list: { json: Buffer.alloc(0), starts: [] },
};
const noGroups: readonly undefined[] = [undefined];
const noItems = Buffer.alloc(0);
const noAnswer = Promise.resolve<TakeIn>(() => undefined);

function entitiesVariables(
  { entities, subgraph }: EntityFetch,
  { supergraph, merge, mergeKeys }: PlanContext<FetchClient>,
): EntitiesVariable[] {
  return entities.map((field) => {
    const { key, variable, guard, paths, keys, renames } = field;
    const gather = gathering([field], supergraph, subgraph);
    const isOn = guard && guardTest(guard);
    return {
      name: variable,
      gather: isOn ? (execution, only) => (isOn(execution.variables) ? gather(execution, only) : nobody) : gather,
      fields: [
        {
          key,
          paths: paths.map((path) => entityPath(path, supergraph.is)),
          renames,
          rename: renamer(renames, supergraph.is),
          // Renaming gives keys that the operation does not have.
          merge: renames.length > 0 ? merge : mergeKeys(keys),
        },
      ],
    };
  });
}

function isEntities(value: unknown): value is (JsonObject | null)[] {
  return Array.isArray(value) && value.every((entity) => entity === null || isObject(entity));
}

/**
 * For each error, the places in the response where the entity stands that it is about; undefined where it is about none.
 * The data is walked once for all of them.
 */
function placesOf(
  errors: readonly SubgraphError[],
  variables: readonly EntitiesVariable[],
  gathered: readonly Gathered[],
  data: JsonObject,
): (PathKey[][] | undefined)[] {
  const wanted = new Map<PathKey, Map<PathKey, PathKey[][]>>();
  for (const { path: [key, index] = [] } of errors) {
    if (key === undefined || typeof index !== 'number') continue;
    if (!wanted.has(key)) wanted.set(key, new Map());
    wanted.get(key)?.set(index, []);
  }
  if (wanted.size === 0) return [];
  const renames = new Map<PathKey, readonly Rename[]>();
  for (const [variable, { fields }] of variables.entries()) {
    for (const [fieldIndex, field] of fields.entries()) {
      const places = wanted.get(field.key);
      if (!places) continue;
      renames.set(field.key, field.renames);
      for (const [pathIndex, entities] of field.paths.entries()) {
        const { objects = [], indices = [] } = gathered[variable]?.waiting[fieldIndex]?.[pathIndex] ?? {};
        const placesByObject = new Map<JsonObject, PathKey[][]>();
        for (const [position, object] of objects.entries()) {
          const ofObject = places.get(indices[position] as number);
          if (ofObject) placesByObject.set(object, ofObject);
        }
        entities.locate(data, (object, place) => placesByObject.get(object)?.push([...place]));
      }
    }
  }
  return errors.map(({ path: [key = '', index = '', ...rest] = [] }) => {
    const places = wanted.get(key)?.get(index);
    if (!places || places.length === 0) return undefined;
    const below = renamePath(rest, renames.get(key) ?? []);
    return places.map((place) => [...place, ...below]);
  });
}

function distinct(places: readonly (readonly string[])[]): (readonly string[])[] {
  return [...new Map(places.map((place) => [JSON.stringify(place), place])).values()];
}
