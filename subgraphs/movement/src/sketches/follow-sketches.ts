import type { Endpoints } from '@hub/kit';
import { lookWhileListening } from '@hub/runtime';
import type { Register } from '../register/register.js';
import { CommuneGroups } from './commune-groups.js';
import { Estimates } from './estimates.js';
import { HandingOver, serverHandingOver } from './handing-over.js';
import { serverEstimates } from './merged-sketches.js';
import { closedMonths, readExpected } from './months-to-estimate.js';
import { noiseKeyOf } from './noised-estimate.js';
import { SketchOpener } from './open-sketches.js';

/** How long to wait between two looks for months that are due, in milliseconds: sketches come with releases, which are rarer. */
const lookEveryMs = 4000;

/**
 * Makes the estimates that are due.
 * @param isHandedOver whether organisations are known to hand over nothing more for now.
 */
export type MakeEstimates = (
  signal: AbortSignal,
  isHandedOver: (organisations: readonly string[]) => boolean,
) => Promise<void>;

/**
 * Keeps up with the sketches that organisations' releases bring, while the server listens.
 * @returns what does so at once; it does nothing where movement has no key to open sketches.
 */
export function followSketches({ server, em, config, now, services }: Endpoints, register: Register): MakeEstimates {
  const { sealingKey } = config;
  if (!sealingKey) return () => Promise.resolve();
  const { rootPlace } = config;
  const estimates = new Estimates({
    ...{ em, register, now, rootPlace },
    opener: new SketchOpener(em, sealingKey, server.log),
    groups: new CommuneGroups(em, rootPlace),
    noiseKey: noiseKeyOf(sealingKey),
  });
  services.open(serverEstimates, () => estimates);
  const handingOver = services.open(serverHandingOver, () => new HandingOver());
  let turn: Promise<void> = Promise.resolve();
  const run: MakeEstimates = (signal, isHandedOver) => {
    const ran = turn.then(async () => {
      const [snapshot, releases, expected] = await Promise.all([
        register.current(),
        register.releases(),
        readExpected(em),
      ]);
      for (const closed of closedMonths(snapshot, releases, expected, now().getTime(), isHandedOver)) {
        let isMore = true;
        // A month that closed long ago is made once more at once.
        while (isMore && !signal.aborted) isMore = await estimates.make(closed, snapshot);
      }
    });
    turn = ran.catch(() => undefined);
    return ran;
  };
  lookWhileListening(server, {
    everyMs: lookEveryMs,
    look: (signal) => run(signal, (organisations) => handingOver.isOver(organisations)),
    fault: 'cannot keep up with sketches',
  });
  return run;
}
