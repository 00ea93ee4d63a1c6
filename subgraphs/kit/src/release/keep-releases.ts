import type { FastifyInstance } from 'fastify';
import { Releaser, type ReleaserOptions } from './releaser.js';

/** Makes an organisation's releases while its server runs. */
export function keepReleases(server: FastifyInstance, options: ReleaserOptions): Releaser {
  const releaser = new Releaser(options);
  server.addHook('onReady', () => releaser.look());
  server.addHook('onListen', (done) => {
    releaser.start();
    done();
  });
  server.addHook('onClose', () => releaser.close());
  return releaser;
}
