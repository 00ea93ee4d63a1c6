import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { wrongClocks } from './clock-faults.js';
import { brokenSupergraphs, rotatedKey } from './file-faults.js';
import { hangups, issuerAway, oneOfTwoGateways } from './hub-faults.js';
import { hungParts, killedParts, stoppedParts, stoppedWhileAsked } from './part-faults.js';
import { lostKey, wrongDatabase } from './refused-starts.js';
import { restoredBackup } from './restored-backup.js';
import { fullDisk, serverFaults } from './server-faults.js';
import { asTable, type Fault, type FaultReport, runFault } from './support/fault.js';
import type { Asked } from './support/load.js';
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
  lostKey,
  wrongDatabase,
];

/** The probe, which asks three times a second, sees every outage longer than this, in milliseconds. */
const longestProbeMs = 2000;

describe('a hub under a light load', () => {
  const reports: FaultReport[] = [];
  let hub: OperatedHub | undefined;

  beforeAll(async () => {
    if (withoutServer !== undefined)
      console.log(`\nSKIPPED: faults of a PostgreSQL server (${withoutServer}); the databases are on the tests' own.`);
    hub = await OperatedHub.start();
    hub.load.start();
  }, 240_000);
  afterAll(async () => {
    process.stdout.write(asTable(reports));
    await hub?.load.stop();
    await hub?.stop();
  }, 60_000);

  const running = (): OperatedHub => {
    if (!hub) throw new Error('Expected the hub to run.');
    return hub;
  };
  const isPossible = ({ needs }: Fault) =>
    needs === undefined || (needs === 'disk' ? running().servers?.audit.hasDisk : withoutServer === undefined);
  const tryFault = async (fault: Fault) => {
    if (!isPossible(fault)) {
      console.log(`SKIPPED: ${fault.name} (it needs a PostgreSQL ${fault.needs} of its own).`);
      return;
    }
    const report = await runFault(running(), fault);
    reports.push(report);
    const asked = (outcome: string) => report.asked.filter((one) => one.outcome === outcome).map(({ why }) => why);
    expect(asked('wrong')).toEqual([]);
    expect(report.unrecorded).toEqual([]);
    expect(report.lostWrites).toEqual([]);
    expect(report.isWhole).toBe(true);
    expect(asked('unnamed')).toEqual([]);
    // Nothing goes wrong unseen, but that a gateway is not ready yet.
    const isSeen = ({ outcome, codes }: Asked) => outcome === 'refused' && codes.join() !== 'NOT_READY';
    if (report.asked.some(isSeen)) expect(report.said.size).toBeGreaterThan(0);
    expect(report.unready).toEqual(expect.arrayContaining([...(fault.tell ?? [])]));
    // A gateway that refuses every request must not be ready. On a busy machine the probe misses short refusals.
    const refusedAt = report.asked.flatMap(({ codes, endedAt }) =>
      codes.includes('AUDIT_UNAVAILABLE') ? [endedAt] : [],
    );
    if (Math.max(...refusedAt) - Math.min(...refusedAt) > longestProbeMs) expect(report.unready).toContain('gateway');
    // This line says that the audit log was changed; only the restored backup may cause it.
    const isEvidence = (text: string) => text.includes('refused an anchor of the audit log');
    if (fault !== restoredBackup) expect([...report.said.keys()].filter(isEvidence)).toEqual([]);
    fault.expected?.(report);
  };

  test.each(faults.map((one) => [one.name, one] as const))(
    'tells nothing wrong and loses nothing: %s',
    (_name, fault) => tryFault(fault),
    180_000,
  );

  test('has, after all of this, a whole audit log and every write that it acknowledged', async () => {
    const { load } = running();
    expect(load.acknowledged.length).toBeGreaterThan(0);
    expect(await running().lost(load.acknowledged)).toEqual([]);
    const { exitCode, stdout, stderr } = await running().audit('verify');
    expect(stderr).toBe('');
    expect(stdout).toContain('The audit log is whole');
    expect(exitCode).toBe(0);
  }, 60_000);

  test(`tells nothing wrong and loses nothing more: ${restoredBackup.name}`, () => tryFault(restoredBackup), 180_000);
});
