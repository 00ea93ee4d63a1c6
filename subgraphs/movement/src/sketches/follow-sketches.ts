import type { Doors } from '@hub/kit';
import { passed } from '../passed.js';
import type { Register } from '../register/register.js';
import { CommuneGroups } from './commune-groups.js';
import { Estimates } from './estimates.js';
import { SketchFetcher } from './fetch-sketches.js';
import { keepServerSketches, sketchesToMerge } from './merged-sketches.js';
import { SketchOpener } from './open-sketches.js';

/** How long to wait between two looks for sketches, in milliseconds: they come with releases, which are rarer. */
const lookEveryMs = 4000;

/** Fetches sketches and estimates from them, all that can be done by now. */
export type RunSketches = (signal: AbortSignal) => Promise<void>;

/**
 * Keeps up with the sketches that organisations' releases bring, while the server listens.
 * @returns what does so at once; it does nothing where movement has no key to open sketches.
 */
export function followSketches({ server, em, config, hub }: Doors, register: Register): RunSketches {
  const { sealingKey } = config;
  if (!sealingKey) return () => Promise.resolve();
  const opener = new SketchOpener(em, sealingKey, server.log);
  const estimates = new Estimates(em, opener, new CommuneGroups(em, config.rootPlace));
  keepServerSketches(em, { opener, estimates });
  const fetcher = hub && new SketchFetcher({ hub, em, log: server.log });
  let turn: Promise<void> = Promise.resolve();
  const run: RunSketches = (signal) => {
    const ran = turn.then(async () => {
      await fetcher?.fetchAll(signal);
      for (const references of sketchesToMerge(await register.current())) {
        if (signal.aborted) return;
        await estimates.make(references);
      }
    });
    turn = ran.catch(() => undefined);
    return ran;
  };
  const stop = new AbortController();
  let following = Promise.resolve();
  server.addHook('onListen', (done) => {
    following = keepUp(run, stop.signal, server.log);
    done();
  });
  server.addHook('preClose', async () => {
    stop.abort();
    await following;
  });
  return run;
}

async function keepUp(run: RunSketches, signal: AbortSignal, log: Doors['server']['log']): Promise<void> {
  const isOver = () => signal.aborted;
  while (!isOver()) {
    await passed(lookEveryMs, signal);
    if (isOver()) return;
    try {
      await run(signal);
    } catch (error) {
      if (!isOver()) log.warn({ err: error }, 'cannot keep up with sketches; trying again');
    }
  }
}
