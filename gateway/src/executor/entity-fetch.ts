import type {
  BatchFetchNode,
  EntityBatchAlias,
  FetchNode,
  FlattenNodePathSegment,
} from '@graphql-hive/router-query-planner';
import type { FetchContext } from '../planner/planner.js';
import { notGraphQL } from '../subgraph/subgraph-fault.js';
import type { SubgraphError, SubgraphResponse } from '../subgraph/subgraph-response.js';
import { isAbandoned, subgraphAsk, whenAnswered } from './ask.js';
import { type ContextGroup, contextGroups } from './context-groups.js';
import { type EntityPath, entityPath } from './entity-path.js';
import type { Execution, Send } from './execution.js';
import { keysBelow, readFetch } from './fetch-operation.js';
import { isObject, type JsonObject, type PathKey } from './json.js';
import { copyOf, type Merge } from './merge.js';
import { type Owned, usable } from './owned.js';
import { type Gather, type Gathered, gathering, type Waiting } from './gathering.js';
import type { PlanContext } from './plan-node.js';
import { requestBody } from './request-body.js';
import { readRewrites, type Rewrite, rewritePath, rewriter } from './rewrite.js';

/** One `_entities` field of a fetch, and what is done with what it answers. */
interface EntitiesField {
  /** Its response key. */
  readonly key: string;
  readonly paths: readonly EntityPath[];
  readonly rewrites: readonly Rewrite[];
  readonly rewrite: (data: unknown) => void;
  /** Merges one of its entities into an object that waits for it. */
  readonly merge: Merge;
}

/** The fields of a fetch that have their representations in one variable. */
interface EntitiesVariable {
  readonly name: string;
  readonly fields: readonly EntitiesField[];
  readonly gather: Gather;
}

/** Compiles a fetch of entities for one place in the data; a request for each group that has the same context. */
export function entityFetch(
  path: readonly FlattenNodePathSegment[],
  node: FetchNode & FetchContext,
  context: PlanContext,
): Send {
  const { requires = [], inputRewrites, outputRewrites } = node;
  const alias = {
    ...{ alias: '_entities', representationsVariableName: 'representations', paths: [[...path]], requires },
    ...(inputRewrites && { inputRewrites }),
    ...(outputRewrites && { outputRewrites }),
  };
  const send = batchOf(node, [alias], context);
  if (!node.context) return send;
  const groupsOf = contextGroups(entityPath(path, context.supergraph.is), node.context, context.supergraph.is);
  return (execution) => {
    const sent = groupsOf(execution).flatMap((group) => send(execution, group) ?? []);
    if (sent.length === 0) return undefined;
    return Promise.all(sent).then((answers) => () => {
      for (const takeIn of answers) takeIn();
    });
  };
}

/** Compiles a fetch of entities for several places at once, each through an alias of `_entities`. */
export function batchFetch(node: BatchFetchNode, context: PlanContext): Send {
  return batchOf(node, node.entityBatch.aliases, context);
}

