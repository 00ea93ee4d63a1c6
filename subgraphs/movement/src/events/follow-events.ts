import type { Caller, Endpoints, SubgraphContext } from '@hub/kit';
import { lookWhileListening } from '@hub/runtime';
import { EventMaker } from './event-maker.js';
import type { Views } from './progress-facts.js';
import { readSchemaChanges } from './schema-facts.js';

/** Interval between two looks, in milliseconds. */
const lookEveryMs = 2000;

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
  lookWhileListening(server, { everyMs, look: () => maker.look(), fault: 'cannot look for what is to be told' });
}
