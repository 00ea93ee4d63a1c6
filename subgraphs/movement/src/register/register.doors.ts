import { type Doors, participants, ReleaseFault, watchCells } from '@hub/kit';
import { CombinedFigures, keepCombinedFigures } from '../agreements/combined-figures.js';
import { keysInFiles, verifyingKeys } from './release-keys.js';
import { ReleaseFollower, type TakenIn } from './follow-releases.js';
import { passed } from '../passed.js';
import { demonstrationPublicationRoute } from '../publication/demonstration-publication.route.js';
import { PublicationHandOver } from '../publication/hand-over.js';
import { type BundleWish, readBundle } from './bundle.js';
import { PendingTeller } from '../pending/tell-organisations.js';
import { registerTables } from './register-tables.js';
import { openRegister, registerOf } from './registers.js';
import { followSketches } from '../sketches/follow-sketches.js';
import { rebuildRegister } from './taken-releases.js';

/**
 * How long to wait between two looks for releases unless told, in milliseconds; after a failure longer, up to five
 * seconds. The audit log has the looks that find nothing in one row a minute.
 */
const defaultLookEveryMs = 4000;
const longestPauseMs = 5000;

/** Opens the register of a server, and follows the organisations' releases while the server listens. */
export function followFrom(doors: Doors): void {
  const { server, em, config, hub, now } = doors;
  bundleRoute(doors);
  rebuildRoute(doors);
  demonstrationPublicationRoute(doors);
  const keysOf = keysInFiles(config.releaseKeyFiles, server.log);
  const register = openRegister(em, keysOf, config.releaseKey);
  watchCells(server, {
    ...{ em, tables: registerTables, organisations: participants.map(({ code }) => code), log: server.log, now },
    ...{ keysOf: (organisation: string) => verifyingKeys(keysOf(organisation)), alarms: doors.alarms },
    onMended: () => {
      register.forget();
    },
    ...(config.checkCellsMs && { everyMs: config.checkCellsMs }),
  });
  followAgreements(doors);
  const runSketches = followSketches(doors, register);
  if (!hub) return;
  const follower = new ReleaseFollower({
    ...{ hub, em, register, keysOf, log: server.log, now, rootPlace: config.rootPlace },
    onPending: (organisation, release, findings) => {
      const details = { participant: organisation, release, findings: findings.slice(0, 5), count: findings.length };
      doors.alarms.note('RELEASE_PENDING', 'a release waits to be accepted, and does not count', details);
    },
  });
  const teller = new PendingTeller({ hub, em, log: server.log });
  const stop = new AbortController();
  // One look at a time: the next one begins with what this one has taken in.
  let turn: Promise<unknown> = Promise.resolve();
  const handOver = new PublicationHandOver({ hub, em, log: server.log, now });
  const look: Look = () => {
    const looked = turn.then(async () => {
      const taken = await follower.look(stop.signal);
      await handOver.run(stop.signal);
      await teller.run(stop.signal);
      return taken;
    });
    turn = looked.catch(() => undefined);
    return looked;
  };
  lookRoute(doors, look, () => runSketches(stop.signal));
  let following = Promise.resolve();
  server.addHook('onListen', (done) => {
    following = follow(look, stop.signal, server.log, config.lookForReleasesMs ?? defaultLookEveryMs);
    done();
  });
  server.addHook('preClose', async () => {
    stop.abort();
    await following;
  });
}

/** Has figures combined as the agreements let it, where any are enforced. */
function followAgreements({ server, em, config }: Doors): void {
  const folder = config.agreementsFolder;
  if (folder === undefined) return;
  const stop = new AbortController();
  let following = Promise.resolve();
  server.addHook('onReady', async () => {
    const figures = await CombinedFigures.open(folder, config.supergraphFile, server.log);
    keepCombinedFigures(em, figures);
    following = figures.follow(stop.signal);
  });
  server.addHook('preClose', async () => {
    stop.abort();
    await following;
  });
}

/** `GET /operator/register/bundle`: the releases that are held, those of `?publication=ID` with it, or of `?organisation=CODE`. */
function bundleRoute({ operator, em }: Doors): void {
  operator.get<{ Querystring: BundleWish }>('/operator/register/bundle', async ({ query }, reply) => {
    const bundle = await orFault(() => readBundle(em, query));
    if (bundle instanceof ReleaseFault) return reply.code(409).send(said(bundle));
    if (bundle) return bundle;
    return reply.code(404).send({ code: 'NOT_FOUND', message: `There is no publication ${query.publication ?? ''}.` });
  });
}

/** Takes in the next release of each organisation that has one; see `ReleaseFollower.look`. */
type Look = () => Promise<readonly TakenIn[]>;

/** `POST /operator/register/looks`: takes in all releases that organisations have made by now, with their sketches. */
function lookRoute({ operator, server: { log } }: Doors, look: Look, runSketches: () => Promise<void>): void {
  operator.post('/operator/register/looks', async (_request, reply) => {
    try {
      let releases = 0;
      for (let taken = await look(); taken.length > 0; taken = await look()) releases += taken.length;
      await runSketches();
      return { releases };
    } catch (error) {
      log.warn({ err: error }, 'cannot take releases in');
      const message = 'The hub does not answer, so that no release can be taken in. Movement goes on trying.';
      return reply.code(503).send({ code: 'HUB_UNREACHABLE', message });
    }
  });
}

async function follow(
  look: Look,
  signal: AbortSignal,
  log: Doors['server']['log'],
  lookEveryMs: number,
): Promise<void> {
  let pause = lookEveryMs;
  const isOver = () => signal.aborted;
  while (!isOver()) {
    try {
      const taken = await look();
      pause = taken.length > 0 ? 0 : lookEveryMs;
    } catch (error) {
      if (isOver()) return;
      pause = Math.min(Math.max(pause, lookEveryMs) * 2, longestPauseMs);
      log.warn({ err: error, milliseconds: pause }, 'cannot follow releases; trying again');
    }
    await passed(pause, signal);
  }
}

/** `POST /operator/register/rebuild`: makes the register's cells anew from the releases that it holds. */
function rebuildRoute({ server, operator, em, config }: Doors): void {
  operator.post('/operator/register/rebuild', async (_request, reply) => {
    const keysOf = keysInFiles(config.releaseKeyFiles, server.log);
    const rebuilt = await orFault(() => rebuildRegister(em, (organisation) => verifyingKeys(keysOf(organisation))));
    if (rebuilt instanceof ReleaseFault) return reply.code(409).send(said(rebuilt));
    registerOf({ em }).forget();
    return rebuilt;
  });
}

/** Does something with what is held; a fault of it is returned. */
async function orFault<Made>(work: () => Promise<Made>): Promise<Made | ReleaseFault> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ReleaseFault) return error;
    throw error;
  }
}

/** What is answered, with 409, where something that is held is not what it says. */
const said = ({ code, message }: ReleaseFault) => ({ code, message });
