import { badUserInput, clientError } from '@hub/protocol';
import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  createSourceEventStream,
  type DocumentNode,
  execute,
  type ExecutionArgs,
  type ExecutionResult,
  type FormattedExecutionResult,
  getOperationAST,
  getVariableValues,
  GraphQLError,
  type GraphQLSchema,
  OperationTypeNode,
  parse,
  specifiedRules,
  validate,
} from 'graphql';
import { z } from 'zod';
import type { SubgraphContext } from '../graphql/context.js';
import { errorForClient, logErrors } from '../graphql/client-errors.js';
import { type DemandedRights, refusedOperation } from '../graphql/demanded-rights.js';
import { holdsUnusableValue, unusableValue } from '../graphql/unusable-values.js';
import { callerOf, eventSealOf } from '../trust/trusted-endpoints.js';
import { EventStream } from './event-stream.js';
import { presentNameOf } from './present.js';
import type { SubscriptionContext } from './subscription-context.js';

export interface EventEndpointOptions {
  readonly schema: GraphQLSchema;
  readonly rights: DemandedRights;
  readonly organisation: string;
  /** Makes the context of one execution: no event sees data that another one loaded. */
  readonly contextOf: (request: FastifyRequest) => SubgraphContext;
}

/** How much time a reader has for the last response when the server stops. */
const lastResponseMs = 2000;

const bodyShape = z.object({
  query: z.string(),
  operationName: z.string().nullish(),
  variables: z.record(z.string(), z.unknown()).nullish(),
});

/** The operation to execute, and whether it is a subscription. */
interface Operation {
  readonly document: DocumentNode;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly isSubscription: boolean;
}

/** Whether a request asks for GraphQL over server-sent events, as subscriptions need it. */
export function wantsEvents({ method, headers }: FastifyRequest): boolean {
  return method === 'POST' && /\btext\/event-stream\b/i.test(headers.accept ?? '');
}

/**
 * Answers operations, especially subscriptions, with server-sent events, by the rules and with the errors of other
 * answers. An operation that cannot be executed is answered with status 400 and no events.
 */
export class EventEndpoint {
  readonly #open = new Map<EventStream, AbortController>();
  #closing = false;

  constructor(private readonly options: EventEndpointOptions) {}

  answer(request: FastifyRequest, reply: FastifyReply): FastifyReply {
    const operation = readOperation(request.body, this.options.schema);
    if ('errors' in operation) {
      return reply.code(400).type('application/graphql-response+json; charset=utf-8').send(JSON.stringify(operation));
    }
    const caller = callerOf(request);
    if (caller && !this.options.rights.areMet(operation.document, caller)) {
      return reply
        .code(403)
        .type('application/graphql-response+json; charset=utf-8')
        .send(JSON.stringify({ errors: [refusedOperation()] }));
    }
    const end = new AbortController();
    if (this.#closing) end.abort();
    const events = new EventStream(this.#responses(operation, request, end.signal), {
      seal: eventSealOf(request),
      onLeave: () => {
        this.#open.delete(events);
        end.abort();
      },
    });
    this.#open.set(events, end);
    events.on('error', (error) => {
      request.log.error({ err: error }, 'stream failed');
    });
    return reply
      .type('text/event-stream; charset=utf-8')
      .headers({
        'cache-control': 'no-cache, no-transform',
        // An open connection would outlive the server's stop.
        connection: 'close',
        // Asks nginx, and proxies that adopted its header, to forward each event at once.
        'x-accel-buffering': 'no',
      })
      .send(events);
  }

  /**
   * Ends every stream with a last response that states the stop, now and from now on; closes streams whose readers do
   * not take it.
   */
  close(): void {
    this.#closing = true;
    for (const end of this.#open.values()) end.abort();
    setTimeout(() => {
      for (const events of this.#open.keys()) events.destroy();
    }, lastResponseMs).unref();
  }

  async *#responses(
    { document, operationName, variables, isSubscription }: Operation,
    request: FastifyRequest,
    signal: AbortSignal,
  ): AsyncGenerator<FormattedExecutionResult> {
    const { schema, contextOf, organisation } = this.options;
    const executing = (contextValue: SubgraphContext, rootValue?: unknown): ExecutionArgs => ({
      schema,
      document,
      operationName,
      variableValues: variables,
      contextValue,
      rootValue,
    });
    const context: SubscriptionContext = { ...contextOf(request), signal };
    if (!isSubscription) {
      yield forClient(await execute(executing(context)), context);
      return;
    }
    const source = await createSourceEventStream(executing(context));
    if (!(Symbol.asyncIterator in source)) {
      yield forClient(source, context);
      return;
    }
    try {
      for await (const event of source) {
        if (signal.aborted) break;
        yield withPresent(forClient(await execute(executing(contextOf(request), event)), context), event);
      }
    } catch (error) {
      const originalError = error instanceof Error ? error : new Error(String(error));
      yield forClient({ errors: [new GraphQLError(originalError.message, { originalError })] }, context);
    }
    if (this.#closing) {
      yield { errors: [clientError('SUBSCRIPTION_LOST', `${organisation} is stopping; subscribe again.`)] };
    }
  }
}

/** An event's response with its present-value name, for gateways that share one subscription among callers. */
function withPresent(response: FormattedExecutionResult, event: unknown): FormattedExecutionResult {
  const present = presentNameOf(event);
  return present === undefined ? response : { ...response, extensions: { ...response.extensions, present } };
}

/** Reads a request's body, or returns an error for each part that cannot be executed. */
function readOperation(body: unknown, schema: GraphQLSchema): Operation | { readonly errors: readonly GraphQLError[] } {
  const { success, data } = bodyShape.safeParse(body);
  if (!success) {
    return refusal('BAD_REQUEST', 'Expected a JSON object with query, and maybe operationName and variables.');
  }
  const { query, operationName, variables } = data;
  let document: DocumentNode;
  try {
    document = parse(query);
  } catch (error) {
    return refusal('GRAPHQL_PARSE_FAILED', (error as GraphQLError).message);
  }
  const invalid = validate(schema, document, specifiedRules);
  if (invalid.length > 0) {
    const extensions = { code: 'GRAPHQL_VALIDATION_FAILED' };
    return { errors: invalid.map(({ message, nodes }) => new GraphQLError(message, { nodes, extensions })) };
  }
  const operation = getOperationAST(document, operationName);
  if (!operation) {
    return refusal('OPERATION_RESOLUTION_FAILURE', 'Expected operationName to name one of the operations.');
  }
  const { errors } = getVariableValues(schema, operation.variableDefinitions ?? [], variables ?? {});
  if (errors) return { errors: errors.map(({ message }) => badUserInput(message)) };
  if (holdsUnusableValue(document, variables)) return { errors: [unusableValue] };
  return {
    document,
    operationName: operationName ?? undefined,
    variables: variables ?? {},
    isSubscription: operation.operation === OperationTypeNode.SUBSCRIPTION,
  };
}

function refusal(code: string, message: string): { readonly errors: readonly GraphQLError[] } {
  return { errors: [clientError(code, message)] };
}

/** Logs a response's errors, and reduces them to the parts that the client may see. */
function forClient({ errors, ...response }: ExecutionResult, context: SubgraphContext): FormattedExecutionResult {
  if (!errors) return response;
  logErrors(errors, context);
  return { errors: errors.map((error) => errorForClient(error.toJSON(), error, context)), ...response };
}
