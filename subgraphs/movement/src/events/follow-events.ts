import type { Caller, Endpoints, SubgraphContext } from '@hub/kit';
import { passed } from '../passed.js';
import { EventMaker } from './event-maker.js';
import type { Views } from './progress-facts.js';
import { readSchemaChanges } from './schema-facts.js';

/** Interval between two looks, in milliseconds; longer after a failure, up to half a minute. */
const lookEveryMs = 2000;
const longestPauseMs = 30_000;

/** An anonymous caller, and an app that may see the figures of communes. */
const everyone: Caller = { roles: [], scopes: [], purpose: 'statistics' };
const ofCommunes: Caller = { roles: ['app'], scopes: ['progress:read'], purpose: 'statistics' };

/** Makes events of new facts while the server listens. */
export function followEvents({ server, em, config, now, services }: Endpoints): void {
  const { registry, rootPlace, eventsEveryMs: everyMs = lookEveryMs } = config;
  const contextOf = (caller: Caller): SubgraphContext => ({
    ...{ em: em.fork(), log: server.log, now, rootPlace, requestId: 'events', caller, services, loaders: new Map() },
  });
  const views = (): Views => ({ everyone: contextOf(everyone), ofCommunes: contextOf(ofCommunes) });
  const maker = new EventMaker({
    ...{ views, log: server.log },
    schemaChanges: registry && (() => readSchemaChanges(registry)),
    ...(config.eventsEveryMs !== undefined && { anomaliesEveryMs: everyMs, schemaEveryMs: everyMs }),
  });
  const stop = new AbortController();
  let following = Promise.resolve();
  server.addHook('onListen', (done) => {
    following = keepUp(maker, everyMs, stop.signal, server.log);
    done();
  });
  server.addHook('preClose', async () => {
    stop.abort();
    await following;
  });
}

async function keepUp(maker: EventMaker, everyMs: number, signal: AbortSignal, log: SubgraphContext['log']) {
  let pause = everyMs;
  const isOver = () => signal.aborted;
  for (;;) {
    await passed(pause, signal);
    if (isOver()) return;
    try {
      await maker.look();
      pause = everyMs;
    } catch (error) {
      if (isOver()) return;
      pause = Math.min(pause * 2, longestPauseMs);
      log.warn({ err: error, milliseconds: pause }, 'cannot look for what is to be told; trying again');
    }
  }
}
