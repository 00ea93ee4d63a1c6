import type { DemonstrationOptions } from '@hub/kit';
import { type DemoProvince, demoProvince } from './province.js';

/** How much demonstration to write, and where to. */
export interface DemoOptions extends Pick<DemonstrationOptions, 'people' | 'folder'> {
  /** Where it plays. */
  readonly province: DemoProvince;
}

/** Has an organisation's demonstration files written of the province that the files of places have. */
export function demonstration(
  write: (options: DemoOptions) => Promise<void>,
): (options: DemonstrationOptions) => Promise<void> {
  return async ({ placesFolder, rootPlace, ...options }) =>
    write({ ...options, province: await demoProvince(placesFolder, rootPlace) });
}
