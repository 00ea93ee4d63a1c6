import type { DemoOptions } from '@hub/demo';
import { writeDigitalFamilies } from './demo/digital-families.js';
import { writeDigitalIdentities } from './demo/digital-identities.js';
import { writeLearningGroups } from './demo/learning-groups.js';
import { writeMeetings } from './demo/meetings.js';

/** Writes the Women's Union's demonstration files; see `SubgraphDefinition.writeDemo`. */
export async function writeDemo(options: DemoOptions): Promise<void> {
  await writeLearningGroups(options);
  await writeDigitalFamilies(options);
  await writeDigitalIdentities(options);
  await writeMeetings(options);
}
