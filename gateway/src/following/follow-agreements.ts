import type { AgreementsFile } from '@hub/schema';
import type { FastifyBaseLogger } from 'fastify';
import type { AgreementsInForce } from '../agreements/agreements-in-force.js';
import type { Follower } from '../base/follower.js';
import type { ReloadingEngine } from '../engine/reloading-engine.js';
import type { FollowingSupergraph } from './follow-supergraph.js';

export interface FollowingAgreements {
  readonly agreements: AgreementsInForce;
  readonly engine: ReloadingEngine;
  readonly supergraph: FollowingSupergraph;
  readonly log: FastifyBaseLogger;
}

/**
 * Enforces what the files of agreements say whenever they change: at once where one shares less than before, and as soon
 * as operations are compiled anew where one shares more. A supergraph that was
 * refused for what they named is looked at again.
 */
export function followAgreements(
  { agreements, engine, supergraph, log }: FollowingAgreements,
  follower: Follower,
): void {
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
    if (isNew && putInForce(files)) {
      isCompiled = false;
      // Requests are answered by what is in force from now on; events would go on by what was.
      engine.outdateSubscriptions();
    }
    if (!isCompiled) {
      isCompiled = (await engine.reopen()) !== 'refused';
      if (isCompiled) log.info('other agreements are in force');
    }
    if (isNew && agreements.refusedSupergraph) await supergraph.look();
  };
  engine.onSchemaChange(() => {
    if (putInForce()) log.info('other agreements are in force');
  });
  follower.follow({ look, fault: 'the agreements cannot be read; those before stay in force', log });
}
