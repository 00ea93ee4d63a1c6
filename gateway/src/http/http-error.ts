import { STATUS_CODES } from 'node:http';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { graphqlResponse } from './media-type.js';

/** Why the gateway answers a request without looking at its operation. */
export class HttpError extends Error {
  constructor(
    readonly status: number,
    /** The stable `extensions.code`. */
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** Codes of the statuses that Fastify gives on its own; its other 4xx are `BAD_REQUEST`. */
const codes: Readonly<Record<number, string>> = { 413: 'PAYLOAD_TOO_LARGE', 415: 'UNSUPPORTED_MEDIA_TYPE' };

/** Answers an error as GraphQL has it; what is not the client's doing is logged, and masked. */
export async function sendError(error: Error, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const { status, code, message } = toHttpError(error, request);
  await reply
    .code(status)
    .type(`${graphqlResponse}; charset=utf-8`)
    .send(JSON.stringify({ errors: [{ message, extensions: { code } }] }));
}

function toHttpError(error: FastifyError | Error, { id, log }: FastifyRequest): HttpError {
  if (error instanceof HttpError) return error;
  const status = 'statusCode' in error ? (error.statusCode ?? 500) : 500;
  if (status >= 400 && status < 500) {
    return new HttpError(status, codes[status] ?? 'BAD_REQUEST', `${STATUS_CODES[status]}: ${error.message}`);
  }
  log.error({ err: error }, 'request failed');
  return new HttpError(500, 'INTERNAL_SERVER_ERROR', `Internal error; the log has it under request ${id}.`);
}
