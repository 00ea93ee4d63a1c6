import { pipeline, Readable } from 'node:stream';
import { EventSeals } from '@hub/protocol';
import { type EndpointServer, sealing, unsealing } from '@hub/runtime';
import type { FastifyRequest } from 'fastify';
import { trusted } from './trusted-endpoints.js';

/** What a body is sent as that ends in its seal. */
const sealedType = 'application/octet-stream';

/**
 * Has a trusted endpoint take and give bodies that nobody holds: a request's of type `application/octet-stream`, whose endpoint
 * is given the bytes as they come, and the streams that it answers. Each ends in its seal, which is taken off and added
 * here: a body that was altered or cut off fails as it is read, before its end. Where nothing is signed, none is sealed.
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
    // Whoever reads it hears of what went wrong; one that is not read fails nobody.
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

/** The seals of one body that belongs to a request; undefined where nothing is signed. */
function sealsOf(request: FastifyRequest): EventSeals | undefined {
  const known = trusted.get(request);
  return known && new EventSeals(known.answerKey.key, known.signature);
}
