import { expect } from '@jest/globals';
import { elapse } from '../support/until.js';
import { costsNothing } from './file-faults.js';
import type { Fault } from './support/fault.js';
import { type OperatedHub, organisations } from './support/operated-hub.js';
import type { OperatedPart } from './support/operated-part.js';

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

/** Ends a part and starts it again, and says how long it was away. */
async function restarted(hub: OperatedHub, name: string, end: (part: OperatedPart) => Promise<unknown>) {
  const part = hub.part(name);
  await hub.load.more(6);
  const from = Date.now();
  await end(part);
  await part.start();
  return [`it was away for ${((Date.now() - from) / 1000).toFixed(1)} s`];
}

/** An audit log that is away costs nothing: gateways keep records on disk. */
function expectedOf(name: string | undefined): Partial<Fault> {
  return name === 'audit' ? { expected: costsNothing } : {};
}

/** kill -9: a supervisor starts it again. */
export const killedParts: readonly Fault[] = parts.map(([name, costs]) => ({
  name: `kill -9 of ${name}`,
  costs,
  happens: (hub) =>
    restarted(hub, name, async (part) => {
      await part.kill();
      await elapse(restartMs, 'a supervisor starts it again after so long');
    }),
  ...expectedOf(name),
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
    await elapse(milliseconds, 'it hangs for so long');
    for (const name of names) hub.part(name).signal('SIGCONT');
  },
  ...expectedOf(names[0]),
}));

/** SIGTERM, and a new start. */
export const stoppedParts: readonly Fault[] = parts.map(([name, costs]) => ({
  name: `SIGTERM of ${name}`,
  costs,
  happens: (hub) =>
    restarted(hub, name, async (part) => {
      expect(await part.stop()).toEqual({ code: 0, signal: null });
    }),
  ...expectedOf(name),
}));

/** When that gateway was asked to end. */
let askedToEnd = 0;

/** SIGTERM of a gateway that waits for an organisation: what it has taken is answered before it ends. */
export const stoppedWhileAsked: Fault = {
  name: 'SIGTERM of gateway while womens-union hangs',
  costs: ['womens-union'],
  happens: async (hub) => {
    const [gateway, slow] = [hub.part('gateway'), hub.part('womens-union')];
    slow.signal('SIGSTOP');
    // Some of them are for others; the rest waits.
    await hub.load.more(8);
    askedToEnd = Date.now();
    const ended = gateway.stop();
    await elapse(500, 'the gateway waits for what it has taken');
    slow.signal('SIGCONT');
    expect(await ended).toEqual({ code: 0, signal: null });
    await gateway.start();
    return undefined;
  },
  // Connections are taken in their order: what came before one that was answered has been taken.
  expected: ({ asked }) => {
    const answered = asked.filter(({ outcome, endedAt }) => outcome !== 'unanswered' && endedAt < askedToEnd);
    const last = Math.max(...answered.map(({ at }) => at));
    const taken = asked.filter(({ at }) => at <= last);
    expect(taken.length).toBeGreaterThan(0);
    expect(taken.filter(({ outcome }) => outcome === 'unanswered')).toEqual([]);
  },
};
