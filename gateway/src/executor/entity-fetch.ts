import type {
  BatchFetchNode,
  EntityBatchAlias,
  FetchNode,
  FlattenNodePathSegment,
} from '@graphql-hive/router-query-planner';
import { notGraphQL } from '../subgraph/subgraph-fault.js';
import type { SubgraphError, SubgraphResponse } from '../subgraph/subgraph-response.js';
import { isAbandoned, subgraphAsk } from './ask.js';
import { type EntityPath, entityPath } from './entity-path.js';
import type { Execution, Run } from './execution.js';
import { isObject, type JsonObject, type PathKey } from './json.js';
import { copyOf } from './merge.js';
import type { PlanContext } from './plan-node.js';
import { representationWriters, type WriterOf } from './representation.js';
import { Representations } from './representations.js';
import { requestBody } from './request-body.js';
import { readRewrites, type Rewrite, rewritePath, rewriter } from './rewrite.js';

/** One `_entities` field of a fetch: whom it is about, and what is done with what it answers. */
interface EntitiesField {
  /** Its response key. */
  readonly key: string;
  readonly variable: string;
  readonly paths: readonly EntityPath[];
  readonly writerOf: WriterOf;
  readonly rewrites: readonly Rewrite[];
  readonly rewrite: (data: unknown) => void;
}

/** An object in the data that is waiting for an entity, by its index among the representations. */
interface Waiting {
  readonly object: JsonObject;
  readonly index: number;
}

/** Compiles a fetch of entities for one place in the data. */
export function entityFetch(path: readonly FlattenNodePathSegment[], node: FetchNode, context: PlanContext): Run {
  const { requires = [], inputRewrites, outputRewrites } = node;
  return batchOf(
    node,
    [
      {
        ...{ alias: '_entities', representationsVariableName: 'representations', paths: [[...path]], requires },
        ...(inputRewrites && { inputRewrites }),
        ...(outputRewrites && { outputRewrites }),
      },
    ],
    context,
  );
}

/** Compiles a fetch of entities for several places at once, each through an alias of `_entities`. */
export function batchFetch(node: BatchFetchNode, context: PlanContext): Run {
  return batchOf(node, node.entityBatch.aliases, context);
}

function batchOf(node: FetchNode | BatchFetchNode, aliases: readonly EntityBatchAlias[], context: PlanContext): Run {
  const { supergraph, merge, client } = context;
  const subgraph = client(node.serviceName);
  const bodyOf = requestBody(node);
  const fields = aliases.map(entitiesField);
  const places = distinct(fields.flatMap(({ paths }) => paths.map(({ place }) => place)));
  const isQuery = node.operationKind !== 'mutation';

  const answer = async (
    execution: Execution,
    waiting: readonly (readonly Waiting[])[][],
    representations: ReadonlyMap<string, Representations>,
  ): Promise<void> => {
    const { data, errors, variables } = execution;
    const lists = new Map([...representations].map(([variable, list]) => [variable, list.toJSONText()]));
    let response: SubgraphResponse;
    try {
      response = await subgraph.ask(subgraphAsk(execution, bodyOf(variables, lists), isQuery));
    } catch (fault) {
      errors.addFault(subgraph.subgraph, fault, places);
      return;
    }
    for (const error of response.errors) {
      errors.add(subgraph.subgraph, error, placesOf(error, fields, waiting, data) ?? places);
    }
    for (const [index, field] of fields.entries()) {
      const count = representations.get(field.variable)?.size ?? 0;
      const entities = response.data?.[field.key] ?? null;
      if (entities === null && response.errors.length > 0) continue;
      if (!isEntities(entities) || entities.length !== count) {
        const fault = notGraphQL(subgraph.subgraph.name, `not ${count} entities`);
        errors.addFault(subgraph.subgraph, fault, distinct(field.paths.map(({ place }) => place)));
        continue;
      }
      if (field.rewrites.length > 0) field.rewrite(entities);
      for (const [pathIndex, objects] of (waiting[index] ?? []).entries()) {
        // Objects of one path are changed alike by all that follows, and may share what they are given; those of
        // different paths may not.
        const given = pathIndex === 0 ? entities : copyOf(entities);
        for (const { object, index: entityIndex } of objects) {
          const entity = given[entityIndex];
          if (entity) merge(object, entity);
        }
      }
    }
  };

  return (execution) => {
    if (isAbandoned(execution)) return undefined;
    const representations = new Map<string, Representations>();
    const waiting = fields.map(({ variable, paths, writerOf }) => {
      let known = representations.get(variable);
      if (!known) representations.set(variable, (known = new Representations()));
      return paths.map((path) => waitingAt(path, execution.data, writerOf, known));
    });
    const none = [...representations.values()].every(({ size }) => size === 0);
    return none ? undefined : answer(execution, waiting, representations);
  };

  function entitiesField(alias: EntityBatchAlias): EntitiesField {
    const rewrites = readRewrites(alias.outputRewrites).map((rewrite) => ({
      ...rewrite,
      path: inEntity(rewrite.path),
    }));
    return {
      key: alias.alias,
      variable: alias.representationsVariableName,
      paths: alias.paths.map((path) => entityPath(path, supergraph.is)),
      writerOf: representationWriters(alias.requires, readRewrites(alias.inputRewrites), {
        supergraph,
        subgraph: node.serviceName,
      }),
      rewrites,
      rewrite: rewriter(rewrites, supergraph.is),
    };
  }
}

/** A rewrite's path from the entity on, whether or not it begins at the root. */
function inEntity(path: Rewrite['path']): Rewrite['path'] {
  const [first] = path;
  return first && 'Key' in first && first.Key === '_entities' ? path.slice(1) : path;
}

function waitingAt(
  path: EntityPath,
  data: JsonObject,
  writerOf: WriterOf,
  representations: Representations,
): Waiting[] {
  const objects: JsonObject[] = [];
  path.collect(data, objects);
  const waiting: Waiting[] = [];
  for (const object of objects) {
    const writer = writerOf(object);
    const index = writer && representations.indexOf(object, writer);
    if (index !== undefined) waiting.push({ object, index });
  }
  return waiting;
}

function isEntities(value: unknown): value is (JsonObject | null)[] {
  return Array.isArray(value) && value.every((entity) => entity === null || isObject(entity));
}

/** The places in the response where the entity stands that an error is about; undefined where it is about none. */
function placesOf(
  { path }: SubgraphError,
  fields: readonly EntitiesField[],
  waiting: readonly (readonly Waiting[])[][],
  data: JsonObject,
): PathKey[][] | undefined {
  const [key, index, ...rest] = path ?? [];
  const fieldIndex = fields.findIndex((field) => field.key === key);
  const field = fields[fieldIndex];
  if (!field || typeof index !== 'number') return undefined;
  const places: PathKey[][] = [];
  for (const [pathIndex, entities] of field.paths.entries()) {
    const objects = new Set(
      waiting[fieldIndex]?.[pathIndex]?.filter((waits) => waits.index === index).map(({ object }) => object),
    );
    entities.locate(data, (object, place) => {
      if (objects.has(object)) places.push([...place, ...rewritePath(rest, field.rewrites)]);
    });
  }
  return places.length > 0 ? places : undefined;
}

function distinct(places: readonly (readonly string[])[]): (readonly string[])[] {
  return [...new Map(places.map((place) => [JSON.stringify(place), place])).values()];
}
