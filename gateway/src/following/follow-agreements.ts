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
 * Enforces changed agreement files. A narrowed agreement takes effect at once, a widened one when the operations are
 * compiled again. Files are also checked while operations are compiled. A supergraph that was refused because of
 * agreements is tried again.
 */
export function followAgreements(
  { agreements, engine, supergraph, log }: FollowingAgreements,
  follower: Follower,
): void {
  /** The number of changes of the agreements, and the number that the live engine has compiled. */
  let [edition, compiled] = [0, 0];
  let isCompiling = false;

  const putInForce = (files?: readonly AgreementsFile[]) => {
    const isOther = agreements.putInForce(engine.supergraphSdl, files);
    agreements.report(log);
    return isOther;
  };
  /** Opens engines until the live one has the agreements in force. After a refusal, the next look tries again. */
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
      // Requests follow the new agreements from now on; running subscriptions would follow the former ones.
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
