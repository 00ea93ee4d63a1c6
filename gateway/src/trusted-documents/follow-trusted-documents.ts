import type { FastifyBaseLogger } from 'fastify';
import type { DocumentsInForce } from './documents-in-force.js';

/** How often the folder is looked at, in milliseconds: as a supergraph's file. */
const intervalMs = 1000;

/**
 * Puts in force what clients register, within a second of a change to their manifests, and on SIGHUP. What cannot be
 * used changes nothing for its client; the log says why.
 * @returns a function that ends this.
 */
export function followTrustedDocuments(documents: DocumentsInForce, log: FastifyBaseLogger): () => void {
  let turn: Promise<void> = Promise.resolve();
  let fault = '';
  const look = async () => {
    if (await documents.look()) log.info('other trusted documents are in force');
    fault = '';
    documents.report(log);
  };
  const lookInTurn = () => {
    turn = turn.then(look).catch((error: unknown) => {
      const { message } = error as Error;
      if (message === fault) return;
      fault = message;
      log.error({ err: error }, 'the trusted documents cannot be read; those before stay in force');
    });
  };
  const timer = setInterval(lookInTurn, intervalMs).unref();
  process.on('SIGHUP', lookInTurn);
  return () => {
    clearInterval(timer);
    process.off('SIGHUP', lookInTurn);
  };
}