function batchOf(
  node: FetchNode | BatchFetchNode,
  aliases: readonly EntityBatchAlias[],
  context: PlanContext,
): (execution: Execution, group?: ContextGroup) => ReturnType<Send> {
  const { supergraph, client, keepsApart } = context;
  const subgraph = client(node.serviceName);
  const bodyOf = requestBody(node);
  const variables = entitiesVariables(node, aliases, context);
  const places = distinct(aliases.flatMap(({ paths }) => paths.map((path) => entityPath(path, supergraph.is).place)));
  const isQuery = node.operationKind !== 'mutation';
  const changes = variables.some(({ fields }) => fields.some(({ rewrites }) => rewrites.length > 0));

  const take = (
    execution: Execution,
    response: SubgraphResponse,
    gathered: readonly Gathered[],
    isShared: boolean,
  ): void => {
    const { data, errors } = execution;
    const answer = response.data && usable(execution, response.data, { isShared, changes });
    for (const error of response.errors) {
      errors.add(subgraph.subgraph, error, placesOf(error, variables, gathered, data) ?? places);
    }
    for (const [variable, { fields }] of variables.entries()) {
      const { size, waiting } = gathered[variable] as Gathered;
      for (const [index, field] of fields.entries()) {
        const entities = answer?.[field.key] ?? null;
        if (entities === null && response.errors.length > 0) continue;
        if (!isEntities(entities) || entities.length !== size) {
          const fault = notGraphQL(subgraph.subgraph.name, `not ${size} entities`);
          errors.addFault(subgraph.subgraph, fault, distinct(field.paths.map(({ place }) => place)));
          continue;
        }
        if (field.rewrites.length > 0) field.rewrite(entities);
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

  return (execution, group) => {
    if (isAbandoned(execution)) return undefined;
    const all: Gathered[] = [];
    const lists: [string, Buffer][] = [];
    let none = true;
    let leftOut = 0;
    for (const { name, gather } of variables) {
      const { gathered, list } = gather(execution, group?.entities);
      all.push(gathered);
      lists.push([name, list]);
      if (gathered.size > 0) none = false;
      leftOut += gathered.leftOut;
    }
    if (leftOut > 0) execution.context.observer?.fetches?.leavesOut?.(node, leftOut);
    if (none) return undefined;
    // What waits for the answer holds nothing of the request, so that the representations die young.
    const body = bodyOf(group ? { ...execution.variables, ...group.values } : execution.variables, lists);
    return whenAnswered(node.serviceName, subgraph.ask(subgraphAsk(execution, body, isQuery)), {
      take: (response, isShared) => {
        take(execution, response, all, isShared);
      },
      fail: (fault) => {
        execution.errors.addFault(subgraph.subgraph, fault, places);
      },
    });
  };
}

function entitiesVariables(
  node: Pick<FetchNode, 'serviceName' | 'operation'>,
  aliases: readonly EntityBatchAlias[],
  { supergraph, merge, mergeKeys }: PlanContext,
): EntitiesVariable[] {
  const operation = readFetch(node.operation);
  const names = new Set(aliases.map(({ representationsVariableName }) => representationsVariableName));
  return [...names].map((name) => {
    const own = aliases.filter(({ representationsVariableName }) => representationsVariableName === name);
    return {
      name,
      gather: gathering(own, supergraph, node.serviceName),
      fields: own.map(({ alias, paths, outputRewrites }) => {
        const rewrites = readRewrites(outputRewrites).map((rewrite) => ({ ...rewrite, path: inEntity(rewrite.path) }));
        return {
          key: alias,
          paths: paths.map((path) => entityPath(path, supergraph.is)),
          rewrites,
          rewrite: rewriter(rewrites, supergraph.is),
          // Rewrites give keys that the operation does not have.
          merge: rewrites.length > 0 ? merge : mergeKeys(keysBelow(operation, alias)),
        };
      }),
    };
  });
}

/** A rewrite's path from the entity on, whether or not it begins at the root. */
function inEntity(path: Rewrite['path']): Rewrite['path'] {
  const [first] = path;
  return first && 'Key' in first && first.Key === '_entities' ? path.slice(1) : path;
}

function isEntities(value: unknown): value is (JsonObject | null)[] {
  return Array.isArray(value) && value.every((entity) => entity === null || isObject(entity));
}

/** The places in the response where the entity stands that an error is about; undefined where it is about none. */
function placesOf(
  { path }: SubgraphError,
  variables: readonly EntitiesVariable[],
  gathered: readonly Gathered[],
  data: JsonObject,
): PathKey[][] | undefined {
  const [key, index, ...rest] = path ?? [];
  if (typeof index !== 'number') return undefined;
  const places: PathKey[][] = [];
  for (const [variable, { fields }] of variables.entries()) {
    const fieldIndex = fields.findIndex((field) => field.key === key);
    const field = fields[fieldIndex];
    if (!field) continue;
    for (const [pathIndex, entities] of field.paths.entries()) {
      const waiting = gathered[variable]?.waiting[fieldIndex]?.[pathIndex];
      const objects = new Set(waiting?.objects.filter((_, position) => waiting.indices[position] === index));
      entities.locate(data, (object, place) => {
        if (objects.has(object)) places.push([...place, ...rewritePath(rest, field.rewrites)]);
      });
    }
  }
  return places.length > 0 ? places : undefined;
}

function distinct(places: readonly (readonly string[])[]): (readonly string[])[] {
  return [...new Map(places.map((place) => [JSON.stringify(place), place])).values()];
}
