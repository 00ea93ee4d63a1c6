import { type DemoOptions, writeDemoFile } from '@hub/demo';
import { adultsImport } from './adults/adults.import.js';
import { identityCountImport } from './count/identity-count.import.js';
import { demoAdultRows } from './demo/adults.js';
import { demoCounts } from './demo/counts.js';

/**
 * Writes the demonstration files of VNeID's counts: invented, without persons, and never above the communes' numbers of
 * adults.
 */
export async function writeDemo({ province, folder }: DemoOptions): Promise<void> {
  await writeDemoFile(folder, adultsImport, demoAdultRows(province));
  await writeDemoFile(folder, identityCountImport, demoCounts(province));
}
