import { rmSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
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
    await delay(offMs);
  } finally {
    rmSync(file);
  }
  // Until the part has seen that.
  await delay(500);
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
    // Heads that it signs next are signed as of before those that organisations keep, and a new gateway brings one at once.
    name: `the clock of audit is ${offSeconds} s ahead, and then a further gateway starts`,
    happens: async (hub) => {
      const headsMs = 6000;
      const shifting = shift(hub, 'audit', offSeconds);
      // So that a head of that time is brought to organisations.
      await Promise.all([shifting, delay(headsMs)]);
      const further = await hub.addGateway('gateway-of-later');
      await further.start();
      hub.gateways = ['gateway', further.name];
      await delay(2000);
      hub.gateways = ['gateway'];
      await delay(500);
      await further.stop();
      return undefined;
    },
  },
];
