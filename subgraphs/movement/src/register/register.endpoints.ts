import { addEndpoint, type Endpoints, lookPrice, messagePrice } from '@hub/kit';
import { watchCells } from '@hub/kit/service';
import { ReleaseFault } from '@hub/protocol';
import { knownOrganisations, lookWhileListening } from '@hub/runtime';
import { CombinedFigures, serverFigures } from '../agreements/combined-figures.js';
import { keysInFiles, verifyingKeys } from './release-keys.js';
import { demonstrationPublicationEndpoint } from '../publication/demonstration-publication.endpoint.js';
import { type BundleWish, readBundle } from './bundle.js';
import { dueReleasesEndpoint } from './due-releases.endpoint.js';
import { headlinesEndpoint } from './headlines.endpoint.js';
import { registerTables } from './register-tables.js';
import { Register } from './register.js';
import { registerOf, serverRegister } from './registers.js';
import { followEvents } from '../events/follow-events.js';
import { followFigures } from '../figure-changes/follow-figures.js';
import { followSketches, type MakeEstimates } from '../sketches/follow-sketches.js';
import { followRegistry } from '../registry/follow-registry.js';
import { followMail } from '../mail/follow-mail.js';
import { followWebhooks } from '../webhooks/follow-webhooks.js';
import { sumUpChanges } from '../kept/kept-loader.js';
import { rebuildRegister } from './taken-releases.js';

/** Opens a server's register, and keeps it open while the server listens. */
export function followFrom(endpoints: Endpoints): void {
  const { server, em, config, now, services } = endpoints;
  followRegistry(endpoints);
  bundleEndpoint(endpoints);
  rebuildEndpoint(endpoints);
  headlinesEndpoint(endpoints);
  dueReleasesEndpoint(endpoints);
  demonstrationPublicationEndpoint(endpoints);
  const keysOf = keysInFiles(config.releaseKeyFiles, server.log);
  const register = services.open(serverRegister, () => new Register(em.fork(), keysOf, config.releaseKey));
  watchCells(server, {
    ...{ em, tables: registerTables, organisations: () => releasing(em), log: server.log, now },
    ...{ keysOf: (organisation: string) => verifyingKeys(keysOf(organisation)), alarms: endpoints.alarms },
    onMended: () => {
      register.forget();
    },
    ...(config.checkCellsMs && { everyMs: config.checkCellsMs }),
  });
  followAgreements(endpoints);
  estimatesEndpoint(endpoints, followSketches(endpoints, register));
  followEvents(endpoints);
  followFigures(endpoints);
  followWebhooks(endpoints);
  followMail(endpoints);
  lookWhileListening(server, {
    everyMs: sumUpEveryMs,
    look: () => sumUpChanges(em.fork()),
    fault: 'cannot sum up the changes of tables that are kept in memory',
  });
}

/** Interval between two looks at the agreements, in milliseconds. As in the gateway, a revoked one ends within a second. */
const agreementsEveryMs = 900;

/** Interval between two summations of the rows of changes, in milliseconds. */
const sumUpEveryMs = 60_000;

/** The operator's organisations, and all others with releases in the register, even former ones. */
async function releasing(em: Endpoints['em']): Promise<string[]> {
  const known: { code: string }[] = await em
    .fork()
    .execute('select code from organisation union select organisation from taken_release order by 1');
  return [...new Set([...knownOrganisations, ...known].map(({ code }) => code))];
}

/** Combines figures only as the agreements allow, if any are enforced. */
function followAgreements({ server, config, services }: Endpoints): void {
  const folder = config.agreementsFolder;
  if (folder === undefined) return;
  const figures = new CombinedFigures(folder, config.supergraphFile, server.log);
  server.addHook('onReady', async () => {
    await figures.look();
    services.open(serverFigures, () => figures);
  });
  lookWhileListening(server, {
    everyMs: agreementsEveryMs,
    look: () => figures.look(),
    fault: 'cannot follow agreements',
  });
}

/**
 * `GET /operator/register/bundle`: the stored releases; with `?publication=ID` that publication and its releases,
 * with `?organisation=CODE` that organisation's.
 */
function bundleEndpoint({ operator, em }: Endpoints): void {
  addEndpoint<{ Querystring: BundleWish }>(operator, {
    method: 'GET',
    url: '/operator/register/bundle',
    price: lookPrice,
    handler: async ({ query }, reply) => {
      const bundle = await orFault(() => readBundle(em, query));
      if (bundle instanceof ReleaseFault) return reply.code(409).send(said(bundle));
      if (bundle) return bundle;
      return reply
        .code(404)
        .send({ code: 'NOT_FOUND', message: `There is no publication ${query.publication ?? ''}.` });
    },
  });
}

/**
 * `POST /operator/register/estimates`: makes the due estimates from the present sketches, even if organisations are
 * about to hand over more.
 */
function estimatesEndpoint({ operator }: Endpoints, makeEstimates: MakeEstimates): void {
  addEndpoint(operator, {
    method: 'POST',
    url: '/operator/register/estimates',
    price: messagePrice(),
    handler: async (_request, reply) => {
      await makeEstimates(new AbortController().signal, () => true);
      return reply.send({ made: true });
    },
  });
}

/** `POST /operator/register/rebuild`: rebuilds the register's cells from the stored releases. */
function rebuildEndpoint({ server, operator, em, config, services }: Endpoints): void {
  addEndpoint(operator, {
    method: 'POST',
    url: '/operator/register/rebuild',
    price: messagePrice(),
    handler: async (_request, reply) => {
      const keysOf = keysInFiles(config.releaseKeyFiles, server.log);
      const rebuilt = await orFault(() => rebuildRegister(em, (organisation) => verifyingKeys(keysOf(organisation))));
      if (rebuilt instanceof ReleaseFault) return reply.code(409).send(said(rebuilt));
      registerOf({ services }).forget();
      return rebuilt;
    },
  });
}

/** Runs work on the stored releases; returns a fault of a release. */
async function orFault<Made>(work: () => Promise<Made>): Promise<Made | ReleaseFault> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ReleaseFault) return error;
    throw error;
  }
}

/** The body of a 409 answer for a stored release that differs from its signed form. */
const said = ({ code, message }: ReleaseFault) => ({ code, message });
