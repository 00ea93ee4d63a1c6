import type { FetchNode, FlattenNodePathSegment } from '@graphql-hive/router-query-planner';
import type { SubgraphResponse } from '../subgraph/subgraph-response.js';
import { isAbandoned, subgraphAsk, whenAnswered } from './ask.js';
import { entityPath } from './entity-path.js';
import type { Execution, Send } from './execution.js';
import { excludesAll, rootKeys } from './fetch-operation.js';
import type { JsonObject, PathKey } from './json.js';
import { copyOf } from './merge.js';
import type { PlanContext } from './plan-node.js';
import { requestBody } from './request-body.js';
import { readRewrites, rewritePath, rewriter } from './rewrite.js';

/**
 * Compiles a fetch of fields of the root.
 * @param path the way to objects that are the root again, where a field gives it; they all get what the fetch answers.
 */
export function rootFetch(node: FetchNode, context: PlanContext, path: readonly FlattenNodePathSegment[] = []): Send {
  const { supergraph, client } = context;
  const subgraph = client(node.serviceName);
  const bodyOf = requestBody(node);
  const isQuery = node.operationKind === 'query' || node.operationKind === undefined;
  const roots = entityPath(path, supergraph.is);
  const { take, fail } = rootAnswer(node, context, path);
  const asksNothing = excludesAll(node.operation);

  return (execution) => {
    // What a client asked to be done is done, though he has left.
    if (isQuery && isAbandoned(execution)) return undefined;
    if (asksNothing?.(execution.variables)) return undefined;
    const objects: JsonObject[] = [];
    roots.collect(execution.data, objects);
    if (objects.length === 0) return undefined;
    return whenAnswered(subgraph.ask(subgraphAsk(execution, bodyOf(execution.variables), isQuery)), {
      take: (response) => {
        take(execution, response, objects);
      },
      fail: (fault) => {
        fail(execution, fault);
      },
    });
  };
}

/** What becomes of a subgraph's answer to fields of the root. */
export interface RootAnswer {
  /** Merges an answer, which must be the caller's own, into objects that are the root. */
  readonly take: (execution: Execution, response: SubgraphResponse, roots: readonly JsonObject[]) => void;
  /** Notes that there is none. */
  readonly fail: (execution: Execution, fault: unknown) => void;
}

/** Prepares taking the answers to a fetch of fields of the root, which is at a path. */
export function rootAnswer(
  node: Pick<FetchNode, 'serviceName' | 'operation' | 'outputRewrites'>,
  { supergraph, merge, client }: PlanContext,
  path: readonly FlattenNodePathSegment[] = [],
): RootAnswer {
  const { subgraph } = client(node.serviceName);
  const rewrites = readRewrites(node.outputRewrites);
  const rewrite = rewriter(rewrites, supergraph.is);
  const fields = rootKeys(node.operation).map((key) => rewritePath([key], rewrites));
  const roots = entityPath(path, supergraph.is);
  const atRoots = (data: JsonObject, paths: readonly (readonly PathKey[])[]): readonly (readonly PathKey[])[] => {
    if (path.length === 0) return paths;
    const places: PathKey[][] = [];
    roots.locate(data, (_, place) => places.push(...paths.map((below) => [...place, ...below])));
    return places;
  };
  return {
    take: ({ data, errors }, response, objects) => {
      for (const error of response.errors) {
        errors.add(subgraph, error, error.path ? atRoots(data, [rewritePath(error.path, rewrites)]) : []);
      }
      if (response.data === null) return;
      if (rewrites.length > 0) rewrite(response.data);
      for (const [index, object] of objects.entries()) {
        merge(object, index === objects.length - 1 ? response.data : copyOf(response.data));
      }
    },
    fail: ({ data, errors }, fault) => {
      errors.addFault(subgraph, fault, atRoots(data, fields));
    },
  };
}
