import { pipeline, Readable } from 'node:stream';
import { EventSeals } from '@hub/protocol';
import { type EndpointServer, sealing, unsealing } from '@hub/runtime';
import type { FastifyRequest } from 'fastify';
import { trusted } from './trusted-endpoints.js';

/** The content type of a body that ends in its seal. */
const sealedType = 'application/octet-stream';

/**
 * Lets a trusted endpoint stream bodies: a request's body of the type `application/octet-stream`, which the endpoint
 * gets as a stream, and the streams in its answers. Each ends in its seal, which is removed and added here: reading an
 * altered or truncated body fails before its end. Without signatures, bodies have no seals.
 */
export function sealedBodies(endpoint: EndpointServer): void {
  endpoint.addContentTypeParser(sealedType, (request, payload, parsed) => {
    const seals = sealsOf(request);
    if (!seals) {
      parsed(null, payload);
      return;
    }
    const body = unsealing(seals, 'asked-body');
    parsed(null, body);
    // The reader of the body gets its errors; an unread body must not fail the process.
    pipeline(payload, body, () => undefined);
  });
  endpoint.addHook('onSend', (request, reply, payload, done) => {
    const seals = payload instanceof Readable ? sealsOf(request) : undefined;
    if (!seals) {
      done(null, payload);
      return;
    }
    const sealed = sealing(seals, 'answered-body');
    reply.removeHeader('content-length');
    done(null, sealed);
    pipeline(payload as Readable, sealed, (error) => {
      if (error) request.log.warn({ err: error }, 'a sealed answer ends before its end');
    });
  });
}

/** The seals of a request's body; undefined without signatures. */
function sealsOf(request: FastifyRequest): EventSeals | undefined {
  const known = trusted.get(request);
  return known && new EventSeals(known.answerKey.key, known.signature);
}
