import type { IncomingMessage, ServerResponse } from 'node:http';
import { securityHeaders } from '@hub/schema';
import type { FastifyBaseLogger } from 'fastify';
import { ClientRequest } from '../request/context.js';
import { notReady } from '../errors/refusal.js';
import { answerOf, isStream, type Pipeline } from '../graphql/graphql-response.js';
import type { Authenticate } from '../identity/authenticate.js';
import { type Admission, clientOf } from '../limits/admission.js';
import { clientAddress, wholeAddress } from '../limits/client-address.js';
import type { BodyLimits, Limits } from '../limits/limits.js';
import { quotaFields } from './rate-limit-fields.js';
import { requestId } from '../request/request-id.js';
import type { RequestLog } from '../telemetry/request-log.js';
import type { Cors } from './cors.js';
import {
  batched,
  inOne,
  ofSize,
  refusal,
  sendWhole,
  type StreamedAnswer,
  streamed,
  type WholeAnswer,
  withHead,
} from './http-answer.js';
import { isBatch, readAccepted, readMethod, readRequest, receiveBody } from './read-request.js';
import { sendStream } from './response-stream.js';
import { whenOver } from './when-over.js';

/** `/graphql`, straight on Node's HTTP server: every question comes through here, and a framework costs each its share. */
export interface GraphQLDoor {
  /** Answers one request. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** From now on, each connection is closed once what it asked is answered. */
  close(): void;
}

export interface GraphQLDoorOptions {
  /** Gives what answers operations, once there is one. */
  readonly pipeline: () => Pipeline | undefined;
  /** Tells who asks. */
  readonly authenticate: Authenticate;
  /** How long an operation may take until it is answered with what there is, in milliseconds. */
  readonly operationTimeoutMs: number;
  /** What a request, and its answer, may be. */
  readonly limits: BodyLimits & Pick<Limits, 'batch' | 'responseBytes'>;
  /** Counts requests. */
  readonly admission: Admission;
  /** How many proxies stand before the gateway: see `clientAddress`. */
  readonly trustedProxies: number;
  /** The sites whose pages may ask. */
  readonly cors: Cors;
  readonly log: FastifyBaseLogger;
  /** Is told the code of each request that was not even an operation. */
  readonly refused: (code: string) => void;
  /** Logs requests; nobody does where it is absent. */
  readonly requestLog?: RequestLog | undefined;
}

/**
 * `/graphql` as the GraphQL-over-HTTP specification has it.
 * @see https://graphql.github.io/graphql-over-http/draft/
 */
export function graphqlDoor(options: GraphQLDoorOptions): GraphQLDoor {
  const { authenticate, limits, admission, trustedProxies, cors, log, requestLog } = options;
  let closing = false;

  const answer = async (
    request: IncomingMessage,
    response: ServerResponse,
    context: ClientRequest,
  ): Promise<WholeAnswer | StreamedAnswer> => {
    try {
      const address = clientAddress(request, trustedProxies);
      await admission.fromAddress(address, context);
      const method = readMethod(request);
      const takes = readAccepted(request);
      const ready = options.pipeline();
      if (!ready) throw notReady();
      const caller = authenticate(request.headers.authorization, context);
      context.caller = caller instanceof Promise ? await caller : caller;
      context.client = clientOf(context.caller, address);
      await admission.fromCaller(address, context);
      const received = method === 'GET' ? undefined : await receiveBody(request, address, context, options);
      whenOver(response, admission.begin(address, context));
      const parameters = readRequest(request, received, options);
      if (isBatch(parameters)) {
        const others = parameters.slice(1);
        for (const _ of others) await admission.fromCaller(address, context);
        const single = parameters.map((one) => ready.answer({ parameters: one, context, method, takes: () => false }));
        return ofSize(batched((await Promise.all(single)).map(answerOf)), limits, context);
      }
      const answered = answerOf(
        await ready.answer({ parameters, context, method, takes: (kind) => takes[kind] !== undefined }),
      );
      if (isStream(answered)) return streamed(answered, takes, limits, context);
      return ofSize(withHead(inOne(answered, takes), context.head), limits, context);
    } catch (error) {
      const { code, answer: refusing } = refusal(error, context);
      options.refused(code);
      context.record?.told(code);
      return refusing;
    }
  };

  return {
    handle: async (request, response) => {
      const { headers } = request;
      const id = requestId(headers['x-request-id']);
      const preflight = cors.preflight(request.method, headers);
      if (preflight) {
        response.writeHead(204, { ...securityHeaders, ...preflight, 'x-request-id': id }).end();
        return;
      }
      const context = new ClientRequest({
        requestId: id,
        headers,
        from: wholeAddress(request, trustedProxies),
        timeoutMs: options.operationTimeoutMs,
        log,
      });
      response.once('close', () => {
        if (!response.writableFinished) context.cancellation.cancel();
      });
      requestLog?.begin(context);
      const answered = await answer(request, response, context);
      if (closing) response.shouldKeepAlive = false;
      if ('framing' in answered) {
        const own = { 'x-request-id': id, ...securityHeaders, ...cors.headers(headers), ...quotaFields(context) };
        await sendStream(response, answered.responses, answered.framing, { log: context.log, headers: own });
        // Its headers may have said that the connection is kept.
        if (closing) request.socket.end();
      } else await sendWhole(response, answered, request, id, { ...cors.headers(headers), ...quotaFields(context) });
      requestLog?.end(context, {
        status: 'framing' in answered ? 200 : answered.status,
        stream: 'framing' in answered ? answered.kind : undefined,
        address: () => clientAddress(request, trustedProxies),
      });
    },
    close: () => {
      closing = true;
    },
  };
}
