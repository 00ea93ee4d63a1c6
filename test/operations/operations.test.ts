import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { wrongClocks } from './clock-faults.js';
import { brokenSupergraphs, rotatedKey } from './file-faults.js';
import { hangups, issuerAway, oneOfTwoGateways } from './hub-faults.js';
import { hungParts, killedParts, stoppedParts, stoppedWhileAsked } from './part-faults.js';
import { fullDisk, serverFaults } from './server-faults.js';
import { asTable, type Fault, type FaultReport, runFault } from './support/fault.js';
import { OperatedHub, withoutServer } from './support/operated-hub.js';

const faults: readonly Fault[] = [
  ...killedParts,
  ...stoppedParts,
  stoppedWhileAsked,
  hangups,
  ...hungParts,
  ...serverFaults,
  fullDisk,
  ...wrongClocks,
  rotatedKey,
  ...brokenSupergraphs,
  issuerAway,
  oneOfTwoGateways,
];

describe('a hub under a light load', () => {
  const reports: FaultReport[] = [];
  let hub: OperatedHub | undefined;

  beforeAll(async () => {
    if (withoutServer !== undefined)
      console.log(`\nSKIPPED: faults of a PostgreSQL server (${withoutServer}); the databases are embedded ones.`);
    hub = await OperatedHub.start();
    hub.load.start();
  }, 240_000);
  afterAll(async () => {
    process.stdout.write(asTable(reports));
    await hub?.load.stop();
    await hub?.stop();
  }, 60_000);

  test.each(
    faults
      .filter(({ needs }) => needs === undefined || withoutServer === undefined)
      .map((one) => [one.name, one] as const),
  )(
    'tells nothing wrong and loses nothing: %s',
    async (_name, fault) => {
      if (!hub) throw new Error('Expected the hub to run.');
      const report = await runFault(hub, fault);
      reports.push(report);
      expect(report.asked.filter(({ outcome }) => outcome === 'wrong').map(({ why }) => why)).toEqual([]);
      expect(report.unrecorded).toEqual([]);
      expect(report.lostWrites).toEqual([]);
      expect(report.isWhole).toBe(true);
      expect(report.asked.filter(({ outcome }) => outcome === 'unnamed').map(({ why }) => why)).toEqual([]);
      // Nothing goes wrong unseen.
      if (report.asked.some(({ outcome }) => outcome === 'refused')) expect(report.said.size).toBeGreaterThan(0);
      expect(report.unready).toEqual(expect.arrayContaining([...(fault.tell ?? [])]));
      fault.expected?.(report);
    },
    180_000,
  );
});
