import { type ScaledOptions, writeMonthlyReleases } from '@hub/demo';
import { writeDemo } from './demo.js';

/**
 * Writes VNeID's counts for a full-size province: the same rows as the demonstration, since there is one for each
 * commune and month.
 */
export async function writeScale({ folder, province }: ScaledOptions): Promise<void> {
  await writeDemo({ folder, province, people: 0 });
  await writeMonthlyReleases(folder, 5);
}
