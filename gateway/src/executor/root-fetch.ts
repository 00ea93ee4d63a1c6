import type { FetchNode, FlattenNodePathSegment } from '@graphql-hive/router-query-planner';
import { Kind, parse } from 'graphql';
import { collectFields } from './collect-fields.js';
import { entityPath } from './entity-path.js';
import type { Execution, Run } from './execution.js';
import type { JsonObject, PathKey } from './json.js';
import { copyOf } from './merge.js';
import type { PlanContext } from './plan-node.js';
import { requestBody } from './request-body.js';
import { readRewrites, rewritePath, rewriter } from './rewrite.js';

/**
 * Compiles a fetch of fields of the root.
 * @param path the way to objects that are the root again, where a field gives it; they all get what the fetch answers.
 */
export function rootFetch(
  node: FetchNode,
  { supergraph, merge, client }: PlanContext,
  path: readonly FlattenNodePathSegment[] = [],
): Run {
  const subgraph = client(node.serviceName);
  const bodyOf = requestBody(node);
  const rewrites = readRewrites(node.outputRewrites);
  const rewrite = rewriter(rewrites, supergraph.is);
  const fields = rootKeys(node.operation).map((key) => rewritePath([key], rewrites));
  const isQuery = node.operationKind === 'query' || node.operationKind === undefined;
  const roots = entityPath(path, supergraph.is);

  const ask = async (
    { data, errors, variables, context, identityClass }: Execution,
    objects: readonly JsonObject[],
  ) => {
    const atRoots = (paths: readonly (readonly PathKey[])[]): readonly (readonly PathKey[])[] => {
      if (path.length === 0) return paths;
      const places: PathKey[][] = [];
      roots.locate(data, (_, place) => places.push(...paths.map((below) => [...place, ...below])));
      return places;
    };
    try {
      const response = await subgraph.ask({
        body: bodyOf(variables),
        requestId: context.requestId,
        shareWith: isQuery ? identityClass : undefined,
      });
      for (const error of response.errors) {
        errors.add(subgraph.subgraph, error, error.path ? atRoots([rewritePath(error.path, rewrites)]) : []);
      }
      if (response.data === null) return;
      if (rewrites.length > 0) rewrite(response.data);
      for (const [index, object] of objects.entries()) {
        merge(object, index === objects.length - 1 ? response.data : copyOf(response.data));
      }
    } catch (fault) {
      errors.addFault(subgraph.subgraph, fault, atRoots(fields));
    }
  };
  return (execution) => {
    const objects: JsonObject[] = [];
    roots.collect(execution.data, objects);
    return objects.length > 0 ? ask(execution, objects) : undefined;
  };
}

/** The response keys of an operation of the planner's. */
function rootKeys(operation: string): PathKey[] {
  const { definitions } = parse(operation, { noLocation: true });
  const fragments = new Map(
    definitions.flatMap((definition) =>
      definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition] as const] : [],
    ),
  );
  return definitions.flatMap((definition) => {
    if (definition.kind !== Kind.OPERATION_DEFINITION) return [];
    const always = { fragments, variables: {}, applies: () => true };
    return [...collectFields(always, '', [definition.selectionSet]).keys()];
  });
}
