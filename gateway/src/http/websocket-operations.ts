import type { IncomingHttpHeaders } from 'node:http';
import { GraphQLError, type GraphQLFormattedError, parse } from 'graphql';
import type { Context, ServerOptions, SubscribePayload } from 'graphql-ws';
import { responseText } from '../base/response-text.js';
import { LimitExceeded, limitExceededCode } from '../errors/limit-exceeded.js';
import { Busy, notReady } from '../errors/refusal.js';
import { answerOf, type GraphQLResponse, isStream, type Pipeline } from '../graphql/graphql-response.js';
import { clientOf } from '../limits/admission.js';
import { ClientRequest } from '../request/context.js';
import { requestId } from '../request/request-id.js';
import { accepted } from './accepted.js';
import type { GraphQLDoorOptions } from './graphql-door.js';
import { HttpError, httpError } from './http-error.js';
import { type FormattedStream, type IncrementalFormat, inFormat } from './incremental-format.js';
import { readParameters } from './parameters.js';
import { bodyBytesOf } from './read-request.js';
import type { WebSocketConnection } from './websocket-connection.js';
import { withinBytes } from './within-bytes.js';

/** What a client says as it opens a connection over WebSockets. */
export type ConnectionParameters = Record<string, unknown>;

/** The part of the protocol that is about operations. */
export type OperationHooks = Pick<
  ServerOptions<ConnectionParameters, WebSocketConnection>,
  'onSubscribe' | 'execute' | 'onNext' | 'onComplete'
>;

/** What an operation is answered with. */
type Answer = GraphQLResponse | Pick<FormattedStream, 'kind' | 'responses'>;

/** How many operations may be under way on one connection. */
const maxOperations = 100;

/** The document that `graphql-ws` is told of: what an operation asks for is the pipeline's business. */
const document = parse('{ __typename }');

/** Answers the operations of connections. */
export function webSocketOperations(options: GraphQLDoorOptions): OperationHooks {
  const { pipeline, operationTimeoutMs, log, requestLog } = options;
  return {
    onSubscribe: async ({ extra: connection, connectionParams }, id, payload) => {
      const { accept, ...own } = asHeaders(connectionParams);
      // Only what the client says of its answers: a browser's own header is of the request to go on as a WebSocket.
      const format = accept === undefined ? undefined : accepted(accept).incremental?.format;
      const context = new ClientRequest({
        requestId: requestId(undefined),
        headers: { ...connection.headers, ...own },
        from: connection.from,
        timeoutMs: operationTimeoutMs,
        log,
      });
      requestLog?.begin(context);
      const ready = pipeline();
      const refusal = !ready || connection.isClosing ? notReady() : tooManyOperations(connection);
      if (!ready || refusal) {
        const errors = refusalOf(refusal, context, options);
        connection.logged(context);
        return errors;
      }
      connection.begin(id, context);
      try {
        await admit(connection, id, context, options);
        const rootValue = await answerOperation(ready, context, { payload, format }, options);
        return { schema: undefined as never, document, rootValue };
      } catch (error) {
        const errors = refusalOf(error, context, options);
        connection.over(id);
        return errors;
      }
    },
    execute: ({ rootValue }) => {
      const answer = rootValue as Answer;
      return ('responses' in answer ? answer.responses : answer) as never;
    },
    // As it is: its errors are what clients see already.
    onNext: (_context, _id, _payload, _arguments, response) => response,
    onComplete: ({ extra: connection }, id) => {
      connection.over(id);
    },
  };
}

/** Learns who asks, and counts the operation until it is over. */
async function admit(
  connection: WebSocketConnection,
  id: string,
  context: ClientRequest,
  { authenticate, admission, limits }: GraphQLDoorOptions,
): Promise<void> {
  const { address, messageBytes } = connection;
  await admission.fromAddress(address, context);
  const caller = authenticate(context.headers.authorization, context);
  context.caller = caller instanceof Promise ? await caller : caller;
  context.client = clientOf(context.caller, address);
  await admission.fromCaller(address, context);
  if (messageBytes > bodyBytesOf(limits, context)) {
    throw new HttpError(413, 'PAYLOAD_TOO_LARGE', 'Expected a smaller message.');
  }
  await admission.bytes(messageBytes, address, context);
  connection.whenOver(id, admission.begin(address, context));
}

/** @param format that of answers in parts; undefined where the client takes none. */
async function answerOperation(
  ready: Pipeline,
  context: ClientRequest,
  { payload, format }: { readonly payload: SubscribePayload; readonly format: IncrementalFormat | undefined },
  { limits: { responseBytes = Infinity } }: GraphQLDoorOptions,
): Promise<Answer> {
  const answer = answerOf(
    await ready.answer({
      parameters: readParameters(payload),
      context,
      method: 'POST',
      takes: (kind) => kind === 'subscription' || format !== undefined,
    }),
  );
  if (isStream(answer) && context.record) context.record.stream = answer.kind;
  if (isStream(answer)) return withinBytes(inFormat(answer, format ?? 'deferSpec=20220824'), responseBytes, context);
  if (answer.data === undefined) throw new Refused(answer.errors ?? []);
  const size = responseText(answer).length;
  if (size <= responseBytes) return answer;
  const exceeded = new LimitExceeded('RESPONSE_BYTES', responseBytes, size);
  exceeded.tell(context.log);
  context.record?.told(limitExceededCode);
  throw new Refused([exceeded.toldTo(context.caller)]);
}

/** What the client is told of an operation that is not executed. */
function refusalOf(error: unknown, context: ClientRequest, { refused }: GraphQLDoorOptions): GraphQLError[] {
  if (error instanceof Refused) return error.errors.map((told) => new ToldError(told));
  const { code, message, extensions } = httpError(error, context);
  refused(code);
  context.record?.told(code);
  return [new GraphQLError(message, { extensions: { code, ...extensions } })];
}

/** Why an operation was not executed, as clients see it. */
class Refused extends Error {
  constructor(readonly errors: readonly GraphQLFormattedError[]) {
    super();
  }
}

/** An error that is told as it is. */
class ToldError extends GraphQLError {
  constructor(private readonly told: GraphQLFormattedError) {
    super(told.message);
  }

  override toJSON(): GraphQLFormattedError {
    return this.told;
  }
}

function tooManyOperations({ operations }: WebSocketConnection): Busy | undefined {
  if (operations < maxOperations) return undefined;
  return new Busy('TOO_MANY_OPERATIONS', 'Expected fewer operations at a time on one connection.', 1);
}

/** What a connection was opened with over WebSockets, where browsers can send no headers. */
function asHeaders(parameters: Context<ConnectionParameters>['connectionParams'] = {}): IncomingHttpHeaders {
  return Object.fromEntries(
    Object.entries(parameters).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name.toLowerCase(), value]] : [],
    ),
  );
}
