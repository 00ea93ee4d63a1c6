import type { AgreementsFile } from '@hub/protocol';
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
 * as operations are compiled anew where one shares more. Files are looked at while operations are compiled, too. A
 * supergraph that was refused for what they named is looked at again.
 */
export function followAgreements(
  { agreements, engine, supergraph, log }: FollowingAgreements,
  follower: Follower,
): void {
  /** How often what is in force has changed, and of which time the engine that is live knows. */
  let [edition, compiled] = [0, 0];
  let isCompiling = false;

  const putInForce = (files?: readonly AgreementsFile[]) => {
    const isOther = agreements.putInForce(engine.supergraphSdl, files);
    agreements.report(log);
    return isOther;
  };
  /** Opens engines until the one that is live knows what is in force. What is refused is tried again at the next look. */
  const compile = async () => {
    if (isCompiling) return;
    isCompiling = true;
    try {
      while (compiled !== edition) {
        const opened = edition;
        if ((await engine.reopen()) === 'refused') return;
        compiled = opened;
        log.info('other agreements are in force');
      }
    } finally {
      isCompiling = false;
    }
  };
  const look = async () => {
    const files = await agreements.read();
    const isNew = !agreements.isCurrent(files);
    if (isNew && putInForce(files)) {
      edition += 1;
      // Requests are answered by what is in force from now on; events would go on by what was.
      engine.outdateSubscriptions();
    }
    void compile().catch((error: unknown) => {
      log.error({ err: error }, 'operations are not compiled for the agreements in force');
    });
    if (isNew && agreements.refusedSupergraph) await supergraph.look();
  };
  engine.onSchemaChange(() => {
    if (putInForce()) log.info('other agreements are in force');
  });
  follower.follow({ look, fault: 'the agreements cannot be read; those before stay in force', log });
}
