import type { FastifyBaseLogger } from 'fastify';
import { lookRegularly } from '../base/look-regularly.js';
import type { DocumentsInForce } from './documents-in-force.js';

/**
 * Puts in force what clients register, within a second of a change to their manifests, and on SIGHUP. What cannot be
 * used changes nothing for its client; the log says why.
 * @returns a function that ends this.
 */
export function followTrustedDocuments(documents: DocumentsInForce, log: FastifyBaseLogger): () => void {
  const look = async () => {
    if (await documents.look()) log.info('other trusted documents are in force');
    documents.report(log);
  };
  return lookRegularly(look, log, 'the trusted documents cannot be read; those before stay in force');
}
