import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ScaleOptions } from '@hub/kit';
import { type DemoProvince, demoProvince } from '../province.js';
import { shareOfProvince } from './province.js';

/** Share of the province to write, and the folder. */
export interface ScaledOptions extends Pick<ScaleOptions, 'folder' | 'share'> {
  /** The province with that share of its people. */
  readonly province: DemoProvince;
}

/**
 * Makes a writer of an organisation's files for the full-size province, or for a share of its people.
 * @param keptByHand handwritten files of its demonstration, which apply at any size.
 */
export function atScale(
  write: (options: ScaledOptions) => Promise<void>,
  keptByHand: readonly string[] = [],
): (options: ScaleOptions) => Promise<void> {
  return async ({ placesFolder, rootPlace, demoFolder, folder, share }) => {
    for (const name of keptByHand) await copyFile(join(demoFolder, name), join(folder, name));
    const province = shareOfProvince(await demoProvince(placesFolder, rootPlace), share);
    await write({ province, folder, share });
  };
}
