import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ScaleOptions } from '@hub/kit';
import { type DemoProvince, demoProvince } from '../province.js';
import { shareOfProvince } from './province.js';

/** How much of the province to write, and where to. */
export interface ScaledOptions extends Pick<ScaleOptions, 'folder' | 'share'> {
  /** Where it plays, with the share of the people that is there. */
  readonly province: DemoProvince;
}

/**
 * Has an organisation's files written of the province at full size, or of a share of its people.
 * @param keptByHand the files of its demonstration that are not generated and hold at any size.
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
