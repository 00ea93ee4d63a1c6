import { rmSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { Fault } from './support/fault.js';
import { organisations } from './support/operated-hub.js';

const offSeconds = 45;

/** How long a clock is off, in milliseconds; the audit log's until its heads have come to organisations, before and after. */
const offMs = 3000;
const headsMs = 6000;

const clocks: readonly (readonly [name: string, seconds: number, costs: readonly string[]])[] = [
  ['gateway', offSeconds, organisations],
  ['gateway', -offSeconds, organisations],
  ['womens-union', offSeconds, ['womens-union']],
  ['womens-union', -offSeconds, ['womens-union']],
  ['audit', offSeconds, []],
  ['audit', -offSeconds, []],
];

/** A part's clock jumps, as it does where no NTP holds it, and back. */
export const wrongClocks: readonly Fault[] = clocks.map(([name, seconds, costs]) => ({
  name: `the clock of ${name} is ${offSeconds} s ${seconds > 0 ? 'ahead' : 'behind'}`,
  costs,
  happens: async (hub) => {
    const file = hub.clockFileOf(name);
    writeFileSync(file, String(seconds * 1000));
    try {
      await delay(name === 'audit' ? headsMs : offMs);
    } finally {
      rmSync(file);
    }
    await delay(name === 'audit' ? headsMs : 500);
  },
}));
