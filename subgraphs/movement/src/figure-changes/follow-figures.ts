import { setImmediate, setTimeout as pause } from 'node:timers/promises';
import type { Endpoints, SubgraphContext } from '@hub/kit';
import { dayInProvince, monthNumber, monthOf } from '@hub/protocol';
import { lookWhileListening } from '@hub/runtime';
import { goalsInForce } from '../goal/goal.loader.js';
import { figuresVersion } from '../figures-version/figures-version.js';
import { communePlaces, rootFigurePlace } from '../progress/anomalies-of-goal.js';
import { bookOf, denominatorsBy, makeProgress } from '../progress/goal-progress.loader.js';
import { endOfChanges, monthsWithFigures, noteCompared, writeChanges } from './figure-changes.js';
import { figureDigest } from './figure-digest.js';

/** Interval between two looks for another version of the figures, in milliseconds. */
const lookEveryMs = 2000;

/** A comparison of all figures is followed by a rest of this many times its length. */
const restAfter = 4;

/** How many figures are computed without a pause. */
const atOnce = 25;

/** Compares all figures with the last known ones whenever any may have changed, while the server listens. */
export function followFigures({ server, em, config, now, services }: Endpoints): void {
  const { rootPlace, eventsEveryMs: everyMs = lookEveryMs } = config;
  lookWhileListening(server, {
    everyMs,
    look: async (signal) => {
      // As an app that may see the figures of communes.
      const caller = { roles: ['app'], scopes: ['progress:read'], purpose: 'statistics' };
      const context: SubgraphContext = {
        ...{ em: em.fork(), log: server.log, now, rootPlace, requestId: 'figures', caller, services },
        loaders: new Map(),
      };
      const version = await figuresVersion(context);
      if (version === (await endOfChanges(context.em)).compared) return;
      const began = performance.now();
      if (!(await compareFigures(context, signal))) return;
      await noteCompared(context.em, version);
      await pause((performance.now() - began) * restAfter, undefined, { signal }).catch(() => undefined);
    },
    fault: 'cannot look for figures that changed',
  });
}

/**
 * Adds each changed figure to the list of changes, the newest months first.
 * @returns whether all were compared: the server may stop meanwhile.
 */
async function compareFigures(context: SubgraphContext, signal: AbortSignal): Promise<boolean> {
  const { em, now } = context;
  const [goals, book, root, communes] = await Promise.all([
    goalsInForce(context),
    bookOf(context),
    rootFigurePlace(context),
    communePlaces(context),
  ]);
  const places = [root, ...communes];
  const thisMonth = monthNumber(dayInProvince(now()));
  const gone = new Set((await monthsWithFigures(em)).map(({ goal, month }) => `${goal} ${month}`));
  for (const { code: goalCode, startsOn, deadline } of goals) {
    const known = await Promise.all(
      places.map(async (place) => ({ place, denominators: await denominatorsBy(goalCode, place, book, context) })),
    );
    const first = monthNumber(startsOn);
    for (let number = Math.min(thisMonth, monthNumber(deadline)); number >= first; number -= 1) {
      const month = monthOf(number);
      const digestOf = ({ place, denominators }: (typeof known)[number]) =>
        figureDigest(makeProgress(book, { goalCode, period: month }, place, denominators(month)));
      const figures: { place: string; digest: string }[] = [];
      for (const [index, one] of known.entries()) {
        figures.push({ place: one.place.code, digest: digestOf(one) });
        if (index % atOnce === 0) await setImmediate();
      }
      if (signal.aborted) return false;
      await writeChanges(em, goalCode, month, figures);
      gone.delete(`${goalCode} ${month}`);
    }
  }
  for (const one of gone) {
    const [goal = '', month = ''] = one.split(' ');
    await writeChanges(em, goal, month, []);
  }
  return true;
}
