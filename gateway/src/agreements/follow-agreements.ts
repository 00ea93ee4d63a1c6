import { combineAgreements, findAgreements, ownedFields } from '@hub/schema';
import type { FastifyBaseLogger } from 'fastify';
import { parse } from 'graphql';
import type { ReloadingEngine } from '../engine/reloading-engine.js';
import type { AskedFor } from './asked-for.js';

/** How often the files are looked at, in milliseconds: as a supergraph's, which see. */
const intervalMs = 1000;

export interface FollowingAgreements {
  readonly folder: string;
  readonly askedFor: AskedFor;
  readonly engine: ReloadingEngine;
  readonly log: FastifyBaseLogger;
}

/**
 * Enforces what the files in a folder say whenever they change, and on SIGHUP: at once where an agreement was taken back,
 * and as soon as operations are compiled anew where one shares more or less than before. Files that cannot be read or
 * used change nothing; the log says why.
 * @returns a function that ends this.
 */
export function followAgreements({ folder, askedFor, engine, log }: FollowingAgreements): () => void {
  let seen = '';
  let turn: Promise<void> = Promise.resolve();

  const look = async () => {
    const files = await findAgreements(folder);
    const text = JSON.stringify(files);
    if (text === seen) return;
    seen = text;
    const { agreements, problems } = combineAgreements(files, ownedFields(parse(engine.supergraphSdl)));
    if (problems) {
      log.error({ problems }, 'the agreements cannot be used; those before stay in force');
    } else if (askedFor.replace(agreements)) {
      await engine.reopen();
      log.info('other agreements are in force');
    }
  };
  const lookInTurn = () => {
    turn = turn.then(look).catch((error: unknown) => {
      log.error({ err: error }, 'the agreements cannot be read; those before stay in force');
    });
  };
  const timer = setInterval(lookInTurn, intervalMs).unref();
  process.on('SIGHUP', lookInTurn);
  return () => {
    clearInterval(timer);
    process.off('SIGHUP', lookInTurn);
  };
}
