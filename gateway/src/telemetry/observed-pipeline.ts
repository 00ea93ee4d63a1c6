import type { Tracing } from '@hub/schema';
import type { RequestContext } from '../context.js';
import {
  type GraphQLRequest,
  type GraphQLResponse,
  isStream,
  type Pipeline,
  type ResponseStream,
} from '../graphql/graphql-response.js';
import type { PreparedOperation } from '../graphql/prepare-operation.js';
import { whenEnded } from '../when-ended.js';
import { observers } from './fetch-observer.js';
import type { Metrics } from './metrics.js';
import { QueryPlanRecorder } from './query-plan.js';
import type { RequestObserver } from './request-observer.js';
import { RequestTrace, type TracedOperation } from './request-trace.js';

/** Who is shown the plan of an operation that he asks with `x-hub-query-plan: true`. */
export type QueryPlans = 'none' | 'entitled' | 'all';

/** The roles that may see how the hub answers. */
const entitledRoles = ['operator', 'analyst'];

export interface PipelineObservation {
  readonly metrics: Metrics;
  readonly tracing?: Tracing | undefined;
  readonly queryPlans: QueryPlans;
}

/** A pipeline whose answers are counted, traced, and explained to those who ask for that and may. */
export function observedPipeline(pipeline: Pipeline, observation: PipelineObservation): Pipeline {
  const { metrics, tracing, queryPlans } = observation;

  return {
    ...pipeline,
    answer: async (request: GraphQLRequest): Promise<GraphQLResponse | ResponseStream> => {
      const began = performance.now();
      const { context } = request;
      const trace = tracing && new RequestTrace(tracing, context.headers ?? {}, context.requestId);
      const plan = wantsPlan(context, queryPlans) ? new QueryPlanRecorder() : undefined;
      const fetches = observers([trace, plan].filter((observer) => observer !== undefined));
      const observer: RequestObserver = { fetches, alone: plan !== undefined };
      context.observer = observer;
      const ended = (code: string | undefined) => trace?.ends(traced(observer.operation), code);
      try {
        const answer = await pipeline.answer(request);
        const code = isStream(answer) ? undefined : codeOf(answer);
        metrics.answered(nameOf(observer.operation), code, performance.now() - began);
        if (isStream(answer)) return followed(answer, metrics, ended);
        ended(code);
        return plan ? { ...answer, extensions: { ...answer.extensions, queryPlan: plan.toJSON() } } : answer;
      } catch (error) {
        ended(error instanceof Error && 'code' in error ? String(error.code) : 'INTERNAL_SERVER_ERROR');
        throw error;
      }
    },
  };
}

function wantsPlan({ headers, caller }: RequestContext, queryPlans: QueryPlans): boolean {
  if (queryPlans === 'none' || headers?.['x-hub-query-plan'] !== 'true') return false;
  return queryPlans === 'all' || caller.roles.some((role) => entitledRoles.includes(role));
}

/** A stream that is counted as open until it ends, by either side. */
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

/** How many characters of a hash name an operation that has no name. */
const hashLength = 12;

/** How long a name may be that an operation is known by. */
const nameLength = 64;

function nameOf(operation: PreparedOperation | undefined): string | undefined {
  if (!operation) return undefined;
  const name = operation.operation.name?.value ?? '';
  return name !== '' && name.length <= nameLength ? name : operation.documentHash.slice(0, hashLength);
}

function traced(operation: PreparedOperation | undefined): TracedOperation | undefined {
  if (!operation) return undefined;
  const { operation: definition, documentHash } = operation;
  return { type: definition.operation, name: definition.name?.value, hash: documentHash };
}
