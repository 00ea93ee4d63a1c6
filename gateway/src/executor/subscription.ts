import { type ExecutionResult, GraphQLError } from 'graphql';
import type { Operation } from '../operation/operation.js';
import { isAlways } from '../plan/guard.js';
import type { Plan } from '../plan/plan.js';
import type { SubgraphResponse } from '../subgraph/subgraph-response.js';
import { type OperationInput, responder } from './executor.js';
import { requestBody } from './fetch/request-body.js';
import { rootAnswer } from './fetch/root-fetch.js';
import { compilePlan } from './run-plan.js';
import type { PlanContext } from './fetch/plan-context.js';

/** A compiled subscription. */
export interface CompiledSubscription {
  /** The name of the subgraph that sends the events. */
  readonly subgraph: string;
  /** The subgraph of the events, and the subgraphs of the fields that events lack. */
  readonly subgraphs: readonly string[];
  /** The request for that subgraph, as JSON text. */
  readonly bodyOf: (input: OperationInput) => string;
  /** Answers an event: fetches the missing fields from the other subgraphs, and completes it. It does not fail. */
  readonly answer: (event: SubgraphResponse, input: OperationInput) => Promise<ExecutionResult>;
  /** Answers a failure of the events' subgraph. */
  readonly answerFault: (fault: unknown, input: OperationInput) => ExecutionResult;
}

/**
 * Compiles a subscription and its plan.
 * @param onResponse see `compileOperation`.
 * @throws GraphQLError `GRAPHQL_VALIDATION_FAILED` if a condition decides whether there is a root field.
 * @see https://spec.graphql.org/September2025/#sec-Subscription
 */
export function compileSubscription(
  operation: Operation,
  plan: Plan,
  context: PlanContext,
  onResponse?: (kept: number) => void,
): CompiledSubscription {
  const [events] = plan.fetches;
  if (events?.kind !== 'subscription' || !isAlways(events.guard)) {
    throw new GraphQLError('Expected the root field of a subscription without @skip and @include.', {
      extensions: { code: 'GRAPHQL_VALIDATION_FAILED' },
    });
  }
  const bodyOf = requestBody(events);
  const { take, fail } = rootAnswer(events, context);
  const run = compilePlan(plan, context, (fetch) => fetch === events);
  const { begin, respond } = responder(operation, context, onResponse);
  return {
    subgraph: events.subgraph,
    subgraphs: [...new Set(plan.fetches.map(({ subgraph }) => subgraph))],
    bodyOf: (input) => bodyOf(begin(input).variables).toString(),
    answer: async (event, input) => {
      const execution = begin(input);
      take(execution, event, [execution.data]);
      await run(execution);
      return respond(execution, input);
    },
    answerFault: (fault, input) => {
      const execution = begin(input);
      fail(execution, fault);
      return { errors: respond(execution, input).errors ?? [] };
    },
  };
}
