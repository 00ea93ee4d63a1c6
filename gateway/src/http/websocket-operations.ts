import type { IncomingHttpHeaders } from 'node:http';
import { type GraphQLFormattedError, OperationTypeNode } from 'graphql';
import { MessageType } from 'graphql-ws';
import { responseText } from '../base/response-text.js';
import { Busy, notReady } from '../errors/refusal.js';
import { answerOf, type GraphQLResponse, isStream, type Pipeline } from '../graphql/graphql-response.js';
import type { CallerRequest } from '../request/context.js';
import { accepted } from './accepted.js';
import type { GraphQLEndpointOptions } from './graphql-endpoint.js';
import { HttpError, httpError } from './http-error.js';
import { type FormattedStream, type IncrementalFormat, inFormat } from './incremental-format.js';
import { readParameters } from './parameters.js';
import { bodyBytesOf } from './read-request.js';
import { askAgainReason, beginAgainReason } from '../subscription/ask-again.js';
import { type WebSocketConnection, WebSocketOperation } from './websocket-connection.js';
import { type ConnectionParameters, send, type Subscribed } from './websocket-protocol.js';
import { tooLargeAnswer, withinBytes } from './within-bytes.js';

/** An operation's answer: one response or a stream. */
type Answer = GraphQLResponse | Pick<FormattedStream, 'kind' | 'responses'>;

/** The most operations on one connection at a time. */
const maxOperations = 100;

/** Answers an operation of a connection; it does not fail. */
export async function answerSubscribed(
  connection: WebSocketConnection,
  subscribed: Subscribed,
  options: GraphQLEndpointOptions,
): Promise<void> {
  const { accept, ...own } = asHeaders(subscribed.parameters);
  // Only a header of the operation counts: the browser's own `accept` belongs to the upgrade request.
  const format = accept === undefined ? undefined : accepted(accept).incremental?.format;
  const context = options.entry.begin({ headers: { ...connection.headers, ...own }, from: connection.opening.from });
  const operation = new WebSocketOperation(subscribed.id, context, subscribed.bytes);
  const isOneTooMany = connection.operations >= maxOperations;
  connection.begin(operation);
  const { id } = operation;
  try {
    if (isOneTooMany) throw tooManyOperations();
    const ready = await admit(connection, operation, options);
    const answer = await answerOperation(ready, subscribed, { operation, format }, options);
    if (!('responses' in answer)) await tell(connection, operation, next(id, answer));
    else {
      operation.stream = answer.responses;
      // The caller may meanwhile have left, or completed the operation.
      if (!connection.isAwaited(operation)) operation.cancel();
      for await (const response of answer.responses) {
        const why = answer.kind === 'subscription' ? askAgainReason(response) : undefined;
        if (why === undefined) await tell(connection, operation, next(id, response));
        // After the connection ends, its caller opens another and continues there; an error before would end the
        // operation.
        else connection.askAgain(why);
      }
    }
    await tell(connection, operation, JSON.stringify({ id, type: MessageType.Complete }));
  } catch (error) {
    const errors = refusalOf(error, context, options);
    const why = (operation.isSubscription ?? mayBeSubscription(subscribed)) ? beginAgainReason(errors) : undefined;
    // An error message would end the operation: programs that speak the protocol do not take a refusal for temporary.
    if (why !== undefined) connection.askAgain(why, 1013);
    // The operation came while the connection ends, and the close code says the same.
    else if (connection.isClosing && isNotReady(error)) return;
    else await tell(connection, operation, JSON.stringify({ id, type: MessageType.Error, payload: errors }));
  } finally {
    connection.over(operation);
  }
}

/** Sends a message about an operation, if the caller still awaits it. */
async function tell(connection: WebSocketConnection, operation: WebSocketOperation, message: string): Promise<void> {
  if (connection.isAwaited(operation)) await send(connection.socket, message);
}

/** An answer, or one of its parts; its text is made once for all callers. */
function next(id: string, response: object): string {
  return `{"id":${JSON.stringify(id)},"type":"${MessageType.Next}","payload":${responseText(response)}}`;
}

/** Admits an operation, and gives it a place until it is over. */
async function admit(
  connection: WebSocketConnection,
  operation: WebSocketOperation,
  { entry, limits, pipeline }: GraphQLEndpointOptions,
): Promise<Pipeline> {
  const { context, bytes } = operation;
  const ready = await entry.admit(context, () => {
    const open = pipeline();
    if (!open || connection.isClosing) throw notReady();
    return open;
  });
  if (bytes > bodyBytesOf(limits, context)) {
    throw new HttpError(413, 'PAYLOAD_TOO_LARGE', 'Expected a smaller message.');
  }
  await entry.admission.bytes(bytes, context);
  const free = entry.admission.begin(context);
  // If the caller has left by now, no later event frees the place.
  if (context.cancellation.cancelled) free();
  else operation.free = free;
  return ready;
}

/** @param format the format of answers in parts; undefined if the caller accepts none. */
async function answerOperation(
  ready: Pipeline,
  { payload }: Subscribed,
  { operation, format }: { readonly operation: WebSocketOperation; readonly format: IncrementalFormat | undefined },
  { limits }: GraphQLEndpointOptions,
): Promise<Answer> {
  const { context } = operation;
  const answered = await ready.answer({
    parameters: readParameters(payload),
    context,
    method: 'POST',
    takes: (kind) => kind === 'subscription' || format !== undefined,
  });
  if (answered.operation) operation.isSubscription = answered.operation.type === OperationTypeNode.SUBSCRIPTION;
  const answer = answerOf(answered);
  if (isStream(answer) && context.record) context.record.stream = answer.kind;
  if (isStream(answer)) return withinBytes(inFormat(answer, format ?? 'deferSpec=20220824'), limits, context);
  if (answer.data === undefined) throw new Refused(answer.errors ?? []);
  const error = tooLargeAnswer(responseText(answer).length, limits, context);
  if (error) throw new Refused([error]);
  return answer;
}

/** The errors that the caller gets for an operation that is not executed. */
function refusalOf(
  error: unknown,
  context: CallerRequest,
  { entry }: GraphQLEndpointOptions,
): readonly GraphQLFormattedError[] {
  if (error instanceof Refused) return error.errors;
  const { code, message, extensions } = httpError(error, context);
  entry.refused(context, code);
  return [{ message, extensions: { code, ...extensions } }];
}

/**
 * Whether an unread document may contain a subscription: a busy gateway refuses an operation before it reads the
 * document. The operation was not executed, so a query that is wrongly taken for a subscription can be repeated too.
 */
function mayBeSubscription({ payload }: Subscribed): boolean {
  const { query } = payload as { readonly query?: unknown };
  // A document known by its id has no text here.
  return typeof query !== 'string' || /\bsubscription\b/.test(query);
}

function isNotReady(error: unknown): boolean {
  return error instanceof Busy && error.code === notReady().code;
}

/** The reason why an operation was not executed, as callers see it. */
class Refused extends Error {
  constructor(readonly errors: readonly GraphQLFormattedError[]) {
    super();
  }
}

function tooManyOperations(): Busy {
  return new Busy('TOO_MANY_OPERATIONS', 'Expected fewer operations at a time on one connection.', 1);
}

/** The parameters of `connection_init` as headers: browsers can send no headers with a WebSocket. */
function asHeaders(parameters: ConnectionParameters): IncomingHttpHeaders {
  return Object.fromEntries(
    Object.entries(parameters).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name.toLowerCase(), value]] : [],
    ),
  );
}
