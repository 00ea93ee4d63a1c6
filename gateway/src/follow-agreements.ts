import type { AgreementsFile } from '@hub/schema';
import type { FastifyBaseLogger } from 'fastify';
import { lookRegularly } from './base/look-regularly.js';
import type { ReloadingEngine } from './engine/reloading-engine.js';
import type { FollowingSupergraph } from './supergraph-file.js';
import type { AgreementsInForce } from './agreements/agreements-in-force.js';

export interface FollowingAgreements {
  readonly agreements: AgreementsInForce;
  readonly engine: ReloadingEngine;
  readonly supergraph: FollowingSupergraph;
  readonly log: FastifyBaseLogger;
}

/**
 * Enforces what the files of agreements say whenever they change, and on SIGHUP: at once where an agreement was taken
 * back, and as soon as operations are compiled anew where one shares more or less than before. A supergraph that was
 * refused for what they named is looked at again.
 * @returns a function that ends this.
 */
export function followAgreements({ agreements, engine, supergraph, log }: FollowingAgreements): () => void {
  /** Whether the engine that is live was opened on what is in force. */
  let isCompiled = true;

  const putInForce = (files?: readonly AgreementsFile[]) => {
    const isOther = agreements.putInForce(engine.supergraphSdl, files);
    agreements.report(log);
    return isOther;
  };
  const look = async () => {
    const files = await agreements.read();
    const isNew = !agreements.isCurrent(files);
    if (isNew && putInForce(files)) isCompiled = false;
    if (!isCompiled) {
      isCompiled = (await engine.reopen()) !== 'refused';
      if (isCompiled) log.info('other agreements are in force');
    }
    if (isNew && agreements.refusedSupergraph) await supergraph.look();
  };
  const stopListening = engine.onSchemaChange(() => {
    if (putInForce()) log.info('other agreements are in force');
  });
  const stopLooking = lookRegularly(look, log, 'the agreements cannot be read; those before stay in force');
  return () => {
    stopListening();
    stopLooking();
  };
}
