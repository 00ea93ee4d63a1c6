import type { Tracing } from '@hub/runtime';
import type { RequestContext } from '../request/context.js';
import { Refusal } from '../errors/refusal.js';
import { observers } from '../executor/fetch/request-observer.js';
import {
  type Answered,
  type GraphQLRequest,
  type GraphQLResponse,
  isStream,
  type Pipeline,
  type ResponseStream,
} from '../graphql/graphql-response.js';
import type { ValidOperation } from '../operation/prepared-operation.js';
import { whenEnded } from '../base/when-ended.js';
import type { Metrics } from './metrics.js';
import { QueryPlanRecorder } from './query-plan.js';
import { RequestTrace, type TracedOperation } from './request-trace.js';

/** The callers that may see an operation's plan with `x-hub-query-plan: true`. */
export type QueryPlans = 'none' | 'entitled' | 'all';

/** The roles that may see plans. */
const entitledRoles = ['operator', 'analyst'];

export interface PipelineObservation {
  readonly metrics: Metrics;
  readonly tracing?: Tracing | undefined;
  readonly queryPlans: QueryPlans;
}

/** A pipeline with metrics and traces, and with plans in the answers for callers that request them and may see them. */
export function observedPipeline(pipeline: Pipeline, observation: PipelineObservation): Pipeline {
  const { metrics, tracing, queryPlans } = observation;

  return {
    ...pipeline,
    answer: async (request: GraphQLRequest): Promise<Answered> => {
      const began = performance.now();
      const { context } = request;
      const trace = tracing && new RequestTrace(tracing, context.headers ?? {}, context.requestId);
      const plan = wantsPlan(context, queryPlans) ? new QueryPlanRecorder() : undefined;
      const asked =
        trace !== undefined || plan !== undefined ? { ...request, observer: observers([trace, plan]) } : request;
      const { operation, outcome } = await pipeline.answer(asked);
      const ended = (code: string | undefined) => trace?.ends(traced(operation), code);
      if (outcome instanceof Refusal) {
        ended(outcome.code);
        return { operation, outcome };
      }
      const code = isStream(outcome) ? undefined : codeOf(outcome);
      metrics.answered(nameOf(operation), code, performance.now() - began);
      if (isStream(outcome)) return { operation, outcome: followed(outcome, metrics, ended) };
      ended(code);
      if (!plan) return { operation, outcome };
      return { operation, outcome: { ...outcome, extensions: { ...outcome.extensions, queryPlan: plan.toJSON() } } };
    },
  };
}

function wantsPlan({ headers, caller }: RequestContext, queryPlans: QueryPlans): boolean {
  if (queryPlans === 'none' || headers?.['x-hub-query-plan'] !== 'true') return false;
  return queryPlans === 'all' || caller.roles.some((role) => entitledRoles.includes(role));
}

/** A stream that counts as open until one side ends it. */
function followed(stream: ResponseStream, metrics: Metrics, ended: (code: string | undefined) => void): ResponseStream {
  metrics.streamOpened();
  const responses = whenEnded(stream.responses, () => {
    metrics.streamEnded();
    ended(undefined);
  });
  return { ...stream, responses };
}

function codeOf({ errors }: GraphQLResponse): string | undefined {
  const [error] = errors ?? [];
  if (!error) return undefined;
  const code = error.extensions?.['code'];
  return typeof code === 'string' ? code : 'INTERNAL_SERVER_ERROR';
}

/** The length of the hash that names an anonymous operation. */
const hashLength = 12;

/** The maximum length of an operation's name in metrics. */
const nameLength = 64;

function nameOf(operation: ValidOperation | undefined): string | undefined {
  if (!operation) return undefined;
  const { name = '', documentHash } = operation;
  return name !== '' && name.length <= nameLength ? name : documentHash.slice(0, hashLength);
}

function traced(operation: ValidOperation | undefined): TracedOperation | undefined {
  return operation && { type: operation.type, name: operation.name, hash: operation.documentHash };
}
