import { rmSync, writeFileSync } from 'node:fs';
import { elapse } from '../support/until.js';
import type { Fault } from './support/fault.js';
import { type OperatedHub, organisations } from './support/operated-hub.js';

const offSeconds = 45;

/** How long a clock is off, in milliseconds. */
const offMs = 3000;

const clocks: readonly (readonly [name: string, seconds: number, costs: readonly string[]])[] = [
  ['gateway', offSeconds, organisations],
  ['gateway', -offSeconds, organisations],
  ['womens-union', offSeconds, ['womens-union']],
  ['womens-union', -offSeconds, ['womens-union']],
  ['audit', -offSeconds, []],
];

async function shift(hub: OperatedHub, name: string, seconds: number): Promise<void> {
  const file = hub.clockFileOf(name);
  writeFileSync(file, String(seconds * 1000));
  try {
    await elapse(offMs, 'the clock is off for so long');
  } finally {
    rmSync(file);
  }
  await elapse(500, 'a part looks at the file of its clock five times a second');
}

/** A part's clock jumps, as it does where no NTP holds it, and back. */
export const wrongClocks: readonly Fault[] = [
  ...clocks.map(([name, seconds, costs]): Fault => ({
    name: `the clock of ${name} is ${offSeconds} s ${seconds > 0 ? 'ahead' : 'behind'}`,
    costs,
    happens: async (hub) => {
      await shift(hub, name, seconds);
      return undefined;
    },
  })),
  {
    // Organisations then keep heads with a later time than the audit log's next ones, and a new gateway brings a head
    // at once.
    name: `the clock of audit is ${offSeconds} s ahead, and then a further gateway starts`,
    happens: async (hub) => {
      const headsMs = 6000;
      const shifting = shift(hub, 'audit', offSeconds);
      await Promise.all([shifting, elapse(headsMs, 'a head of that time is brought to organisations')]);
      const further = await hub.addGateway('gateway-of-later');
      await further.start();
      hub.gateways = ['gateway', further.name];
      await hub.load.more(20);
      hub.gateways = ['gateway'];
      await hub.load.settled();
      await further.stop();
      return undefined;
    },
  },
];
