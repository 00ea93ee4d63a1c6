import type { FetchNode } from '@graphql-hive/router-query-planner';
import { Kind, parse } from 'graphql';
import { collectFields } from './collect-fields.js';
import type { Execution, Run } from './execution.js';
import type { PathKey } from './json.js';
import type { PlanContext } from './plan-node.js';
import { requestBody } from './request-body.js';
import { readRewrites, rewritePath, rewriter } from './rewrite.js';

/** Compiles a fetch of fields of the root. */
export function rootFetch(node: FetchNode, { supergraph, merge, client }: PlanContext): Run {
  const subgraph = client(node.serviceName);
  const bodyOf = requestBody(node);
  const rewrites = readRewrites(node.outputRewrites);
  const rewrite = rewriter(rewrites, supergraph.is);
  const fields = rootKeys(node.operation).map((key) => rewritePath([key], rewrites));
  const isQuery = node.operationKind === 'query' || node.operationKind === undefined;

  const run = async ({ data, errors, variables, context, identityClass }: Execution): Promise<void> => {
    try {
      const response = await subgraph.ask({
        body: bodyOf(variables),
        requestId: context.requestId,
        shareWith: isQuery ? identityClass : undefined,
      });
      for (const error of response.errors) {
        errors.add(subgraph.subgraph, error, error.path ? [rewritePath(error.path, rewrites)] : []);
      }
      if (response.data === null) return;
      if (rewrites.length > 0) rewrite(response.data);
      merge(data, response.data);
    } catch (fault) {
      errors.addFault(subgraph.subgraph, fault, fields);
    }
  };
  return run;
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
