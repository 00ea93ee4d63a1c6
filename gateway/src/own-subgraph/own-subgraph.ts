import { nodeSchema } from '@hub/protocol';
import { buildASTSchema, execute, type ExecutionResult, extendSchema, type GraphQLSchema, parse } from 'graphql';
import type { FieldNeeds } from '../authorization/field-needs.js';
import type { RequestContext } from '../request/context.js';
import type { SpentCost } from '../limits/cost/cost-budgets.js';
import { defaultSettings, type SubgraphClient } from '../subgraph/subgraph-client.js';
import type { Subgraph } from '../connection/subgraph.js';
import { toSubgraphResponse } from '../subgraph/subgraph-response.js';
import { agreementViews, type AskedAgreements, type CallerKnowledge, callerView } from './caller-view.js';
import { type AskedNode, type AskedNodes, nodeOf, nodesOf } from './nodes.js';
import { ownSchema } from './own-schema.js';

/** @param nodes the types with a lookup by id. */
function executable(nodes: readonly string[]): GraphQLSchema {
  const own = buildASTSchema(parse(ownSchema), { assumeValidSDL: true });
  return nodes.length === 0 ? own : extendSchema(own, parse(nodeSchema(nodes)), { assumeValidSDL: true });
}

/** The root fields of the gateway's own subgraph, as `Type.field`. Their values depend on the caller. */
export const ownFields: ReadonlySet<string> = new Set(
  Object.keys(executable([]).getQueryType()?.getFields() ?? {}).map((field) => `Query.${field}`),
);

/**
 * The client of the gateway's own subgraph, which executes within this process. Its responses belong to the request's
 * own caller and are never shared.
 * @param costOf the caller's cost limit and spending; undefined without a limit.
 * @param fieldNeeds the needs of fields, as the type `FieldNeeds`; undefined if the caller may not use introspection.
 * @param nodes the types of the graph with a lookup by id.
 */
export function ownSubgraph(
  subgraph: Subgraph,
  knowledge: CallerKnowledge,
  costOf: (context: RequestContext) => SpentCost | undefined,
  fieldNeeds: (context: RequestContext) => readonly FieldNeeds[] | undefined,
  nodes: readonly string[] = [],
): SubgraphClient {
  const schema = executable(nodes);
  const known = new Set(nodes);
  const rootValue = {
    node: ({ id }: AskedNode) => nodeOf(id, known),
    nodes: ({ ids }: AskedNodes) => nodesOf(ids, known),
    me: (_: unknown, context: RequestContext) => callerView(context, knowledge, costOf(context)),
    agreements: (asked: AskedAgreements, context: RequestContext) => agreementViews(context, knowledge, asked),
    fieldNeeds: (_: unknown, context: RequestContext) => fieldNeeds(context),
  };
  return {
    subgraph,
    limits: defaultSettings,
    isOwn: true,
    ask: async ({ body, context }) => {
      if (!context) throw new Error('Expected the context of the request.');
      const { query, variables } = JSON.parse(body.toString()) as {
        query: string;
        variables?: Record<string, unknown>;
      };
      const document = parse(query, { noLocation: true });
      const result: ExecutionResult = await execute({
        ...{ schema, document, rootValue },
        ...{ variableValues: variables, contextValue: context },
      });
      return {
        isShared: false,
        read: () => {
          const response = toSubgraphResponse(JSON.parse(JSON.stringify(result)));
          if (!response) throw new Error('Expected a response of GraphQL.');
          return response;
        },
      };
    },
    close: () => Promise.resolve(),
  };
}
