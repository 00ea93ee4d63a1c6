import type { FetchNode, FlattenNodePathSegment } from '@graphql-hive/router-query-planner';
import type { Operation } from '../planner/operation.js';
import type { SubgraphResponse } from '../subgraph/subgraph-response.js';
import { isAbandoned, subgraphAsk, whenAnswered } from './ask.js';
import { entityPath } from './entity-path.js';
import type { Execution, Send } from './execution.js';
import { excludesAll, includedRootKeys, readFetch, rootKeys } from './fetch-operation.js';
import type { JsonObject, PathKey } from './json.js';
import { copyOf } from './merge.js';
import { usable } from './owned.js';
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
  const operation = readFetch(node.operation);
  const { take, fail } = rootAnswer(node, operation, context, path);
  const asksNothing = excludesAll(operation);

  return (execution) => {
    // What a client asked to be done is done, though he has left.
    if (isQuery && isAbandoned(execution)) return undefined;
    if (asksNothing?.(execution.variables)) return undefined;
    const objects: JsonObject[] = [];
    roots.collect(execution.data, objects, execution.owned);
    if (path.length > 0) execution.gathered = true;
    if (objects.length === 0) return undefined;
    return whenAnswered(node.serviceName, subgraph.ask(subgraphAsk(execution, bodyOf(execution.variables), isQuery)), {
      take: (response, isShared) => {
        take(execution, response, objects, isShared);
      },
      fail: (fault) => {
        fail(execution, fault);
      },
    });
  };
}

/** What becomes of a subgraph's answer to fields of the root. */
export interface RootAnswer {
  /** Merges an answer into objects that are the root. It must be the caller's own, unless it is said to be shared. */
  readonly take: (
    execution: Execution,
    response: SubgraphResponse,
    roots: readonly JsonObject[],
    isShared?: boolean,
  ) => void;
  /** Notes that there is none. */
  readonly fail: (execution: Execution, fault: unknown) => void;
}

/**
 * Prepares taking the answers to a fetch of fields of the root, which is at a path.
 * @param operation the fetch's, read.
 */
export function rootAnswer(
  node: Pick<FetchNode, 'serviceName' | 'outputRewrites'>,
  operation: Operation,
  { supergraph, merge, client }: PlanContext,
  path: readonly FlattenNodePathSegment[] = [],
): RootAnswer {
  const { subgraph } = client(node.serviceName);
  const rewrites = readRewrites(node.outputRewrites);
  const rewrite = rewriter(rewrites, supergraph.is);
  const asked = rootKeys(operation);
  const roots = entityPath(path, supergraph.is);
  const atRoots = (data: JsonObject, paths: readonly (readonly PathKey[])[]): readonly (readonly PathKey[])[] => {
    if (path.length === 0) return paths;
    const places: PathKey[][] = [];
    roots.locate(data, (_, place) => places.push(...paths.map((below) => [...place, ...below])));
    return places;
  };
  return {
    take: (execution, response, objects, isShared = false) => {
      const { data, errors } = execution;
      for (const error of response.errors) {
        errors.add(subgraph, error, error.path ? atRoots(data, [rewritePath(error.path, rewrites)]) : []);
      }
      if (response.data === null) return;
      // All who share the answer asked for the same.
      dropUnasked(response.data, asked);
      const answer = usable(execution, response.data, { isShared, changes: rewrites.length > 0 });
      if (rewrites.length > 0) rewrite(answer);
      for (const [index, object] of objects.entries()) {
        merge(object, index === objects.length - 1 ? answer : copyOf(answer), execution.owned);
      }
    },
    fail: ({ data, errors, variables }, fault) => {
      const fields = includedRootKeys(operation, variables).map((key) => rewritePath([key], rewrites));
      errors.addFault(subgraph, fault, atRoots(data, fields));
    },
  };
}

/** Leaves of an answer what was asked: no subgraph answers for another. */
function dropUnasked(data: JsonObject, asked: readonly PathKey[]): void {
  for (const key of Object.keys(data)) {
    // eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- a key that a hostile subgraph made up
    if (!asked.includes(key)) delete data[key];
  }
}
