import type { IncomingMessage, ServerResponse } from 'node:http';
import { securityHeaders } from '@hub/runtime';
import type { FastifyBaseLogger } from 'fastify';
import type { Entry } from '../entry/entry.js';
import type { CallerRequest } from '../request/context.js';
import { notReady } from '../errors/refusal.js';
import { answerOf, isStream, type Pipeline } from '../graphql/graphql-response.js';
import type { BodyLimits, Limits } from '../limits/limits.js';
import { quotaFields } from './rate-limit-fields.js';
import { requestId } from '../request/request-id.js';
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
import { laterAnswer } from './later-answer.js';
import { publicAnswer } from './public-answer.js';
import { isBatch, readAccepted, readMethod, readRequest, receiveBody } from './read-request.js';
import { sendStream } from './response-stream.js';

/** `/graphql`, directly on Node's HTTP server: every operation passes here, and a framework would slow each. */
export interface GraphQLEndpoint {
  /** Answers one request. */
  handle(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** Closes each connection once its requests are answered. */
  close(): void;
}

export interface GraphQLEndpointOptions {
  /** Gives the pipeline that answers operations; undefined while the gateway starts. */
  readonly pipeline: () => Pipeline | undefined;
  readonly entry: Entry;
  /** Limits of a request and of its answer. */
  readonly limits: BodyLimits & Pick<Limits, 'batch' | 'responseBytes'>;
  /** The sites whose pages may send requests. */
  readonly cors: Cors;
  readonly log: FastifyBaseLogger;
}

/** The work for one request. */
interface Work {
  /** Called when the work is over; undefined before it begins. */
  end: (() => void) | undefined;
  isOver: boolean;
}

/**
 * `/graphql` as the GraphQL-over-HTTP specification has it.
 * @see https://graphql.github.io/graphql-over-http/draft/
 */
export function graphqlEndpoint(options: GraphQLEndpointOptions): GraphQLEndpoint {
  const { entry, limits, cors } = options;
  let closing = false;

  /** Reads a request's method, its accepted answers and the pipeline. */
  const read = (request: IncomingMessage) => {
    const [method, takes, ready] = [readMethod(request), readAccepted(request), options.pipeline()];
    if (!ready) throw notReady();
    return { method, takes, ready };
  };

  const answer = async (
    request: IncomingMessage,
    work: Work,
    context: CallerRequest,
  ): Promise<WholeAnswer | StreamedAnswer> => {
    try {
      const { method, takes, ready } = await entry.admit(context, () => read(request));
      const received = method === 'GET' ? undefined : await receiveBody(request, context, options);
      const end = entry.admission.begin(context);
      if (work.isOver) end();
      else work.end = end;
      const parameters = readRequest(request, received, options);
      if (isBatch(parameters)) {
        const others = parameters.slice(1);
        for (const _ of others) await entry.admission.fromCaller(context);
        const single = parameters.map((one) => ready.answer({ parameters: one, context, method, takes: () => false }));
        const refused = (code: string) => {
          entry.refused(context, code);
        };
        return ofSize(batched(await Promise.allSettled(single), context, refused), limits, context);
      }
      const answered = answerOf(
        await ready.answer({ parameters, context, method, takes: (kind) => takes[kind] !== undefined }),
      );
      if (isStream(answered)) return streamed(answered, takes, limits, context);
      const whole = ofSize(withHead(inOne(answered, takes), context.head), limits, context);
      return publicAnswer(whole, method, request.headers, context);
    } catch (error) {
      const { code, answer: refusing } = refusal(error, context);
      entry.refused(context, code);
      return refusing;
    }
  };

  return {
    handle: async (request, response) => {
      const { headers } = request;
      const preflight = cors.preflight(request.method, headers);
      if (preflight) {
        const id = requestId(headers['x-request-id']);
        response.writeHead(204, { ...securityHeaders, ...preflight, 'x-request-id': id }).end();
        return;
      }
      const context = entry.beginHttp(request, undefined);
      const id = context.requestId;
      const work: Work = { end: undefined, isOver: false };
      // `close` comes once: when the answer is sent or the caller has left.
      response.on('close', () => {
        if (!response.writableFinished) context.cancellation.cancel();
        work.isOver = true;
        work.end?.();
      });
      let answered: WholeAnswer | StreamedAnswer | undefined;
      try {
        answered = laterAnswer(await answer(request, work, context), headers);
        if (closing) response.shouldKeepAlive = false;
        if ('framing' in answered) {
          const own = { 'x-request-id': id, ...securityHeaders, ...cors.headers(headers), ...quotaFields(context) };
          await sendStream(response, answered.responses, answered.framing, { log: context.log, headers: own });
          // The headers may have promised to keep the connection.
          if (closing) request.socket.end();
        } else await sendWhole(response, answered, request, id, { ...cors.headers(headers), ...quotaFields(context) });
      } catch (error) {
        // For example a plugin's header that HTTP does not allow.
        const { code, answer: refusing } = refusal(error, context);
        entry.refused(context, code);
        answered = refusing;
        if (response.headersSent) response.destroy();
        else await sendWhole(response, refusing, request, id, { ...cors.headers(headers) });
      }
      entry.over(context, {
        status: 'framing' in answered ? 200 : answered.status,
        stream: 'framing' in answered ? answered.kind : undefined,
      });
    },
    close: () => {
      closing = true;
    },
  };
}
