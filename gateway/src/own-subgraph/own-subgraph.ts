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

/** @param nodes the types that are found by ids. */
function executable(nodes: readonly string[]): GraphQLSchema {
  const own = buildASTSchema(parse(ownSchema), { assumeValidSDL: true });
  return nodes.length === 0 ? own : extendSchema(own, parse(nodeSchema(nodes)), { assumeValidSDL: true });
}

/** The fields, as `Type.field`, by which a graph asks for what the gateway answers itself, which depends on the caller. */
export const ownFields: ReadonlySet<string> = new Set(
  Object.keys(executable([]).getQueryType()?.getFields() ?? {}).map((field) => `Query.${field}`),
);

/**
 * The client of what the gateway answers itself. It is asked as any subgraph is, and executes within this process: its
 * answers are for the request's own caller alone, and shared with none.
 * @param costOf what a request's caller may spend, and spends; undefined where that is not limited.
 * @param fieldNeeds what fields need, as the type `FieldNeeds`; undefined where the caller may not ask about the schema.
 * @param nodes the types of the graph that are found by ids.
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
