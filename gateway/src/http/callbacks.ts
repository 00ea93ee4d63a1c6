import { sealHeader } from '@hub/schema';
import type { FastifyInstance } from 'fastify';
import type { CallbackDesk } from '../subscription/callback-desk.js';
import { maxEventBytes } from '../subscription/subscription-transport.js';

/** Lets subgraphs post the events of their subscriptions, at `/callback` and the subscription's id. */
export function serveCallbacks(http: FastifyInstance, desk: CallbackDesk): void {
  void http.register((door, _options, done) => {
    // Sealed as it was sent.
    door.removeContentTypeParser('application/json');
    door.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, parsed) => {
      parsed(null, body);
    });
    door.post<{ Params: { id: string }; Body: string | undefined }>(
      '/callback/:id',
      { bodyLimit: maxEventBytes },
      ({ params, body = '', headers }, reply) =>
        reply
          .code(desk.receive(params.id, body, headers[sealHeader] as string | undefined))
          .header('subscription-protocol', 'callback/1.0')
          .send(),
    );
    done();
  });
}
