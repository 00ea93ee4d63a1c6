import { setTimeout as delay } from 'node:timers/promises';
import { expect } from '@jest/globals';
import type { Fault } from './support/fault.js';
import { organisations } from './support/operated-hub.js';

/** How long a supervisor waits before it starts a part again, and how long a part hangs, in milliseconds. */
const restartMs = 500;
const hangMs = 7000;

/** Every part of the hub, with the organisations whose fields go with it. */
const parts: readonly (readonly [name: string, costs: readonly string[]])[] = [
  ['gateway', []],
  ...organisations.map((code) => [code, [code]] as const),
  ['audit', []],
  ['issuer', []],
];

/** kill -9: a supervisor starts it again. */
export const killedParts: readonly Fault[] = parts.map(([name, costs]) => ({
  name: `kill -9 of ${name}`,
  costs,
  happens: async (hub) => {
    await delay(500);
    await hub.part(name).kill();
    await delay(restartMs);
    await hub.part(name).start();
  },
}));

/** Which parts hang at the same time, and how long, in milliseconds: what waits for none is seen soon. */
const hangs: readonly (readonly [names: readonly string[], milliseconds: number])[] = [
  [['gateway'], hangMs / 2],
  [['movement'], hangMs],
  [['womens-union', 'youth-union'], hangMs],
  [['university', 'public-sector'], hangMs],
  [['audit'], hangMs],
  [['issuer'], hangMs / 2],
];

/** SIGSTOP, and SIGCONT a while later. */
export const hungParts: readonly Fault[] = hangs.map(([names, milliseconds]) => ({
  name: `${names.join(' and ')} hang${names.length > 1 ? '' : 's'} for ${milliseconds / 1000} s`,
  costs: parts.flatMap(([name, costs]) => (names.includes(name) ? costs : [])),
  happens: async (hub) => {
    for (const name of names) hub.part(name).signal('SIGSTOP');
    await delay(milliseconds);
    for (const name of names) hub.part(name).signal('SIGCONT');
  },
}));

/** SIGTERM, and a start anew. */
export const stoppedParts: readonly Fault[] = parts.map(([name, costs]) => ({
  name: `SIGTERM of ${name}`,
  costs,
  happens: async (hub) => {
    await delay(500);
    const asked = Date.now();
    const end = await hub.part(name).stop();
    expect([name, end]).toEqual([name, { code: 0, signal: null }]);
    const came = `it ended after ${((Date.now() - asked) / 1000).toFixed(1)} s`;
    await hub.part(name).start();
    return [came];
  },
}));

/** SIGTERM of a gateway that waits for an organisation: what it has taken is answered before it ends. */
export const stoppedWhileAsked: Fault = {
  name: 'SIGTERM of gateway while womens-union hangs',
  costs: ['womens-union'],
  happens: async (hub) => {
    const [gateway, slow] = [hub.part('gateway'), hub.part('womens-union')];
    slow.signal('SIGSTOP');
    await delay(1000);
    const ended = gateway.stop();
    await delay(500);
    slow.signal('SIGCONT');
    expect(await ended).toEqual({ code: 0, signal: null });
    await gateway.start();
  },
  // Nobody listens while it is down.
  expected: ({ asked }) => {
    const lost = asked.filter(({ outcome, codes }) => outcome === 'unanswered' && codes.join() !== 'ECONNREFUSED');
    expect(lost).toEqual([]);
  },
};
