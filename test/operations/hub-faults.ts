import { expect } from '@jest/globals';
import { elapse } from '../support/until.js';
import { costsNothing } from './file-faults.js';
import type { Fault } from './support/fault.js';
import { organisations } from './support/operated-hub.js';

/** A gateway starts without the issuer's keys: it refuses every token, and takes no caller for another. */
export const issuerAway: Fault = {
  name: 'the issuer is away while the gateway starts anew',
  happens: async (hub) => {
    await hub.part('issuer').stop();
    await hub.part('gateway').stop();
    await hub.part('gateway').start();
    await hub.load.more(20);
    await hub.part('issuer').start();
  },
};

/** One of two gateways is killed: callers go on with the other. */
export const oneOfTwoGateways: Fault = {
  name: 'kill -9 of one of two gateways',
  expected: costsNothing,
  happens: async (hub) => {
    const other = await hub.addGateway('gateway-2');
    await other.start();
    await elapse(1000, 'it agrees on keys with each subgraph first');
    hub.gateways = ['gateway', 'gateway-2'];
    await hub.load.more(20);
    await other.kill();
    await hub.load.more(10);
    hub.gateways = ['gateway'];
  },
};

/** Certificates and keys are to be read again: no part may end of that. */
export const hangups: Fault = {
  name: 'SIGHUP of every part',
  expected: (report) => {
    expect(report.came).toEqual([]);
    costsNothing(report);
  },
  happens: async (hub) => {
    const parts = ['gateway', ...organisations, 'audit'].map((name) => hub.part(name));
    for (const part of parts) part.signal('SIGHUP');
    await hub.load.more(10);
    const ended = parts.filter(({ hasEnded }) => hasEnded);
    for (const part of ended) await part.start();
    return ended.map(({ name }) => `${name} ends`);
  },
};
